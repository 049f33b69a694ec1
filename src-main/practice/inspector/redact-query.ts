import { isSecretName, redactedText } from './secret-names.ts'

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}

/** A query without the phone numbers, mail addresses and secrets somebody looked for; the rest stays as it was sent. */
export const hideInQuery = (query: string): string => query.split('&').map(hideInPair).join('&')

function hideInPair(pair: string): string {
  const at = pair.indexOf('=')
  if (at < 0) return pair
  const name = pair.slice(0, at)
  const plainName = decoded(name)
  if (isSecretName(plainName)) return `${name}=${redactedText}`
  if (!/^\$?(filter|search)$/i.test(plainName)) return pair
  const value = decoded(pair.slice(at + 1))
  const safe = hideInFilter(value)
  return safe === value ? pair : `${name}=${encodeURIComponent(safe)}`
}

/** Texts in a filter or a search, with a doubled quote inside; one that is not closed reaches to the end. */
const literal = /'(?:[^']|'')*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)/g

function hideInFilter(filter: string): string {
  return filter.replace(literal, (quoted: string, at: number) => {
    const quote = quoted.charAt(0)
    const inner = quoted.slice(1, quoted.length > 1 && quoted.endsWith(quote) ? -1 : undefined)
    return isSecret(inner, filter.slice(0, at)) ? `${quote}${redactedText}${quote}` : quoted
  })
}

/** The property that stands right before a value: `mail eq `, `startswith(mail,`, `mail in (`. */
const propertyBefore = /([\w@.$/]+)\s*(?:,|\b\w+)?\s*\(?\s*$/
/** The collection whose items are looked at: `otherMails/any(m:m eq `. */
const collectionBefore = /(\w+)\/(?:any|all)\(\s*\w+\s*:[^)]*$/i
/** Values that stand before this one in the same list. */
const listBefore = /\(\s*(?:'(?:[^']|'')*'\s*,\s*)+$/

/** User names are shown everywhere else too. */
const isUserName = (property: string): boolean => /^(userPrincipalName|mailNickname)$/i.test(property)

/** Seven digits or more and nothing but what numbers are grouped with. */
const looksLikePhone = (text: string): boolean => /^[\d\s+().-]+$/.test(text) && (text.match(/\d/g)?.length ?? 0) >= 7

function isSecret(value: string, before: string): boolean {
  const start = before.replace(listBefore, '(')
  const path = propertyBefore.exec(start)?.[1] ?? ''
  const collection = collectionBefore.exec(start)?.[1] ?? ''
  // A search names its property inside the quotes: `"mail:anna@…"`.
  const colon = value.indexOf(':')
  const searched = colon < 0 ? '' : value.slice(0, colon).trim()
  const sought = colon < 0 ? value : value.slice(colon + 1)
  const property = path.split('/').at(-1) ?? ''
  if ([property, collection, searched].some(isSecretName)) return true
  if (looksLikePhone(value) || looksLikePhone(sought)) return true
  return value.includes('@') && !isUserName(property) && !isUserName(searched)
}
