import { GraphError } from '../answer.ts'

export type Token =
  | { kind: 'name'; text: string }
  | { kind: 'string'; text: string }
  | { kind: 'number'; text: string }
  | { kind: 'date'; text: string }
  | { kind: 'guid'; text: string }
  | { kind: 'mark'; text: '(' | ')' | ',' | ':' }

export const badFilter = (message: string): GraphError =>
  new GraphError(400, 'BadRequest', `Invalid filter clause: ${message}`)

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i
const date = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?/
const number = /^-?\d+(\.\d+)?/
const name = /^[A-Za-z_$@][\w/.$@]*/

function isMark(text: string): text is '(' | ')' | ',' | ':' {
  return text === '(' || text === ')' || text === ',' || text === ':'
}

function readString(text: string, from: number): { value: string; end: number } {
  let value = ''
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== "'") value += text.charAt(at)
    else if (text[at + 1] === "'") {
      value += "'"
      at += 1
    } else return { value, end: at + 1 }
  }
  throw badFilter('there is an unterminated string literal.')
}

/** Splits an OData expression (OData 4.01 ABNF, the part Graph promises). Doubled quotes stand for one. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    const first = text.charAt(at)
    if (first.trim() === '') {
      at += 1
    } else if (first === "'") {
      const { value, end } = readString(text, at)
      tokens.push({ kind: 'string', text: value })
      at = end
    } else if (isMark(first)) {
      tokens.push({ kind: 'mark', text: first })
      at += 1
    } else {
      const [kind, found] = readWord(rest)
      tokens.push({ kind, text: found })
      at += found.length
    }
  }
  return tokens
}

function readWord(rest: string): ['guid' | 'date' | 'number' | 'name', string] {
  for (const [kind, pattern] of [
    ['guid', guid],
    ['date', date],
    ['number', number],
    ['name', name],
  ] as const) {
    const found = pattern.exec(rest)?.[0]
    if (found !== undefined) return [kind, found]
  }
  throw badFilter(`there is an unexpected character '${rest.charAt(0)}'.`)
}
