import type { ContactKind } from '../contract/lab.ts'
import type { Verdict } from '../contract/recording.ts'

/** What an answer means for a claim, and the words that go with it. No I/O, no clock. */
export interface Judgement {
  readonly verdict: Extract<Verdict, 'proven' | 'not-yet-seen' | 'contradicted'>
  readonly detail: string
  /** When the source itself was computed, if it says so. */
  readonly sourceAsOf?: string | null
}

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

export interface RegistrationDetail {
  readonly isSsprEnabled: boolean
  readonly isSsprRegistered: boolean
  readonly isSsprCapable: boolean
  readonly methodsRegistered: readonly string[]
  readonly computedAt: string | null
}

export interface SignInRow {
  readonly at: string
  readonly errorCode: number
}

const proven = (detail: string, sourceAsOf: string | null = null): Judgement => ({
  verdict: 'proven',
  detail,
  sourceAsOf,
})
const notYet = (detail: string, sourceAsOf: string | null = null): Judgement => ({
  verdict: 'not-yet-seen',
  detail,
  sourceAsOf,
})
const contradicted = (detail: string, sourceAsOf: string | null = null): Judgement => ({
  verdict: 'contradicted',
  detail,
  sourceAsOf,
})

/** Audit strings vary in case and in trailing blanks (graph-facts §8.5), so both are evened out. */
const same = (left: string, right: string): boolean => left.trim().toLowerCase() === right.trim().toLowerCase()

/** A time as people read it, to the second. */
const when = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`

export function judgeMembership(memberIds: readonly string[], userId: string, wanted: 'inside' | 'outside'): Judgement {
  const isMember = memberIds.includes(userId)
  const members = memberIds.length === 1 ? '1 member' : `${String(memberIds.length)} members`
  const detail = `the group has ${members}; this user ${isMember ? 'is' : 'is not'} among them`
  return isMember === (wanted === 'inside') ? proven(detail) : contradicted(detail)
}

export function judgeRoles(roleNames: readonly string[]): Judgement {
  return roleNames.length === 0
    ? proven('no active directory role')
    : contradicted(`holds ${roleNames.join(', ')}: administrators follow a policy of their own`)
}

/** `activePlans` are the names of provisioned service plans. */
export function judgeLicence(premiumPlans: readonly { name: string; status: string }[]): Judgement {
  const ready = premiumPlans.find((plan) => plan.status === 'Success')
  if (ready) return proven(`${ready.name}, provisioned`)
  const pending = premiumPlans[0]
  return pending
    ? notYet(`${pending.name} is ${pending.status}`)
    : contradicted('no service plan with Entra ID P1 or P2')
}

/** A missing row means "not computed yet", never "off" (graph-facts §8.2). */
export function judgeScope(detail: RegistrationDetail | null, wanted: 'on' | 'off'): Judgement {
  if (!detail) return notYet('the report has no row for this user yet')
  const text = `isSsprEnabled is ${String(detail.isSsprEnabled)}`
  if (detail.isSsprEnabled === (wanted === 'on')) return proven(text, detail.computedAt)
  // The report lags by hours: an "off" after the portal step is most often an old row.
  return wanted === 'on' ? notYet(text, detail.computedAt) : contradicted(text, detail.computedAt)
}

export function judgeRegistration(detail: RegistrationDetail | null): Judgement {
  if (!detail) return notYet('the report has no row for this user yet')
  const text = `isSsprRegistered is ${String(detail.isSsprRegistered)}, isSsprCapable is ${String(detail.isSsprCapable)}`
  return detail.isSsprRegistered && detail.isSsprCapable
    ? proven(text, detail.computedAt)
    : notYet(text, detail.computedAt)
}

const odataKinds: Record<ContactKind, readonly string[]> = {
  authenticatorCode: ['softwareOathAuthenticationMethod', 'microsoftAuthenticatorAuthenticationMethod'],
  phoneText: ['phoneAuthenticationMethod'],
  email: ['emailAuthenticationMethod'],
}
const kindWords: Record<ContactKind, string> = {
  authenticatorCode: 'authenticator app',
  phoneText: 'phone',
  email: 'e-mail',
}

/** `odataTypes` as `authentication/methods` gives them, such as `#microsoft.graph.phoneAuthenticationMethod`. */
export function judgeMethods(odataTypes: readonly string[], wanted: readonly ContactKind[]): Judgement {
  const names = odataTypes.map((type) => type.replace('#microsoft.graph.', ''))
  const missing = wanted.filter((kind) => !odataKinds[kind].some((name) => names.includes(name)))
  const others = names.filter((name) => name !== 'passwordAuthenticationMethod')
  return missing.length === 0
    ? proven(`holds ${others.join(', ')}`)
    : notYet(`not there yet: ${missing.map((kind) => kindWords[kind]).join(', ')}`)
}

export function judgePasswordChange(changedAt: string | null, before: string | null, mark: string): Judgement {
  if (changedAt === null) return notYet('lastPasswordChangeDateTime is empty')
  // The directory keeps whole seconds: a change in the very second of the mark counts, unless it is the one known before.
  const moved = changedAt !== before && Date.parse(changedAt) >= Math.floor(Date.parse(mark) / 1000) * 1000
  const text = `lastPasswordChangeDateTime ${when(changedAt)}, mark ${when(mark)}`
  return moved ? proven(text) : notYet(text)
}

const about = (rows: readonly AuditRow[], userId: string, mark: string): AuditRow[] =>
  rows.filter((row) => row.userIds.includes(userId) && Date.parse(row.at) >= Date.parse(mark))

export function judgeRegistrationAudit(
  rows: readonly AuditRow[],
  userId: string,
  mark: string,
  wanted: readonly ContactKind[],
): Judgement {
  const mine = about(rows, userId, mark).filter((row) => same(row.result, 'success'))
  const all = mine.find((row) => same(row.activity, 'User registered all required security info'))
  const single = mine.filter((row) => same(row.activity, 'User registered security info'))
  if (all) return proven(`“${all.activity}” at ${when(all.at)}`)
  const last = single.at(-1)
  if (last && single.length >= wanted.length)
    return proven(`${String(single.length)} × “${last.activity}”, last at ${when(last.at)}`)
  return notYet(
    single.length === 0
      ? 'no row of this user since the step began'
      : `${String(single.length)} of ${String(wanted.length)} seen`,
  )
}

export function judgeResetAudit(
  rows: readonly AuditRow[],
  userId: string,
  mark: string,
  methodsRequired: number,
): Judgement {
  const mine = about(rows, userId, mark)
  const final = mine.find((row) => same(row.activity, 'Reset password (self-service)') && same(row.result, 'success'))
  if (!final) {
    const byAdmin = mine.some((row) => same(row.activity, 'Reset password (by admin)'))
    return byAdmin
      ? contradicted('the audit log shows a reset by an administrator')
      : notYet('no self-service reset of this user since the step began')
  }
  const trail = mine.filter((row) => row.correlationId === final.correlationId)
  const gates = trail.filter((row) => /^user completed the .* verification option$/i.test(row.reason.trim()))
  const text = `${String(trail.length)} rows of one correlation id, ${String(gates.length)} verified, reset at ${when(final.at)}`
  // The step rows may arrive after the final one: a final row alone is not yet the whole proof.
  return gates.length >= methodsRequired ? proven(text) : notYet(`final row seen, step rows still missing (${text})`)
}

export function judgeSignIn(rows: readonly SignInRow[], mark: string): Judgement {
  const later = rows.filter((row) => Date.parse(row.at) >= Date.parse(mark))
  const good = later.find((row) => row.errorCode === 0)
  if (good) return proven(`successful sign-in at ${when(good.at)}`)
  const failed = later.length
  return notYet(failed === 0 ? 'no sign-in since the step began' : `${String(failed)} sign-ins since, none successful`)
}

export function judgeRefusal(rows: readonly AuditRow[], userId: string, mark: string): Judgement {
  const mine = about(rows, userId, mark)
  const done = mine.find((row) => same(row.activity, 'Reset password (self-service)') && same(row.result, 'success'))
  if (done) return contradicted(`the control user reset the password at ${when(done.at)}`)
  const refusal = mine.find((row) => same(row.reason, 'Password reset is not enabled for this user'))
  return refusal
    ? proven(`“${refusal.reason.trim()}” at ${when(refusal.at)}`)
    : notYet('no refusal of this user since the step began')
}
