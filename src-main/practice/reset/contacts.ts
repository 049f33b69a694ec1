import type { Practice } from '../context.ts'
import { type PhoneProof, phoneProofs, usableMethods } from '../rules/methods.ts'
import type { User } from '../state/model.ts'

/** What is registered for a reset, in full; pages show it masked. */

export function registeredPhone(practice: Practice, user: User, proof: PhoneProof): string {
  const { phoneType } = phoneProofs[proof]
  for (const method of usableMethods(practice.store.state, user, practice.clock())) {
    if (method.type === 'phone' && method.phoneType === phoneType) return method.phoneNumber
  }
  return ''
}

export function registeredEmail(practice: Practice, user: User): string {
  for (const method of usableMethods(practice.store.state, user, practice.clock())) {
    if (method.type === 'email') return method.emailAddress
  }
  return ''
}
