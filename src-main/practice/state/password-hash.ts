import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

import type { PracticeState, User } from './model.ts'

/** Light on purpose: the practice tenant hashes passwords so that none lies in its file, not to withstand an attack. */
const cost = { N: 1024, r: 8, p: 1 }

export function hashPassword(password: string): string {
  const salt = randomBytes(16)
  return `${salt.toString('base64url')}.${scryptSync(password, salt, 32, cost).toString('base64url')}`
}

/** The administrator's own is shown on the front page, so that one is kept as it is too. */
export function putPassword(state: Pick<PracticeState, 'admin'>, user: User, password: string): void {
  user.passwordHash = hashPassword(password)
  if (user.id === state.admin.userId) state.admin.password = password
}

export function isPassword(password: string, hash: string): boolean {
  const [salt, key] = hash.split('.')
  if (salt === undefined || key === undefined) return false
  const expected = Buffer.from(key, 'base64url')
  const given = scryptSync(password, Buffer.from(salt, 'base64url'), 32, cost)
  return expected.length === given.length && timingSafeEqual(given, expected)
}
