import type { ContactKind } from '../contract/lab.ts'
import { contradicted, decidedBy, type Judgement, notYet, proven, same, when } from './judgement.ts'

/** One row of `auditLogs/directoryAudits`, as far as a claim needs it. */
export interface AuditRow {
  readonly at: string
  readonly activity: string
  readonly service: string
  readonly result: string
  readonly reason: string
  readonly correlationId: string
  readonly userIds: readonly string[]
}

/** Rows of this user since the mark, the oldest first. */
export const about = (rows: readonly AuditRow[], userId: string, mark: string): AuditRow[] =>
  rows
    .filter((row) => row.userIds.some((id) => same(id, userId)) && Date.parse(row.at) >= Date.parse(mark))
    .sort((left, right) => Date.parse(left.at) - Date.parse(right.at))

/** Names of activities as the log keeps them (graph-facts §8.5). */
const selfReset = 'Reset password (self-service)'
const adminReset = 'Reset password (by admin)'
const flowProgress = 'Self-service password reset flow activity progress'

const isDone = (row: AuditRow, activity: string): boolean => same(row.activity, activity) && same(row.result, 'success')
const quote = (row: AuditRow): string => `“${row.reason.trim()}” at ${when(row.at)}`

/** What a step of the reset pages was about, such as `mobile app code`; null for every other row. */
function verifiedBy(row: AuditRow): string | null {
  return /^user completed the (.+) verification option$/i.exec(row.reason.trim())?.[1]?.trim().toLowerCase() ?? null
}

/** Combined registration, and what the registration of before wrote. */
const wholeRegistration = [
  'User registered all required security info',
  'Security info saved for self-service password reset',
  'User registered for self-service password reset',
]
const isWholeRegistration = ({ activity }: AuditRow): boolean => wholeRegistration.some((each) => same(activity, each))
const isOneRegistration = ({ activity }: AuditRow): boolean => same(activity, 'User registered security info')

/** A row of a registration that succeeded, of one method or of all. */
export const isRegistration = (row: AuditRow): boolean =>
  same(row.result, 'success') && (isWholeRegistration(row) || isOneRegistration(row))

export function judgeRegistrationAudit(
  rows: readonly AuditRow[],
  userId: string,
  mark: string,
  wanted: readonly ContactKind[],
): Judgement {
  const mine = about(rows, userId, mark).filter(isRegistration)
  const all = mine.find(isWholeRegistration)
  const single = mine.filter(isOneRegistration)
  if (all) return decidedBy(all, proven(`“${all.activity.trim()}” at ${when(all.at)}`))
  const last = single.at(-1)
  if (last && single.length >= wanted.length)
    return decidedBy(last, proven(`${String(single.length)} × “${last.activity.trim()}”, last at ${when(last.at)}`))
  return notYet(
    single.length === 0
      ? 'no row of this user since the step began'
      : `${String(single.length)} of ${String(wanted.length)} seen`,
  )
}

/** How a reset must be verified: by so many methods; of which kinds, where that is known. */
export interface Gates {
  readonly methodsRequired: number
  readonly resetWith?: readonly ContactKind[] | undefined
}

/** The kinds of methods and the number of gates are read from the rows of the flow: one of each kind, once. */
export function judgeResetAudit(rows: readonly AuditRow[], userId: string, mark: string, wanted: Gates): Judgement {
  const mine = about(rows, userId, mark)
  const finals = mine.filter((row) => isDone(row, selfReset))
  const [first] = finals
  if (!first) {
    const byAdmin = mine.find((row) => isDone(row, adminReset))
    if (byAdmin) {
      return decidedBy(byAdmin, contradicted(`the audit log shows a reset by an administrator at ${when(byAdmin.at)}`))
    }
    const last = lastProgress(mine)
    return notYet(
      last === null
        ? 'no self-service reset of this user since the step began'
        : `no self-service reset of this user since the step began; last: ${last}`,
    )
  }
  const judgements = finals.map((final) => judgeTrail(mine, final, wanted))
  return judgements.find(({ verdict }) => verdict === 'proven') ?? judgeTrail(mine, first, wanted)
}

function judgeTrail(mine: readonly AuditRow[], final: AuditRow, { methodsRequired, resetWith = [] }: Gates): Judgement {
  const trail = mine.filter((row) => same(row.correlationId, final.correlationId))
  const gates = [...new Set(trail.flatMap((row) => verifiedBy(row) ?? []))]
  const verified = gates.length === 0 ? 'no method' : gates.join(' and ')
  const text = `${String(trail.length)} rows of one correlation id, verified by ${verified}, reset at ${when(final.at)}`
  // The step rows may arrive after the final one: a final row alone is not yet the whole proof.
  if (gates.length < methodsRequired) {
    return notYet(
      `final row seen, ${String(gates.length)} of ${String(methodsRequired)} verified methods seen yet (${text})`,
    )
  }
  if (gates.length > methodsRequired) {
    const asked = String(methodsRequired)
    const why = `${text}: the lab asks for ${asked}, so another number is set in the portal`
    return decidedBy(final, contradicted(why))
  }
  const missing = resetWith.filter((kind) => !gates.some((gate) => gateNames[kind].includes(gate)))
  // A name nobody has documented may be that of a kind which is missing.
  return decidedBy(
    final,
    missing.length > 0 && gates.every(isKnownGate)
      ? contradicted(`${text}: the lab asks for ${missing.map((kind) => gateNames[kind][0]).join(' and ')}`)
      : proven(text),
  )
}

/** What the rows of the flow call each kind (graph-facts §8.5). */
const gateNames: Record<ContactKind, readonly [string, ...string[]]> = {
  authenticatorCode: ['mobile app code', 'mobile app notification'],
  phoneText: ['mobile sms'],
  email: ['email'],
}
const furtherGates = ['mobile voice call', 'security questions']
const isKnownGate = (gate: string): boolean => [...Object.values(gateNames).flat(), ...furtherGates].includes(gate)

/** Where the flow stands by its last row, in the log's own words; null before its first. */
function lastProgress(rows: readonly AuditRow[]): string | null {
  const last = rows.findLast((row) => same(row.activity, flowProgress) && row.reason.trim() !== '')
  return last ? quote(last) : null
}

/** Stands in for the time of the password where that cannot be read. */
export function judgePasswordAudit(rows: readonly AuditRow[], userId: string, mark: string): Judgement {
  const changes = [selfReset, adminReset, 'Change password (self-service)']
  const row = about(rows, userId, mark).find((each) => changes.some((activity) => isDone(each, activity)))
  return row
    ? decidedBy(row, proven(`“${row.activity.trim()}” at ${when(row.at)}`))
    : notYet('no row of a new password since the step began')
}

const refusalReason = 'Password reset is not enabled for this user'
const isRefusal = (row: AuditRow): boolean => same(row.reason, refusalReason)

/** Whoever the pages let past the user name is in the scope; who is told that it is not enabled is not. */
export function judgeScopeAudit(
  rows: readonly AuditRow[],
  userId: string,
  mark: string,
  wanted: 'on' | 'off',
): Judgement {
  const isLetIn = (row: AuditRow): boolean =>
    isDone(row, selfReset) || same(row.reason, 'User was presented with verification options')
  // The last one counts: the setting may have been changed in between.
  const last = about(rows, userId, mark).findLast((row) => isRefusal(row) || isLetIn(row))
  if (!last) return notYet('no attempt of this user since the step began')
  return decidedBy(last, isRefusal(last) === (wanted === 'off') ? proven(quote(last)) : contradicted(quote(last)))
}

export function judgeRefusal(rows: readonly AuditRow[], userId: string, mark: string): Judgement {
  const mine = about(rows, userId, mark)
  const done = mine.find((row) => isDone(row, selfReset))
  if (done) return decidedBy(done, contradicted(`the control user reset the password at ${when(done.at)}`))
  const refusal = mine.find(isRefusal)
  if (refusal) return decidedBy(refusal, proven(quote(refusal)))
  const last = lastProgress(mine)
  return notYet(
    last === null
      ? 'no refusal of this user since the step began'
      : `no refusal of this user since the step began; last: ${last}`,
  )
}
