const lower = 'abcdefghijkmnpqrstuvwxyz'
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const digits = '23456789'
const symbols = '#%*+-=?@_'

/**
 * An initial password of 16 characters with all four kinds, without look-alikes (l, 1, I, O, 0).
 *
 * Rule: 8 to 256 characters, at least three of lower, upper, digit and symbol (Entra docs, concept-sspr-policy).
 * Random letters keep clear of the banned-word list, which is matched fuzzily.
 * @param randomInt an unbiased integer from 0 up to, not including, its argument.
 */
export function generatePassword(randomInt: (below: number) => number): string {
  const pick = (from: string): string => from.charAt(randomInt(from.length))
  const all = lower + upper + digits + symbols
  const characters = [pick(lower), pick(upper), pick(digits), pick(symbols)]
  while (characters.length < 16) characters.push(pick(all))
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1)
    const moved = characters[last] ?? ''
    characters[last] = characters[other] ?? ''
    characters[other] = moved
  }
  return characters.join('')
}
