import {
  type AppMethod,
  isApp,
  mayCall,
  mayText,
  mayUse,
  mayUseAuthenticatorCodes,
  mayUseAuthenticatorPrompts,
  type PhoneMethod,
  type PhoneProof,
  phoneProofs,
  type Proof,
} from '../rules/methods.ts'
import type { Method, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'

/** What a person can prove themselves with at sign-in: everything registered and allowed but a mail address. */

export type Factor = Exclude<Proof, 'email'>

/** Apps whose codes are taken. */
export const codeFactors = (state: PracticeState, user: User): AppMethod[] =>
  user.methods
    .filter(isApp)
    .filter(({ type }) =>
      type === 'softwareOath' ? mayUse(state, user, 'SoftwareOath') : mayUseAuthenticatorCodes(state, user),
    )

const phoneOf = (user: User, factor: PhoneProof): PhoneMethod | undefined =>
  user.methods.find(
    (method): method is PhoneMethod => method.type === 'phone' && method.phoneType === phoneProofs[factor].phoneType,
  )

/** The number a factor goes to. */
export const numberOf = (user: User, factor: PhoneProof): string => phoneOf(user, factor)?.phoneNumber ?? ''

const phoneFactors = Object.keys(phoneProofs) as PhoneProof[]

export function factorsOf(state: PracticeState, user: User, now: number): Factor[] {
  const canApprove =
    user.methods.some(({ type }) => type === 'microsoftAuthenticator') && mayUseAuthenticatorPrompts(state, user)
  const phones = phoneFactors.filter((factor) => {
    const { phoneType, by } = phoneProofs[factor]
    if (!phoneOf(user, factor)) return false
    return by === 'text' ? mayText(state, user, phoneType) : mayCall(state, user, phoneType, now)
  })
  return [
    ...(canApprove ? (['authenticatorPush'] as const) : []),
    ...(codeFactors(state, user).length > 0 ? (['authenticatorCode'] as const) : []),
    ...phones,
  ]
}

/** The methods one of them can be the default sign-in method. */
export const isFactor = (method: Method): boolean =>
  method.type === 'microsoftAuthenticator' || method.type === 'softwareOath' || method.type === 'phone'
