import type { Recording } from '../contract/recording.ts'
import { AppError } from '../domain/app-error.ts'
import type { FurtherQuestion } from '../domain/witnesses.ts'
import { judgeRoles } from '../domain/judge.ts'
import type { AuditRow } from '../domain/judge-audit.ts'
import type { Judgement } from '../domain/judgement.ts'
import {
  judgeAdministrator,
  judgeSamePerson,
  judgeStopped,
  judgeTakenAway,
  judgeWeakPassword,
} from '../domain/judge-negative.ts'
import type { Seen } from './ports.ts'
import type { WitnessReads } from './witness-reads.ts'

/** Asks Graph for claims about who acted, about tests that must not succeed, and about the clean-up. */

interface Ask {
  readonly subjects: Recording['subjects']
  readonly mark: { readonly at: string } | null
}
type Find = (
  graph: WitnessReads,
  ask: Ask,
  signal?: AbortSignal,
) => Promise<{ judgement: Judgement; seen: Seen<unknown> } | null>
type AuditJudge = (rows: readonly AuditRow[], userId: string, mark: string) => Judgement

const passwordService = 'Self-service Password Management'
const methodsService = 'Authentication Methods'

const byAudit =
  (subject: (subjects: Ask['subjects']) => string, judge: AuditJudge): Find =>
  async (reads, { subjects, mark }, signal) => {
    if (!mark) return null
    const seen = await reads.auditRows(passwordService, mark.at, signal)
    return { seen, judgement: judge(seen.value, subject(subjects), mark.at) }
  }

const testUser = ({ testUserId }: Ask['subjects']): string => testUserId

/** Recordings of before did not keep who was signed in. */
function operator({ operatorId }: Ask['subjects']): string {
  if (operatorId === undefined) throw AppError.of('not-found', 'recording.no-operator')
  return operatorId
}

const nobodyAsked: Find = () => Promise.resolve(null)

const takenAway: Find = async (reads, { subjects }, signal) => {
  const { made } = subjects
  if (made === undefined) throw AppError.of('not-found', 'recording.no-run')
  const left: string[] = []
  let last: Seen<unknown> | null = null
  for (const id of made.userIds) {
    const seen = await reads.findUser(id, signal)
    if (seen.value) left.push(seen.value.userPrincipalName)
    last = seen
  }
  for (const id of made.groupIds) {
    const seen = await reads.findGroup(id, signal)
    if (seen.value) left.push(seen.value.displayName)
    last = seen
  }
  if (last === null) throw AppError.of('not-found', 'recording.nothing-made')
  return { seen: last, judgement: judgeTakenAway(left, made.userIds.length + made.groupIds.length) }
}

export const furtherFindings = {
  'control-user-without-role': async (reads, { subjects }, signal) => {
    const seen = await reads.rolesOf(subjects.controlUserId, signal)
    return { seen, judgement: judgeRoles(seen.value.map((role) => role.displayName)) }
  },
  'same-person': async (reads, { subjects, mark }, signal) => {
    if (!mark) return null
    const registered = await reads.auditRows(methodsService, mark.at, signal)
    const seen = await reads.auditRows(passwordService, mark.at, signal)
    return { seen, judgement: judgeSamePerson([...registered.value, ...seen.value], subjects, mark.at) }
  },
  'administrator-refused': byAudit(operator, judgeAdministrator),
  'wrong-code-stopped': byAudit(testUser, judgeStopped),
  'wrong-code-seen': nobodyAsked,
  'expired-code-stopped': byAudit(testUser, judgeStopped),
  'expired-code-seen': nobodyAsked,
  'weak-password-refused': byAudit(testUser, judgeWeakPassword),
  'lab-taken-away': takenAway,
} as const satisfies Record<FurtherQuestion, Find>
