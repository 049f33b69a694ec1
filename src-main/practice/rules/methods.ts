import type { Method, MethodConfiguration, PracticeState, User } from '../state/model.ts'
import { dayMs } from '../time.ts'
import { isAdministrator, isIn } from './directory.ts'

/** What can prove a person on the reset page. Authenticator apps count together, and so do all texts to one phone. */
export const gateKinds = ['authenticatorCode', 'phoneText', 'email'] as const
export type GateKind = (typeof gateKinds)[number]

/** One way to pass a gate: the app passes its gate by a code or by an approved prompt, never two gates by both. */
export type Proof = GateKind | 'authenticatorPush'

export const gateOf = (proof: Proof): GateKind => (proof === 'authenticatorPush' ? 'authenticatorCode' : proof)

/** A method that lives in an authenticator app. */
export type AppMethod = Extract<Method, { secret: string }>

export const isApp = (method: Method): method is AppMethod => 'secret' in method

const kindOf = (method: Method): GateKind | null => {
  switch (method.type) {
    case 'microsoftAuthenticator':
    case 'softwareOath':
      return 'authenticatorCode'
    case 'email':
      return 'email'
    case 'phone':
      return method.phoneType === 'office' ? null : 'phoneText'
  }
}

export const configurationOf = (state: PracticeState, id: string): MethodConfiguration | undefined =>
  state.methodConfigurations.find((configuration) => configuration.id.toLowerCase() === id.toLowerCase())

const isTarget = (state: PracticeState, user: User, id: string): boolean => id === 'all_users' || isIn(state, user, id)

/** Whether the authentication methods policy lets this user use the method: switched on, included, not excluded. */
export function mayUse(state: PracticeState, user: User, methodId: string): boolean {
  const configuration = configurationOf(state, methodId)
  if (configuration?.state !== 'enabled') return false
  const included = configuration.includeTargets.some((target) => isTarget(state, user, target.id))
  const excluded = configuration.excludeTargets.some((target) => isTarget(state, user, target.id))
  return included && !excluded
}

/** The codes of Microsoft Authenticator can be switched off apart from its prompts (`isSoftwareOathEnabled`). */
export const mayUseAuthenticatorCodes = (state: PracticeState, user: User): boolean =>
  mayUse(state, user, 'MicrosoftAuthenticator') &&
  configurationOf(state, 'MicrosoftAuthenticator')?.['isSoftwareOathEnabled'] !== false

/** Prompts need the mode `any` or `push`; `deviceBasedPush` is passwordless sign-in alone. */
export const mayUseAuthenticatorPrompts = (state: PracticeState, user: User): boolean =>
  mayUse(state, user, 'MicrosoftAuthenticator') &&
  (configurationOf(state, 'MicrosoftAuthenticator')?.includeTargets ?? []).some(
    (target) => isTarget(state, user, target.id) && target['authenticationMode'] !== 'deviceBasedPush',
  )

/**
 * Whether Microsoft Authenticator can pass a gate of this user: by its codes always, by its prompts only where two
 * gates are required (entra-docs: authentication/concept-sspr-howitworks.md).
 */
export const doesAuthenticatorCount = (state: PracticeState, user: User, required: 1 | 2): boolean =>
  mayUseAuthenticatorCodes(state, user) || (required === 2 && mayUseAuthenticatorPrompts(state, user))

function isMethodAllowed(state: PracticeState, user: User, method: Method, required: 1 | 2): boolean {
  switch (method.type) {
    case 'microsoftAuthenticator':
      return doesAuthenticatorCount(state, user, required)
    case 'softwareOath':
      return mayUse(state, user, 'SoftwareOath')
    case 'email':
      return mayUse(state, user, 'Email')
    case 'phone':
      return mayUse(state, user, 'Sms')
  }
}

export interface GatePolicy {
  required: 1 | 2
  kinds: readonly GateKind[]
  /** Administrators follow their own policy, whatever the methods policy says. */
  administrator: boolean
}

/**
 * Administrators: two gates, except while the subscription is a trial younger than 30 days or no custom domain is
 * verified; then one e-mail or phone is enough (entra-docs: authentication/concept-sspr-policy.md).
 */
export function gatePolicyOf(state: PracticeState, user: User, now: number): GatePolicy {
  if (!isAdministrator(user)) {
    const required = state.sspr.numberOfAuthenticationMethodsRequired
    return { required, kinds: gateKinds, administrator: false }
  }
  const youngTrial = state.subscriptions.some(({ isTrial, createdAt }) => isTrial && now - createdAt < 30 * dayMs)
  const onlyInitialDomain = state.tenant.domain.endsWith('.onmicrosoft.com')
  return youngTrial || onlyInitialDomain
    ? { required: 1, kinds: ['email', 'phoneText'], administrator: true }
    : { required: 2, kinds: gateKinds, administrator: true }
}

/** Methods that are both registered and usable for a reset, in the order people see them. */
export function usableMethods(state: PracticeState, user: User, now: number): Method[] {
  const policy = gatePolicyOf(state, user, now)
  return user.methods.filter((method) => {
    const kind = kindOf(method)
    return (
      kind !== null &&
      policy.kinds.includes(kind) &&
      (policy.administrator || isMethodAllowed(state, user, method, policy.required))
    )
  })
}

/** The distinct gates this user could pass today. */
export function registeredGates(state: PracticeState, user: User, now: number): GateKind[] {
  const kinds = new Set(usableMethods(state, user, now).map(kindOf))
  return gateKinds.filter((kind) => kinds.has(kind))
}

/** Apps of this user that can pass a gate by their codes. */
export function codeApps(state: PracticeState, user: User, now: number): AppMethod[] {
  const anyApp = gatePolicyOf(state, user, now).administrator || mayUseAuthenticatorCodes(state, user)
  return usableMethods(state, user, now)
    .filter(isApp)
    .filter((method) => method.type === 'softwareOath' || anyApp)
}

/** Whether a reset may be proven by approving a prompt: two gates, and Microsoft Authenticator with prompts allowed. */
function canApprove(state: PracticeState, user: User, now: number): boolean {
  const { required, administrator } = gatePolicyOf(state, user, now)
  const hasApp = usableMethods(state, user, now).some((method) => method.type === 'microsoftAuthenticator')
  return required === 2 && hasApp && (administrator || mayUseAuthenticatorPrompts(state, user))
}

/** Every way this user could prove a reset today, gate by gate. */
export function usableProofs(state: PracticeState, user: User, now: number): Proof[] {
  const appProofs: Proof[] = []
  if (canApprove(state, user, now)) appProofs.push('authenticatorPush')
  if (codeApps(state, user, now).length > 0) appProofs.push('authenticatorCode')
  return registeredGates(state, user, now).flatMap((kind) => (kind === 'authenticatorCode' ? appProofs : [kind]))
}

export const hasEnoughGates = (state: PracticeState, user: User, now: number): boolean =>
  registeredGates(state, user, now).length >= gatePolicyOf(state, user, now).required

export type RegistrationChoice = 'authenticator' | 'otherAuthenticator' | 'phone' | 'email'

/** What the security-info page offers this user; what is registered already once and can be only once is left out. */
export function registrationChoices(state: PracticeState, user: User): RegistrationChoice[] {
  const has = (test: (method: Method) => boolean): boolean => user.methods.some(test)
  const choices: RegistrationChoice[] = []
  if (mayUseAuthenticatorCodes(state, user) || mayUseAuthenticatorPrompts(state, user)) choices.push('authenticator')
  if (mayUse(state, user, 'SoftwareOath')) choices.push('otherAuthenticator')
  if (mayUse(state, user, 'Sms') && !has((method) => method.type === 'phone')) choices.push('phone')
  if (mayUse(state, user, 'Email') && !has((method) => method.type === 'email')) choices.push('email')
  return choices
}
