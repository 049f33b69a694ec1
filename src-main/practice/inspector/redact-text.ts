import { hideInQuery } from './redact-query.ts'
import { isSecretName, redactedText } from './secret-names.ts'

const longestText = 4000

/** International numbers as Graph writes them (`+1 2065550100`), in any grouping, in addresses too. */
const phone = /(?:\+|%2B)(?:%20|[\s().-])*\d(?:(?:%20|[\s().-])*\d){6,17}/gi
/** A JSON web token, and whatever stands behind `Bearer`. */
const jwt = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)*/g
const bearer = /\b(Bearer)\s+[\w.~+/=-]+/gi
/** The name of a `"name": value` pair, at any depth of escaping. */
const jsonName = /"([\w@.$-]+)\\*"\s*:/g
/** `name=value`, as in forms. */
const formPair = /([\w.$-]+)=([^&\s]+)/g
/** An address with a query, alone or at the beginning of a text. */
const address = /^(?:https?:\/\/|\/)?[^\s?]*\?/

/** From the first secret on, what is no proper JSON is not shown: where a value ends there cannot be known. */
function cutAtSecret(text: string): string {
  for (const { 1: name = '', index } of text.matchAll(jsonName)) {
    if (isSecretName(name)) return `${text.slice(0, index)}"${name}": ${redactedText}`
  }
  return text
}

/** Hides what looks like a secret in a text of any kind, and cuts a long one. */
export function hideInText(text: string): string {
  if (text.length < 3) return text
  let shown = text.length > longestText ? `${text.slice(0, longestText)}…` : text
  if (shown.includes('"')) shown = cutAtSecret(shown)
  if (shown.includes('=')) {
    const query = address.exec(shown)?.[0].length
    shown =
      query === undefined
        ? shown.replace(formPair, (whole, name: string) => (isSecretName(name) ? `${name}=${redactedText}` : whole))
        : `${shown.slice(0, query)}${hideInQuery(shown.slice(query))}`
  }
  if (shown.includes('eyJ')) shown = shown.replace(jwt, redactedText)
  if (/bearer/i.test(shown)) shown = shown.replace(bearer, (_whole, scheme: string) => `${scheme} ${redactedText}`)
  if (/\+|%2b/i.test(shown)) shown = shown.replace(phone, redactedText)
  return shown
}
