import {
  doesAuthenticatorCount,
  type GateKind,
  gatePolicyOf,
  mayCall,
  mayText,
  mayUse,
  mayUseAuthenticatorCodes,
  mayUseAuthenticatorPrompts,
  type PhoneType,
  registeredGates,
} from '../rules/methods.ts'
import { lacksSecondFactor } from '../rules/scope.ts'
import type { Method, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { readOfficePhone } from './contact.ts'

/** What a person may add to their security info, and how many of each (graph-facts 12.3). */

export const registrationChoices = [
  'authenticator',
  'otherAuthenticator',
  'phone',
  'alternatePhone',
  'officePhone',
  'email',
] as const
export type RegistrationChoice = (typeof registrationChoices)[number]

export type PhoneChoice = 'phone' | 'alternatePhone' | 'officePhone'

const phoneTypes: Record<PhoneChoice, PhoneType> = {
  phone: 'mobile',
  alternatePhone: 'alternateMobile',
  officePhone: 'office',
}

export const isPhoneChoice = (choice: RegistrationChoice): choice is PhoneChoice => choice in phoneTypes
export const phoneTypeOf = (choice: PhoneChoice): PhoneType => phoneTypes[choice]

export const mostApps = 5

const count = (user: User, test: (method: Method) => boolean): number => user.methods.filter(test).length
const hasPhone = (user: User, phoneType: PhoneType): boolean =>
  user.methods.some((method) => method.type === 'phone' && method.phoneType === phoneType)

/** How a phone of this type may be verified: by a text, by a call, or not at all. */
export const phoneWays = (state: PracticeState, user: User, phoneType: PhoneType, now: number): ('text' | 'call')[] => [
  ...(mayText(state, user, phoneType) ? (['text'] as const) : []),
  ...(mayCall(state, user, phoneType, now) ? (['call'] as const) : []),
]

/** Whether the policy lets this user register such a method at all. */
function isAllowed(state: PracticeState, user: User, choice: RegistrationChoice, now: number): boolean {
  switch (choice) {
    case 'authenticator':
      return mayUseAuthenticatorCodes(state, user) || mayUseAuthenticatorPrompts(state, user)
    case 'otherAuthenticator':
      return mayUse(state, user, 'SoftwareOath')
    case 'phone':
      return phoneWays(state, user, 'mobile', now).length > 0
    case 'alternatePhone':
      return hasPhone(user, 'mobile') && phoneWays(state, user, 'alternateMobile', now).length > 0
    case 'officePhone':
      return readOfficePhone(user.businessPhones) !== null && phoneWays(state, user, 'office', now).length > 0
    case 'email':
      return mayUse(state, user, 'Email')
  }
}

/** Why another one cannot be added, or null. */
export function capReached(user: User, choice: RegistrationChoice): string | null {
  const deleteOne = 'Delete one before you add another.'
  switch (choice) {
    case 'authenticator':
      return count(user, ({ type }) => type === 'microsoftAuthenticator') < mostApps
        ? null
        : `You have ${String(mostApps)} Authenticator apps, the most there can be. ${deleteOne}`
    case 'otherAuthenticator':
      return count(user, ({ type }) => type === 'softwareOath') < mostApps
        ? null
        : `You have ${String(mostApps)} other authenticator apps, the most there can be. ${deleteOne}`
    case 'phone':
    case 'alternatePhone':
      return hasPhone(user, 'mobile') && hasPhone(user, 'alternateMobile')
        ? 'You have two phone numbers, the most there can be. Change or delete one to use another.'
        : null
    case 'officePhone':
      return hasPhone(user, 'office') ? 'Your office phone is registered.' : null
    case 'email':
      return count(user, ({ type }) => type === 'email') === 0
        ? null
        : 'You have an email address, the most there can be. Change it to use another.'
  }
}

/** "Phone" while there is none, then "Alternate phone". */
const isInTurn = (user: User, choice: RegistrationChoice): boolean =>
  choice !== 'phone' || !hasPhone(user, 'mobile') || hasPhone(user, 'alternateMobile')

/** What the security-info page offers; a kind that is full is left out. */
export const offersFor = (state: PracticeState, user: User, now: number): RegistrationChoice[] =>
  registrationChoices.filter(
    (choice) => isAllowed(state, user, choice, now) && isInTurn(user, choice) && capReached(user, choice) === null,
  )

/** Sentences about what the policy allows but is full. */
export function fullKinds(state: PracticeState, user: User, now: number): string[] {
  const texts = registrationChoices
    .filter((choice) => isAllowed(state, user, choice, now))
    .flatMap((choice) => capReached(user, choice) ?? [])
  return [...new Set(texts)]
}

const gateOfChoice: Record<RegistrationChoice, GateKind> = {
  authenticator: 'authenticatorApp',
  otherAuthenticator: 'authenticatorApp',
  phone: 'mobilePhone',
  alternatePhone: 'alternateMobilePhone',
  officePhone: 'officePhone',
  email: 'email',
}

/** What an interrupted sign-in offers: only what counts as one more method, or as the second factor that is demanded. */
export function offersInInterrupt(state: PracticeState, user: User, now: number): RegistrationChoice[] {
  const offers = offersFor(state, user, now)
  if (lacksSecondFactor(state, user, now)) return offers.filter((choice) => choice !== 'email')
  const { required } = gatePolicyOf(state, user, now)
  const gates = registeredGates(state, user, now)
  return offers
    .filter((choice) => !gates.includes(gateOfChoice[choice]))
    .filter((choice) => choice !== 'authenticator' || doesAuthenticatorCount(state, user, required))
}
