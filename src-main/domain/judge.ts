import type { ContactKind } from '../contract/lab.ts'
import { contradicted, decidedBy, type Judgement, notYet, proven, same, when } from './judgement.ts'

export interface RegistrationDetail {
  readonly isSsprEnabled: boolean
  readonly isSsprRegistered: boolean
  readonly isSsprCapable: boolean
  /** Absent where the report does not say. */
  readonly isAdmin?: boolean
  readonly methodsRegistered: readonly string[]
  readonly computedAt: string | null
}

export interface SignInRow {
  readonly at: string
  readonly errorCode: number
}

export function judgeMembership(memberIds: readonly string[], userId: string, wanted: 'inside' | 'outside'): Judgement {
  const isMember = memberIds.includes(userId)
  const detail = membershipWords(String(memberIds.length), isMember)
  return isMember === (wanted === 'inside') ? proven(detail) : contradicted(detail)
}

function membershipWords(count: string, isMember: boolean): string {
  if (count === '1') {
    return isMember
      ? 'the group has 1 member; this user is among them'
      : 'the group has 1 member; this user is not among them'
  }
  return isMember
    ? `the group has ${count} members; this user is among them`
    : `the group has ${count} members; this user is not among them`
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
    ? notYet(pendingWords(pending.name, pending.status))
    : contradicted('no service plan with Entra ID P1 or P2')
}

/** The two plans there are by their names: `is` alone is too little to be read back in another language. */
function pendingWords(name: string, status: string): string {
  if (name === 'AAD_PREMIUM') return `AAD_PREMIUM is ${status}`
  return name === 'AAD_PREMIUM_P2' ? `AAD_PREMIUM_P2 is ${status}` : `${name} is ${status}`
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

/** Stands in for the roles where they cannot be read. */
export function judgeAdminFlag(detail: RegistrationDetail | null): Judgement {
  if (detail?.isAdmin === undefined) return notYet('the report does not say yet whether this user is an administrator')
  const text = `isAdmin is ${String(detail.isAdmin)}`
  return detail.isAdmin ? contradicted(text, detail.computedAt) : proven(text, detail.computedAt)
}

/** Each kind by the names of `authentication/methods`, and of `methodsRegistered` in the report (graph-facts §8.2, §8.4). */
const namesOf: Record<ContactKind, readonly string[]> = {
  authenticatorCode: [
    'softwareOathAuthenticationMethod',
    'microsoftAuthenticatorAuthenticationMethod',
    'softwareOneTimePasscode',
    'microsoftAuthenticatorPush',
  ],
  phoneText: ['phoneAuthenticationMethod', 'mobilePhone'],
  email: ['emailAuthenticationMethod', 'email'],
}
const kindWords: Record<ContactKind, string> = {
  authenticatorCode: 'authenticator app',
  phoneText: 'phone',
  email: 'e-mail',
}

const isKind = (name: string, kind: ContactKind): boolean => namesOf[kind].some((known) => same(known, name))

function judgeNames(names: readonly string[], wanted: readonly ContactKind[], asOf: string | null): Judgement {
  const missing = wanted.filter((kind) => !names.some((name) => isKind(name, kind)))
  return missing.length === 0
    ? proven(`holds ${names.join(', ')}`, asOf)
    : notYet(`not there yet: ${missing.map((kind) => kindWords[kind]).join(', ')}`, asOf)
}

/** `odataTypes` as `authentication/methods` gives them, such as `#microsoft.graph.phoneAuthenticationMethod`. */
function methodNames(odataTypes: readonly string[]): string[] {
  const names = odataTypes.map((type) => type.replace('#microsoft.graph.', ''))
  return names.filter((name) => name !== 'passwordAuthenticationMethod')
}

export const judgeMethods = (odataTypes: readonly string[], wanted: readonly ContactKind[]): Judgement =>
  judgeNames(methodNames(odataTypes), wanted, null)

/** Stands in for the methods where they cannot be read. A row from before the mark tells of an earlier registration. */
export function judgeMethodsReported(
  detail: RegistrationDetail | null,
  wanted: readonly ContactKind[],
  mark: string,
): Judgement {
  if (!detail) return notYet('the report has no row for this user yet')
  const { computedAt, methodsRegistered } = detail
  if (computedAt === null || Date.parse(computedAt) < Date.parse(mark)) {
    return notYet('the report was computed before the step began', computedAt)
  }
  return judgeNames(methodsRegistered, wanted, computedAt)
}

/** Stands in for the report where it cannot be read: counts the kinds that serve a reset, all apps as one (§8.4). */
export function judgeEnoughMethods(odataTypes: readonly string[], methodsRequired: number): Judgement {
  const names = methodNames(odataTypes)
  const kinds = (Object.keys(namesOf) as ContactKind[]).filter((kind) => names.some((name) => isKind(name, kind)))
  const text = `${String(kinds.length)} of ${String(methodsRequired)} kinds of methods registered; the report would say it officially`
  return kinds.length >= methodsRequired ? proven(text) : notYet(text)
}

export function judgePasswordChange(changedAt: string | null, before: string | null, mark: string): Judgement {
  if (changedAt === null) return notYet('lastPasswordChangeDateTime is empty')
  // The directory keeps whole seconds: a change in the very second of the mark counts, unless it is the one known before.
  const moved = changedAt !== before && Date.parse(changedAt) >= Math.floor(Date.parse(mark) / 1000) * 1000
  const text = `lastPasswordChangeDateTime ${when(changedAt)}, mark ${when(mark)}`
  return moved ? proven(text) : notYet(text)
}

export function judgeSignIn(rows: readonly SignInRow[], mark: string): Judgement {
  const later = rows.filter((row) => Date.parse(row.at) >= Date.parse(mark))
  const good = later.find((row) => row.errorCode === 0)
  if (good) return decidedBy(good, proven(`successful sign-in at ${when(good.at)}`))
  const failed = later.length
  return notYet(failed === 0 ? 'no sign-in since the step began' : `${String(failed)} sign-ins since, none successful`)
}

/** Stands in for the log of sign-ins. `at` is `lastSuccessfulSignInDateTime`. */
export function judgeLastSignIn(at: string | null, mark: string): Judgement {
  if (at === null) return notYet('no successful sign-in is known')
  const text = `last successful sign-in ${when(at)}, mark ${when(mark)}`
  return Date.parse(at) >= Date.parse(mark) ? proven(text) : notYet(text)
}
