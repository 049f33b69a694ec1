import { premiumPlanIds, productOf } from '../state/catalogue.ts'
import type { Method, MethodConfiguration, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { dayMs } from '../time.ts'
import { isAdministrator, isIn } from './directory.ts'

/** What can prove a person on the reset page; each counts once (graph-facts 8.4). Authenticator apps count together. */
export const gateKinds = ['authenticatorApp', 'mobilePhone', 'alternateMobilePhone', 'officePhone', 'email'] as const
export type GateKind = (typeof gateKinds)[number]

/** The gate each way of proving passes: a phone passes one gate by a text or by a call, never two by both. */
const gates = {
  authenticatorPush: 'authenticatorApp',
  authenticatorCode: 'authenticatorApp',
  mobileText: 'mobilePhone',
  mobileCall: 'mobilePhone',
  alternateText: 'alternateMobilePhone',
  alternateCall: 'alternateMobilePhone',
  officeCall: 'officePhone',
  email: 'email',
} as const satisfies Record<string, GateKind>

/** One way to pass a gate. */
export type Proof = keyof typeof gates
const proofs = Object.keys(gates) as Proof[]

export const gateOf = (proof: Proof): GateKind => gates[proof]

/** A method that lives in an authenticator app. */
export type AppMethod = Extract<Method, { secret: string }>
export type PhoneMethod = Extract<Method, { type: 'phone' }>
export type PhoneType = PhoneMethod['phoneType']

export const isApp = (method: Method): method is AppMethod => 'secret' in method

const phoneKinds: Record<PhoneType, GateKind> = {
  mobile: 'mobilePhone',
  alternateMobile: 'alternateMobilePhone',
  office: 'officePhone',
}

const kindOf = (method: Method): GateKind | null => {
  switch (method.type) {
    case 'temporaryAccessPass':
      return null
    case 'microsoftAuthenticator':
    case 'softwareOath':
      return 'authenticatorApp'
    case 'email':
      return 'email'
    case 'phone':
      return phoneKinds[method.phoneType]
  }
}

/** How a phone is used: the kind of phone, and whether it is called or texted. */
export const phoneProofs = {
  mobileText: { phoneType: 'mobile', by: 'text' },
  mobileCall: { phoneType: 'mobile', by: 'call' },
  alternateText: { phoneType: 'alternateMobile', by: 'text' },
  alternateCall: { phoneType: 'alternateMobile', by: 'call' },
  officeCall: { phoneType: 'office', by: 'call' },
} as const satisfies Partial<Record<Proof, { phoneType: PhoneType; by: 'text' | 'call' }>>
export type PhoneProof = keyof typeof phoneProofs

export const isPhoneProof = (proof: Proof | null): proof is PhoneProof => proof !== null && proof in phoneProofs

const named = (configurations: readonly MethodConfiguration[], id: string): MethodConfiguration | undefined =>
  configurations.find((configuration) => configuration.id.toLowerCase() === id.toLowerCase())

/** A method's settings as they were saved last; what people meet may be older. */
export const configurationOf = (state: PracticeState, id: string): MethodConfiguration | undefined =>
  named(state.methodConfigurations, id)

const inForce = (state: PracticeState, id: string): MethodConfiguration | undefined =>
  named(state.inForce.methodConfigurations, id)

const isTarget = (state: PracticeState, user: User, id: string): boolean => id === 'all_users' || isIn(state, user, id)

/** What the older lists know, and which of it they allow everybody: a mobile phone and e-mail, as in a tenant that never chose. */
const olderLists: Readonly<Partial<Record<string, boolean>>> = {
  Sms: true,
  Voice: true,
  Email: true,
  MicrosoftAuthenticator: false,
  SoftwareOath: false,
}

/**
 * Whether this user may use the method. The authentication methods policy alone decides once the migration is complete;
 * before it the older lists decide on what they know, and while it is under way either is enough (graph-facts 5.4).
 */
export function mayUse(state: PracticeState, user: User, methodId: string): boolean {
  const older = olderLists[methodId]
  const { policyMigrationState: migration } = state.switches
  if (older !== undefined && migration === 'preMigration') return older
  return (older === true && migration === 'migrationInProgress') || doesPolicyAllow(state, user, methodId)
}

/** Switched on, included, not excluded. */
function doesPolicyAllow(state: PracticeState, user: User, methodId: string): boolean {
  const configuration = inForce(state, methodId)
  if (configuration?.state !== 'enabled') return false
  const included = configuration.includeTargets.some((target) => isTarget(state, user, target.id))
  const excluded = configuration.excludeTargets.some((target) => isTarget(state, user, target.id))
  return included && !excluded
}

/** The codes of Microsoft Authenticator can be switched off apart from its prompts (`isSoftwareOathEnabled`). */
export const mayUseAuthenticatorCodes = (state: PracticeState, user: User): boolean =>
  mayUse(state, user, 'MicrosoftAuthenticator') &&
  inForce(state, 'MicrosoftAuthenticator')?.['isSoftwareOathEnabled'] !== false

/** Prompts need the mode `any` or `push`; `deviceBasedPush` is passwordless sign-in alone. */
export const mayUseAuthenticatorPrompts = (state: PracticeState, user: User): boolean =>
  mayUse(state, user, 'MicrosoftAuthenticator') &&
  (inForce(state, 'MicrosoftAuthenticator')?.includeTargets ?? []).some(
    (target) => isTarget(state, user, target.id) && target['authenticationMode'] !== 'deviceBasedPush',
  )

/**
 * Whether Microsoft Authenticator can pass a gate of this user: by its codes always, by its prompts only where two
 * gates are required (entra-docs: authentication/concept-sspr-howitworks.md).
 */
export const doesAuthenticatorCount = (state: PracticeState, user: User, required: 1 | 2): boolean =>
  mayUseAuthenticatorCodes(state, user) || (required === 2 && mayUseAuthenticatorPrompts(state, user))

/** Tenants on a trial or without a premium subscription make no calls (graph-facts 12.2). */
export const canTenantCall = (state: PracticeState, now: number): boolean =>
  state.subscriptions.some(
    ({ isTrial, endsAt, skuId }) =>
      !isTrial && (endsAt === null || endsAt > now) && productOf(skuId)?.plans.some(isPremiumPlan) === true,
  )

const isPremiumPlan = ({ servicePlanId }: { servicePlanId: string }): boolean =>
  servicePlanId === premiumPlanIds.p1 || servicePlanId === premiumPlanIds.p2

/** Text messages reach mobile phones only. */
export const mayText = (state: PracticeState, user: User, phoneType: PhoneType): boolean =>
  phoneType !== 'office' && mayUse(state, user, 'Sms')

/** Calls need the Voice method, and for an office phone `isOfficePhoneAllowed`, in a tenant that makes calls. */
export const mayCall = (state: PracticeState, user: User, phoneType: PhoneType, now: number): boolean =>
  canTenantCall(state, now) &&
  mayUse(state, user, 'Voice') &&
  (phoneType !== 'office' || inForce(state, 'Voice')?.['isOfficePhoneAllowed'] === true)

function isMethodAllowed(state: PracticeState, user: User, method: Method, required: 1 | 2): boolean {
  switch (method.type) {
    case 'microsoftAuthenticator':
      return doesAuthenticatorCount(state, user, required)
    case 'softwareOath':
      return mayUse(state, user, 'SoftwareOath')
    case 'email':
      return mayUse(state, user, 'Email')
    case 'phone':
    case 'temporaryAccessPass':
      return false
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
    const required = state.inForce.sspr.numberOfAuthenticationMethodsRequired
    return { required, kinds: gateKinds, administrator: false }
  }
  const youngTrial = state.subscriptions.some(({ isTrial, createdAt }) => isTrial && now - createdAt < 30 * dayMs)
  const onlyInitialDomain = state.tenant.customDomains.length === 0 && !state.tenant.isSynced
  return youngTrial || onlyInitialDomain
    ? { required: 1, kinds: gateKinds.filter((kind) => kind !== 'authenticatorApp'), administrator: true }
    : { required: 2, kinds: gateKinds, administrator: true }
}

/** What was in the attributes of a user counted as registered until September 2026 (graph-facts 5.6). */
function attributesAsMethods(user: User): Method[] {
  const common = { byAdmin: false, createdAt: user.createdAt }
  const has = (test: (method: Method) => boolean): boolean => user.methods.some(test)
  const hasPhone = (phoneType: PhoneType): boolean =>
    has((method) => method.type === 'phone' && method.phoneType === phoneType)
  const [mail] = user.otherMails
  const [office] = user.businessPhones
  const methods: Method[] = []
  if (user.mobilePhone !== null && !hasPhone('mobile')) {
    methods.push({ type: 'phone', phoneType: 'mobile', phoneNumber: user.mobilePhone, ...common })
  }
  if (office !== undefined && !hasPhone('office')) {
    methods.push({ type: 'phone', phoneType: 'office', phoneNumber: office, ...common })
  }
  if (mail !== undefined && !has((method) => method.type === 'email')) {
    methods.push({ type: 'email', emailAddress: mail, ...common })
  }
  return methods
}

/** The methods a reset looks at, before any policy. */
function countedMethods(state: PracticeState, user: User): Method[] {
  const { adminRegistration, registeredOnly } = state.switches
  const own = user.methods.filter(
    (method) => adminRegistration === 'counts' || !('byAdmin' in method) || !method.byAdmin,
  )
  return registeredOnly === 'on' ? own : [...own, ...attributesAsMethods(user)]
}

/** How a phone of an administrator is reached does not depend on the methods policy. */
function canReach(state: PracticeState, user: User, proof: PhoneProof, now: number): boolean {
  const { phoneType, by } = phoneProofs[proof]
  const { administrator } = gatePolicyOf(state, user, now)
  if (by === 'text') return administrator || mayText(state, user, phoneType)
  return administrator ? canTenantCall(state, now) : mayCall(state, user, phoneType, now)
}

const phoneProofsOf = (state: PracticeState, user: User, phoneType: PhoneType, now: number): PhoneProof[] =>
  proofs
    .filter(isPhoneProof)
    .filter((proof) => phoneProofs[proof].phoneType === phoneType && canReach(state, user, proof, now))

function isUsable(state: PracticeState, user: User, method: Method, policy: GatePolicy, now: number): boolean {
  const kind = kindOf(method)
  if (kind === null || !policy.kinds.includes(kind)) return false
  if (method.type === 'phone') return phoneProofsOf(state, user, method.phoneType, now).length > 0
  return policy.administrator || isMethodAllowed(state, user, method, policy.required)
}

/** Methods that are both registered and usable for a reset, in the order people see them. */
export function usableMethods(state: PracticeState, user: User, now: number): Method[] {
  const policy = gatePolicyOf(state, user, now)
  return countedMethods(state, user).filter((method) => isUsable(state, user, method, policy, now))
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

function proofsOf(state: PracticeState, user: User, kind: GateKind, now: number): Proof[] {
  switch (kind) {
    case 'authenticatorApp': {
      const found: Proof[] = canApprove(state, user, now) ? ['authenticatorPush'] : []
      return codeApps(state, user, now).length > 0 ? [...found, 'authenticatorCode'] : found
    }
    case 'mobilePhone':
      return phoneProofsOf(state, user, 'mobile', now)
    case 'alternateMobilePhone':
      return phoneProofsOf(state, user, 'alternateMobile', now)
    case 'officePhone':
      return phoneProofsOf(state, user, 'office', now)
    case 'email':
      return ['email']
  }
}

/** Every way this user could prove a reset today, gate by gate. */
export const usableProofs = (state: PracticeState, user: User, now: number): Proof[] =>
  registeredGates(state, user, now).flatMap((kind) => proofsOf(state, user, kind, now))

export const hasEnoughGates = (state: PracticeState, user: User, now: number): boolean =>
  registeredGates(state, user, now).length >= gatePolicyOf(state, user, now).required

/** Whether the policy lets this method be a second factor at sign-in; a mail address never is (graph-facts 5.5). */
export function isStrongAllowed(state: PracticeState, user: User, method: Method, now: number): boolean {
  switch (method.type) {
    case 'microsoftAuthenticator':
      return mayUse(state, user, 'MicrosoftAuthenticator')
    case 'softwareOath':
      return mayUse(state, user, 'SoftwareOath')
    case 'phone':
      return mayText(state, user, method.phoneType) || mayCall(state, user, method.phoneType, now)
    case 'temporaryAccessPass':
      return mayUse(state, user, 'TemporaryAccessPass')
    case 'email':
      return false
  }
}
