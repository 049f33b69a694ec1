import type { User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'

/**
 * Password rules of the cloud directory (entra-docs: authentication/concept-sspr-policy.md and
 * concept-password-ban-bad-combined-policy.md). Pure, and never logs what it is given.
 */

export type PasswordFault = 'length' | 'characters' | 'kinds' | 'name' | 'banned'

const allowed = /^[A-Za-z0-9 @#$%^&*\-_!+=[\]{}|\\:',.?/`~"();<>]*$/
const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]

/** A small stand-in for the global list, which Microsoft does not publish. */
const banned = [
  'password',
  'passwort',
  'welcome',
  'qwerty',
  'letmein',
  'iloveyou',
  'football',
  'baseball',
  'dragon',
  'monkey',
  'sunshine',
  'princess',
  'master',
  'admin',
  'login',
  'microsoft',
  'contoso',
  'summer',
  'winter',
  'spring',
  'autumn',
  'abcdef',
  'abc123',
  '123456',
  'secret',
  'changeme',
]

const lookAlikes: Record<string, string> = { '0': 'o', '1': 'l', $: 's', '@': 'a' }

/** Small letters, with the usual look-alikes undone: `P@$$w0rd` becomes `password`. */
export const normalise = (text: string): string =>
  text.toLowerCase().replace(/[01$@]/g, (sign) => lookAlikes[sign] ?? sign)

const bannedNormalised = [...new Set(banned.map(normalise))].sort((a, b) => b.length - a.length)

/** One point for each banned word found, one for each character left over; five points pass. */
export function score(password: string): number {
  let rest = normalise(password)
  let points = 0
  for (const word of bannedNormalised) {
    while (rest.includes(word)) {
      rest = rest.replace(word, '')
      points += 1
    }
  }
  return points + rest.length
}

/** Edit distance of at most one: one letter more, less, or other. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let end = 0
  const longest = Math.max(a.length, b.length)
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  return longest - start - end <= 1
}

const minNameLength = 4

/** Words a user's password must not contain. */
export const forbiddenNames = (state: PracticeState, user: User): string[] => [
  user.displayName,
  user.givenName ?? '',
  user.surname ?? '',
  user.userPrincipalName.split('@')[0] ?? '',
  state.tenant.domain.split('.')[0] ?? '',
]

/**
 * What is wrong with a new password, or null. `names` are words it must not contain: parts of the user's name and the
 * tenant's name; parts under four letters are not looked for.
 */
export function passwordFault(password: string, names: readonly string[]): PasswordFault | null {
  if (password.length < 8 || password.length > 256) return 'length'
  if (!allowed.test(password)) return 'characters'
  if (kinds.filter((kind) => kind.test(password)).length < 3) return 'kinds'
  const normal = normalise(password)
  const parts = names.flatMap((name) => name.split(/[\s@._-]+/)).filter((part) => part.length >= minNameLength)
  if (parts.some((part) => normal.includes(normalise(part)))) return 'name'
  return score(password) < 5 || bannedNormalised.some((word) => isNear(normal, word)) ? 'banned' : null
}

export const passwordFaultText: Record<PasswordFault, string> = {
  length: 'Use 8 to 256 characters.',
  characters: 'Use only Latin letters, digits, blanks and the usual symbols.',
  kinds: 'Use at least three of these: small letters, capital letters, digits, symbols.',
  name: "Your password can't contain your name or your organisation's name. Choose another one.",
  banned: "We've seen that password too many times before. Choose something harder to guess.",
}

export type PasswordStrength = 'weak' | 'medium' | 'strong'

/** What the bar beside the new password says: by length and kinds of characters; what would be refused is weak. */
export function passwordStrength(password: string, names: readonly string[]): PasswordStrength {
  if (passwordFault(password, names) !== null) return 'weak'
  const count = kinds.filter((kind) => kind.test(password)).length
  return password.length >= 12 && (count === kinds.length || password.length >= 16) ? 'strong' : 'medium'
}

/** Names as the audit log has them. */
export const passwordFaultReason: Record<PasswordFault, string> = {
  length: 'PasswordDoesnotComplyFuzzyPolicy',
  characters: 'PasswordDoesnotComplyFuzzyPolicy',
  kinds: 'PasswordDoesnotComplyFuzzyPolicy',
  name: 'FuzzyPolicyViolationInvalidPassword',
  banned: 'FuzzyPolicyViolationInvalidPassword',
}
