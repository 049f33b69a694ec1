import type { RecordingFact } from '../contract/evidence.ts'

/**
 * What people write into a recording, by its shape. A password that nobody announces as one cannot be told from a word.
 * The order matters: what is longest and surest first, digits last.
 */
const secrets: readonly { readonly what: string; readonly shape: RegExp }[] = [
  { what: 'token', shape: /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)*/g },
  { what: 'token', shape: /\b(?:bearer)\s+[\w.~+/-]{8,}=*/gi },
  { what: 'key', shape: /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g },
  { what: 'key', shape: /\botpauth:\/\/\S+/gi },
  // As authenticator apps show their keys: base32 of 16 signs and more, in one piece or in groups of four.
  { what: 'key', shape: /\b(?=[A-Z2-7 ]*[2-7])(?:[A-Z2-7]{16,}|[A-Z2-7]{4}(?: [A-Z2-7]{4}){3,})\b/g },
  { what: 'key', shape: /(?<![\w+/~-])(?=[\w+/~-]*\d)(?=[\w+/~-]*[A-Z])(?=[\w+/~-]*[a-z])[\w+/~-]{32,}={0,2}/g },
]

/** The word after it is the secret: `password: …`, `the new password is …`. */
const announced =
  /\b(pass(?:word|code|phrase)|pwd|kennwort|passwort|secret)(\s*(?:[:=]|\bis\b|\bwas\b)\s*)(["'“]?)(\S+)/gi
/** Seven digits and more, blanks and the usual signs between them; dates and ids of several groups are left alone. */
const phoneNumber = /(?<![\w.:-])\+?\(?\d[\d ().-]{5,}\d(?![\w:-])/g
const shortCode = /(?<![\w.:/-])\d{6,8}(?![\w:/-])/g

/** Object ids and request ids look like numbers in groups, and are wanted. */
const id = /(\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)/i

/**
 * A text of a person as it may stand in an evidence file: tokens, keys, announced passwords, codes of six to eight digits
 * and phone numbers are taken out, and a mark says what stood there.
 */
export function withoutSecrets(text: string): string {
  const shaped = secrets
    .reduce((rest, { what, shape }) => rest.replace(shape, `[${what} removed]`), text)
    .replace(announced, (_all, word: string, link: string) => `${word}${link}[password removed]`)
  return shaped
    .split(id)
    .map((part) => (id.test(part) ? part : withoutNumbers(part)))
    .join('')
}

const withoutNumbers = (text: string): string =>
  text
    .replace(shortCode, '[code removed]')
    .replace(phoneNumber, (found) => (isDate(found) || digitsIn(found) < 7 ? found : '[phone number removed]'))

const digitsIn = (text: string): number => text.replace(/\D/g, '').length
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}/.test(text)

/** A fact in which everything a person wrote is `withoutSecrets`. What Graph answered is picked field by field elsewhere. */
export function withoutSecretsIn(fact: RecordingFact): RecordingFact {
  switch (fact.kind) {
    case 'step-skipped':
      return { ...fact, body: { ...fact.body, reason: withoutSecrets(fact.body.reason) } }
    case 'note':
      return { ...fact, body: { ...fact.body, text: withoutSecrets(fact.body.text) } }
    case 'attested':
      return { ...fact, body: { ...fact.body, text: withoutSecrets(fact.body.text) } }
    case 'attachment':
      return { ...fact, body: { ...fact.body, name: withoutSecrets(fact.body.name) } }
    default:
      return fact
  }
}
