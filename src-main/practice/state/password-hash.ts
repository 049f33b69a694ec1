import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

import type { User } from './model.ts'
import type { PracticeState } from './practice-state.ts'

/** Light on purpose: the practice tenant hashes passwords so that none lies in its file, not to withstand an attack. */
const cost = { N: 32, r: 1, p: 1 }

export function hashPassword(password: string): string {
  const salt = randomBytes(16)
  return `${salt.toString('base64url')}.${scryptSync(password, salt, 32, cost).toString('base64url')}`
}

/** The administrator's own is shown on the front page, so that one is kept as it is too. */
export function putPassword(
  store: { readonly state: PracticeState; touch(): void },
  user: User,
  password: string,
): void {
  const { admin, users } = store.state
  user.passwordHash = hashPassword(password)
  users.put(user)
  if (user.id !== admin.userId) return
  admin.password = password
  store.touch()
}

export function isPassword(password: string, hash: string): boolean {
  const [salt, key] = hash.split('.')
  if (salt === undefined || key === undefined) return false
  const expected = Buffer.from(key, 'base64url')
  const given = scryptSync(password, Buffer.from(salt, 'base64url'), 32, cost)
  return expected.length === given.length && timingSafeEqual(given, expected)
}
