import type { Recording, WitnessReport } from '../contract/recording.ts'
import { failureText } from '../contract/failure-text.ts'
import { AppError, toFailure } from '../domain/app-error.ts'
import { type Question, waitingReport, witnessOf } from '../domain/checklist.ts'
import {
  type Judgement,
  judgeLicence,
  judgeMembership,
  judgeMethods,
  judgePasswordChange,
  judgeRefusal,
  judgeRegistration,
  judgeRegistrationAudit,
  judgeResetAudit,
  judgeRoles,
  judgeScope,
  judgeSignIn,
} from '../domain/judge.ts'
import type { GraphPort, Seen } from './ports.ts'

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

/** `loggedByService` names as the directory audit stores them (E:docs/identity/monitoring-health/reference-audit-activities.md). */
const passwordService = 'Self-service Password Management'
const methodsService = 'Authentication Methods'

/** A judgement, and the answer of the service it was made from. */
interface Finding {
  readonly judgement: Judgement
  readonly seen: Seen<unknown>
}

/**
 * Asks one witness once. What could not be asked (role, scope, network) comes back as `could-not-check` with the why,
 * never as a failure of the claim. Only a cancelled call rejects.
 */
export async function askWitness(
  graph: GraphPort,
  ask: WitnessQuestion,
  signal?: AbortSignal,
): Promise<{ report: WitnessReport; date: string | null }> {
  const { question } = ask
  const finding = findings[question]
  try {
    const found = await finding(graph, ask, signal)
    if (found === null) return { report: waitingReport(question), date: null }
    const { judgement, seen } = found
    const report: WitnessReport = {
      witness: witnessOf[question],
      verdict: judgement.verdict,
      detail: judgement.detail,
      lookedAt: seen.date,
      sourceAsOf: judgement.sourceAsOf ?? null,
      nextLookAt: null,
      requestId: seen.requestId,
    }
    return { report, date: seen.date }
  } catch (error) {
    const failure = toFailure(error)
    if (failure.kind === 'cancelled') throw error
    if (failure.kind === 'bug') throw AppError.of('bug', 'witness.unexpected', { cause: error })
    const report: WitnessReport = {
      ...waitingReport(question),
      verdict: 'could-not-check',
      detail: failureText(failure),
      requestId: failure.requestId ?? null,
    }
    return { report, date: null }
  }
}

type Find = (graph: GraphPort, ask: WitnessQuestion, signal?: AbortSignal) => Promise<Finding | null>

async function membership(graph: GraphPort, ask: WitnessQuestion, wanted: 'inside' | 'outside', signal?: AbortSignal) {
  const { groupId, testUserId, controlUserId } = ask.subjects
  if (groupId === null) return null
  const seen = await graph.memberIds(groupId, signal)
  const userId = wanted === 'inside' ? testUserId : controlUserId
  return { seen, judgement: judgeMembership(seen.value, userId, wanted) }
}

async function scope(graph: GraphPort, userId: string, wanted: 'on' | 'off', signal?: AbortSignal) {
  const seen = await graph.registrationDetail(userId, signal)
  return { seen, judgement: judgeScope(seen.value, wanted) }
}

const findings: Record<Question, Find> = {
  'group-holds-test-user': (graph, ask, signal) => membership(graph, ask, 'inside', signal),
  'control-user-outside': (graph, ask, signal) => membership(graph, ask, 'outside', signal),
  'test-user-without-role': async (graph, { subjects }, signal) => {
    const seen = await graph.rolesOf(subjects.testUserId, signal)
    return { seen, judgement: judgeRoles(seen.value.map((role) => role.displayName)) }
  },
  'test-user-licensed': async (graph, { subjects }, signal) => {
    const seen = await graph.premiumPlansOf(subjects.testUserId, signal)
    return { seen, judgement: judgeLicence(seen.value) }
  },
  'sspr-on-for-test-user': (graph, { subjects }, signal) => scope(graph, subjects.testUserId, 'on', signal),
  'sspr-off-for-control-user': (graph, { subjects }, signal) => scope(graph, subjects.controlUserId, 'off', signal),
  'methods-registered': async (graph, { subjects }, signal) => {
    const seen = await graph.methodTypes(subjects.testUserId, signal)
    return { seen, judgement: judgeMethods(seen.value, subjects.register) }
  },
  'registration-audited': async (graph, { subjects, mark }, signal) => {
    if (!mark) return null
    const seen = await graph.auditRows(methodsService, mark.at, signal)
    return { seen, judgement: judgeRegistrationAudit(seen.value, subjects.testUserId, mark.at, subjects.register) }
  },
  'registration-reported': async (graph, { subjects }, signal) => {
    const seen = await graph.registrationDetail(subjects.testUserId, signal)
    return { seen, judgement: judgeRegistration(seen.value) }
  },
  'password-changed': async (graph, { subjects, mark }, signal) => {
    if (!mark) return null
    const seen = await graph.passwordChangedAt(subjects.testUserId, signal)
    return { seen, judgement: judgePasswordChange(seen.value, mark.passwordChangedAt, mark.at) }
  },
  'reset-audited': async (graph, { subjects, mark }, signal) => {
    if (!mark) return null
    const seen = await graph.auditRows(passwordService, mark.at, signal)
    return { seen, judgement: judgeResetAudit(seen.value, subjects.testUserId, mark.at, subjects.methodsRequired) }
  },
  'signed-in-after-reset': async (graph, { subjects, mark }, signal) => {
    if (!mark) return null
    const seen = await graph.signInRows(subjects.testUserId, mark.at, signal)
    return { seen, judgement: judgeSignIn(seen.value, mark.at) }
  },
  'control-user-refused': async (graph, { subjects, mark }, signal) => {
    if (!mark) return null
    const seen = await graph.auditRows(passwordService, mark.at, signal)
    return { seen, judgement: judgeRefusal(seen.value, subjects.controlUserId, mark.at) }
  },
}
