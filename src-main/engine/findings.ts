import type { Recording } from '../contract/recording.ts'
import {
  judgePasswordAudit,
  judgeRefusal,
  judgeRegistrationAudit,
  judgeResetAudit,
  judgeScopeAudit,
} from '../domain/judge-audit.ts'
import { judgeDoneEvent, judgeRefusedEvent } from '../domain/judge-events.ts'
import {
  judgeAdminFlag,
  judgeEnoughMethods,
  judgeLastSignIn,
  judgeLicence,
  judgeMembership,
  judgeMethods,
  judgeMethodsReported,
  judgePasswordChange,
  judgeRegistration,
  judgeRoles,
  judgeScope,
  judgeSignIn,
} from '../domain/judge.ts'
import type { Judgement } from '../domain/judgement.ts'
import type { FurtherQuestion, Question, WitnessId } from '../domain/witnesses.ts'
import { furtherFindings } from './further-findings.ts'
import type { Seen } from './ports.ts'
import type { WitnessReads } from './witness-reads.ts'

/** When a step began by the service's clock, and how the password stood then. */
export interface StepMark {
  readonly at: string
  readonly passwordChangedAt: string | null
}

export type Subjects = Recording['subjects']

export interface WitnessQuestion {
  readonly question: Question
  readonly subjects: Subjects
  /** The mark the answer is measured against; null when the step it belongs to has not begun. */
  readonly mark: StepMark | null
}

/** A judgement, and the answer of the service it was made from. */
export interface Finding {
  readonly judgement: Judgement
  readonly seen: Seen<unknown>
}

/** Null where nothing can be asked yet. */
export type Find = (reads: WitnessReads, ask: WitnessQuestion, signal?: AbortSignal) => Promise<Finding | null>

/** `loggedByService` names as the directory audit stores them (E:docs/identity/monitoring-health/reference-audit-activities.md). */
const passwordService = 'Self-service Password Management'
const methodsService = 'Authentication Methods'

/** Answered by one read, and judged by what is known of the test. */
const by =
  <T>(
    read: (reads: WitnessReads, subjects: Subjects, signal?: AbortSignal) => Promise<Seen<T>>,
    judge: (value: T, subjects: Subjects) => Judgement,
  ): Find =>
  async (reads, { subjects }, signal) => {
    const seen = await read(reads, subjects, signal)
    return { seen, judgement: judge(seen.value, subjects) }
  }

/** The same, measured against the mark. */
const sinceMark =
  <T>(
    read: (reads: WitnessReads, subjects: Subjects, since: string, signal?: AbortSignal) => Promise<Seen<T>>,
    judge: (value: T, subjects: Subjects, mark: StepMark) => Judgement,
  ): Find =>
  async (reads, { subjects, mark }, signal) => {
    if (!mark) return null
    const seen = await read(reads, subjects, mark.at, signal)
    return { seen, judgement: judge(seen.value, subjects, mark) }
  }

type Who = 'testUserId' | 'controlUserId'

const membership =
  (who: Who, wanted: 'inside' | 'outside'): Find =>
  async (reads, { subjects }, signal) => {
    if (subjects.groupId === null) return null
    const seen = await reads.memberIds(subjects.groupId, signal)
    return { seen, judgement: judgeMembership(seen.value, subjects[who], wanted) }
  }

const report =
  (who: Who) =>
  (reads: WitnessReads, subjects: Subjects, signal?: AbortSignal): ReturnType<WitnessReads['registrationDetail']> =>
    reads.registrationDetail(subjects[who], signal)

const audit =
  (service: string) =>
  (
    reads: WitnessReads,
    _subjects: Subjects,
    since: string,
    signal?: AbortSignal,
  ): ReturnType<WitnessReads['auditRows']> =>
    reads.auditRows(service, since, signal)

const events = (reads: WitnessReads, _subjects: Subjects, _since: string, signal?: AbortSignal) =>
  reads.methodEvents(signal)

const methods = (reads: WitnessReads, { testUserId }: Subjects, signal?: AbortSignal) =>
  reads.methodTypes(testUserId, signal)

const scope = (who: Who, wanted: 'on' | 'off'): Partial<Record<WitnessId, Find>> => ({
  report: by(report(who), (detail) => judgeScope(detail, wanted)),
  audit: sinceMark(audit(passwordService), (rows, subjects, { at }) =>
    judgeScopeAudit(rows, subjects[who], at, wanted),
  ),
})

/** How each witness is asked for each claim, and by which rule its answer is judged. */
const findings: Record<Exclude<Question, FurtherQuestion>, Partial<Record<WitnessId, Find>>> = {
  'group-holds-test-user': { members: membership('testUserId', 'inside') },
  'control-user-outside': { members: membership('controlUserId', 'outside') },
  'test-user-without-role': {
    roles: by(
      (reads, { testUserId }, signal) => reads.rolesOf(testUserId, signal),
      (roles) => judgeRoles(roles.map((role) => role.displayName)),
    ),
    report: by(report('testUserId'), judgeAdminFlag),
  },
  'test-user-licensed': {
    licences: by((reads, { testUserId }, signal) => reads.premiumPlansOf(testUserId, signal), judgeLicence),
  },
  'sspr-on-for-test-user': scope('testUserId', 'on'),
  'sspr-off-for-control-user': scope('controlUserId', 'off'),
  'methods-registered': {
    methods: by(methods, (types, { register }) => judgeMethods(types, register)),
    report: sinceMark(
      (reads, subjects, _since, signal) => reads.registrationDetail(subjects.testUserId, signal),
      (detail, { register }, { at }) => judgeMethodsReported(detail, register, at),
    ),
    audit: sinceMark(audit(methodsService), (rows, { testUserId, register }, { at }) =>
      judgeRegistrationAudit(rows, testUserId, at, register),
    ),
  },
  'registration-audited': {
    audit: sinceMark(audit(methodsService), (rows, { testUserId, register }, { at }) =>
      judgeRegistrationAudit(rows, testUserId, at, register),
    ),
    events: sinceMark(events, (rows, { testUserId }, { at }) => judgeDoneEvent(rows, testUserId, at, 'registration')),
  },
  'registration-reported': {
    report: by(report('testUserId'), judgeRegistration),
    methods: by(methods, (types, { methodsRequired }) => judgeEnoughMethods(types, methodsRequired)),
  },
  'password-changed': {
    passwordTime: sinceMark(
      (reads, { testUserId }, _since, signal) => reads.passwordChangedAt(testUserId, signal),
      (changedAt, _subjects, mark) => judgePasswordChange(changedAt, mark.passwordChangedAt, mark.at),
    ),
    audit: sinceMark(audit(passwordService), (rows, { testUserId }, { at }) =>
      judgePasswordAudit(rows, testUserId, at),
    ),
  },
  'reset-audited': {
    audit: sinceMark(audit(passwordService), (rows, subjects, { at }) =>
      judgeResetAudit(rows, subjects.testUserId, at, subjects),
    ),
    events: sinceMark(events, (rows, { testUserId, methodsRequired }, { at }) =>
      judgeDoneEvent(rows, testUserId, at, 'reset', methodsRequired),
    ),
  },
  'signed-in-after-reset': {
    signIns: sinceMark(
      (reads, { testUserId }, since, signal) => reads.signInRows(testUserId, since, signal),
      (rows, _subjects, { at }) => judgeSignIn(rows, at),
    ),
    signInActivity: sinceMark(
      (reads, { testUserId }, _since, signal) => reads.lastSignInAt(testUserId, signal),
      (last, _subjects, { at }) => judgeLastSignIn(last, at),
    ),
  },
  'control-user-refused': {
    audit: sinceMark(audit(passwordService), (rows, { controlUserId }, { at }) =>
      judgeRefusal(rows, controlUserId, at),
    ),
    events: sinceMark(events, (rows, { controlUserId }, { at }) => judgeRefusedEvent(rows, controlUserId, at)),
  },
}

const isFurther = (question: Question): question is FurtherQuestion => question in furtherFindings

/** How one witness is asked for one claim; null for a pair that `witnessesOf` does not name. */
export function findOf(question: Question, witness: WitnessId): Find | null {
  // Each of the further questions has one witness alone.
  return isFurther(question) ? furtherFindings[question] : (findings[question][witness] ?? null)
}
