/** Letters that do not come apart into a letter and its accent. */
const otherLetters: Record<string, string> = {
  ß: 'ss',
  ẞ: 'SS',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  ŋ: 'ng',
  Ŋ: 'Ng',
  ŧ: 't',
  Ŧ: 'T',
  ĸ: 'k',
  '’': "'",
  '‘': "'",
  '–': '-',
  '—': '-',
}

const longestName = 64
const allowed = /^[A-Za-z0-9'._!#^~-]+$/

/** Letters, digits and `' . - _ ! # ^ ~` alone (Graph `user` resource, userPrincipalName). */
export const hasAllowedSigns = (name: string): boolean => allowed.test(name)

/** Latin letters without their accents: é → e, ß → ss, ł → l. Other scripts stay as they are. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^ -~]/gu, (letter) => otherLetters[letter] ?? letter)
}

/**
 * The user name closest to a text: accents go, blanks become dots, what is not allowed goes, 64 characters at most, no
 * dot at either end. Null when nothing is left of it.
 */
export function nearestUserName(text: string): string | null {
  const name = plainLetters(text)
    .trim()
    .replace(/\s+/g, '.')
    .replace(/[^A-Za-z0-9'._!#^~-]/g, '')
    .replace(/\.{2,}/g, '.')
    .replace(/^\.+/, '')
    .slice(0, longestName)
    .replace(/\.+$/, '')
  return name === '' ? null : name
}

/** `nearestUserName` of "Zoë Ångström", in small letters as user names are: zoe.angstrom. */
export const userNameFrom = (displayName: string): string | null => nearestUserName(displayName.toLowerCase())

/** "Anna Berg" of `anna.berg`; null when nothing readable is left. */
export function displayNameFrom(userName: string): string | null {
  const words = userName.split(/[._\s]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  return words.length === 0 ? null : words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
}

/** `anna2` of `anna`, never longer than 64. */
export const numberedName = (name: string, number: number): string => {
  const ending = String(number)
  return name.slice(0, longestName - ending.length) + ending
}

/** The whole user principal name: with the user's own domain where one is named, else the tenant's initial one. */
export const principalNameOf = (
  user: { userName: string; domain?: string | undefined },
  initialDomain: string,
): string => `${user.userName}@${user.domain ?? initialDomain}`

/** Name and domain of `anna@lab.example`; the domain is null where there is none. The last @ counts. */
export function splitAddress(text: string): { name: string; domain: string | null } {
  const at = text.lastIndexOf('@')
  return at < 0
    ? { name: text, domain: null }
    : {
        name: text.slice(0, at).trim(),
        domain: text
          .slice(at + 1)
          .trim()
          .toLowerCase(),
      }
}
