import { GraphError } from '../answer.ts'

/** A piece of an expression. `from` and `to` count characters, for messages. */
export interface Token {
  kind: 'name' | 'string' | 'number' | 'date' | 'guid' | 'mark' | 'end'
  text: string
  from: number
  to: number
}

export const badFilter = (message: string): GraphError =>
  new GraphError(400, 'BadRequest', `Invalid filter clause: ${message}`)

/** Words are the same in any case, texts are not looked into. Sticky, so that long expressions are read once. */
const patterns = [
  ['guid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/iy],
  ['date', /\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?(?![\w-])/iy],
  ['number', /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?[lmdf]?(?![\w.])/iy],
  ['name', /[A-Za-z_$@][\w.$@]*(?:\/[\w.$@]*)*/y],
  ['mark', /[(),:]/y],
] as const

/** Far more than any real question has; reading and answering one takes a call inside a call for each. */
const mostTokens = 1000

/** How much of a long expression a message repeats. */
const longestQuote = 200

export const quoted = (text: string): string =>
  text.length > longestQuote ? `'${text.slice(0, longestQuote)}…'` : `'${text}'`

function readString(text: string, from: number): Token {
  let value = ''
  let at = from + 1
  for (;;) {
    const end = text.indexOf("'", at)
    if (end < 0) {
      throw badFilter(`There is an unterminated string literal at position ${text.length} in ${quoted(text)}.`)
    }
    value += text.slice(at, end)
    if (text.charAt(end + 1) !== "'") return { kind: 'string', text: value, from, to: end + 1 }
    value += "'"
    at = end + 2
  }
}

function readWord(text: string, from: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = from
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) return { kind, text: found, from, to: from + found.length }
  }
  if (/[\d-]/.test(text.charAt(from))) throw badFilter(`Syntax error at position ${from} in ${quoted(text)}.`)
  const character = String.fromCodePoint(text.codePointAt(from) ?? 0)
  throw badFilter(`Syntax error: character '${character}' is not valid at position ${from} in ${quoted(text)}.`)
}

/** Splits an OData expression (OData 4.01 ABNF, the part Graph promises). Doubled quotes stand for one. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const first = text.charAt(at)
    if (first.trim() === '') {
      at += 1
      continue
    }
    if (tokens.length === mostTokens) throw badFilter('The expression has too many parts.')
    const token = first === "'" ? readString(text, at) : readWord(text, at)
    tokens.push(token)
    at = token.to
  }
  return [...tokens, { kind: 'end', text: '', from: text.length, to: text.length }]
}
