/**
 * Consonants, digits and signs that nobody takes for one another: no l 1 I, no O o 0, no S 5, B 8, Z 2, G 6 or g q 9, no - _.
 * Without vowels and what stands for them (@ 3 4), letters and digits make no word of the banned list, however fuzzily it
 * is matched.
 */
const lower = 'bcdfhjkmnprtvwx'
const upper = 'CDFHJKLMNPQRTVWX'
const digits = '256789'
const symbols = '#%*+=?'

/** Signs by which a spreadsheet knows a formula do not come first, for the hand-out can be a CSV file. */
const letters = lower + upper

/**
 * An initial password of 16 characters with all four kinds, a letter first, to be read off paper.
 *
 * Rule: 8 to 256 characters, at least three of lower, upper, digit and symbol (Entra docs, concept-sspr-policy).
 * @param randomInt an unbiased integer from 0 up to, not including, its argument.
 */
export function generatePassword(randomInt: (below: number) => number): string {
  const pick = (from: string): string => from.charAt(randomInt(from.length))
  const all = letters + digits + symbols
  const characters = [pick(lower), pick(upper), pick(digits), pick(symbols)]
  while (characters.length < 15) characters.push(pick(all))
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1)
    const moved = characters[last] ?? ''
    characters[last] = characters[other] ?? ''
    characters[other] = moved
  }
  return pick(letters) + characters.join('')
}

/** What a password may be made of (Entra docs, concept-sspr-policy). */
const allowed = /^[A-Za-z0-9 @#$%^&*\-_!+=[\]{}|\\:',.?/`~"();<>]*$/
const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]
/** Parts of names that are shorter are not looked for. */
const shortestPart = 4

/**
 * What is wrong with a password that somebody chose, as the end of a sentence that begins with "The initial password";
 * null when it fits the documented rules. The list of banned words is the service's own, and not known here. Never says
 * anything of the password itself. `userNames` are names it must not hold, nor their parts.
 */
export function passwordFault(password: string, userNames: readonly string[]): string | null {
  if (password.length < 8) return 'is shorter than 8 characters'
  if (password.length > 256) return 'is longer than 256 characters'
  if (!allowed.test(password)) return 'holds a character that is not allowed'
  if (kinds.filter((kind) => kind.test(password)).length < 3) {
    return 'needs three of these: small letters, capital letters, digits, symbols'
  }
  const small = password.toLowerCase()
  const parts = userNames.flatMap((name) => [name, ...name.split(/[^A-Za-z0-9]+/)])
  const isHeld = parts.some((part) => part.length >= shortestPart && small.includes(part.toLowerCase()))
  return isHeld ? 'holds the user name or a part of it' : null
}
