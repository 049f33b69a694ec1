import { badFilter, type Token, tokenise } from './tokens.ts'

export type Literal = string | number | boolean | null
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type TextTest = 'startswith' | 'endswith' | 'contains'

export type Filter =
  | { type: 'and' | 'or'; left: Filter; right: Filter }
  | { type: 'not'; of: Filter }
  | { type: 'compare'; path: string; operator: Comparison; value: Literal }
  | { type: 'in'; path: string; values: Literal[] }
  | { type: 'text'; test: TextTest; path: string; value: string }
  | { type: 'any'; path: string; variable: string; of: Filter | null }

const comparisons: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le']
const isComparison = (text: string): text is Comparison => comparisons.includes(text)
const textTests: readonly string[] = ['startswith', 'endswith', 'contains']
const isTextTest = (text: string): text is TextTest => textTests.includes(text)

/** Far more than any real question has; reading and answering one takes a call inside a call for each. */
const mostTokens = 1000

/** Parses `$filter`: and, or, not, brackets, comparisons, in, startswith and its kin, any. Throws a Graph-shaped 400. */
export function parseFilter(text: string): Filter {
  const tokens = tokenise(text)
  if (tokens.length > mostTokens) throw badFilter('the expression is too long.')
  const reader = new Reader(tokens)
  const filter = readOr(reader)
  if (!reader.isAtEnd()) throw badFilter(`'${reader.peek()?.text ?? ''}' was not expected.`)
  return filter
}

class Reader {
  readonly tokens: Token[]
  at = 0

  constructor(tokens: Token[]) {
    this.tokens = tokens
  }

  peek(): Token | undefined {
    return this.tokens[this.at]
  }

  isAtEnd(): boolean {
    return this.at >= this.tokens.length
  }

  next(): Token {
    const token = this.tokens[this.at]
    if (!token) throw badFilter('the expression ends too early.')
    this.at += 1
    return token
  }

  /** Takes the next token when it is this word. */
  takes(kind: Token['kind'], text: string): boolean {
    const token = this.peek()
    if (token?.kind !== kind || token.text.toLowerCase() !== text) return false
    this.at += 1
    return true
  }

  expect(mark: string): void {
    const token = this.next()
    if (token.kind !== 'mark' || token.text !== mark) throw badFilter(`'${mark}' was expected, not '${token.text}'.`)
  }

  name(): string {
    const token = this.next()
    if (token.kind !== 'name') throw badFilter(`a property name was expected, not '${token.text}'.`)
    return token.text
  }
}

function readOr(reader: Reader): Filter {
  let left = readAnd(reader)
  while (reader.takes('name', 'or')) left = { type: 'or', left, right: readAnd(reader) }
  return left
}

function readAnd(reader: Reader): Filter {
  let left = readNot(reader)
  while (reader.takes('name', 'and')) left = { type: 'and', left, right: readNot(reader) }
  return left
}

function readNot(reader: Reader): Filter {
  if (reader.takes('name', 'not')) return { type: 'not', of: readNot(reader) }
  if (reader.takes('mark', '(')) {
    const inner = readOr(reader)
    reader.expect(')')
    return inner
  }
  return readTest(reader)
}

function readTest(reader: Reader): Filter {
  const name = reader.name()
  const lower = name.toLowerCase()
  if (isTextTest(lower) && reader.takes('mark', '(')) return readTextTest(reader, lower)
  if (lower.endsWith('/any') && reader.takes('mark', '(')) return readAny(reader, name.slice(0, -'/any'.length))
  const operator = reader.name().toLowerCase()
  if (operator === 'in') return { type: 'in', path: name, values: readList(reader) }
  if (!isComparison(operator)) throw badFilter(`'${operator}' is not an operator.`)
  return { type: 'compare', path: name, operator, value: readLiteral(reader) }
}

function readTextTest(reader: Reader, test: TextTest): Filter {
  const path = reader.name()
  reader.expect(',')
  const value = readLiteral(reader)
  reader.expect(')')
  if (typeof value !== 'string') throw badFilter(`${test} needs a string.`)
  // The older spelling `startswith(x,'y') eq true` means the same.
  if (reader.takes('name', 'eq') && readLiteral(reader) !== true)
    throw badFilter(`${test} can only be compared with true.`)
  return { type: 'text', test, path, value }
}

function readAny(reader: Reader, path: string): Filter {
  if (reader.takes('mark', ')')) return { type: 'any', path, variable: '', of: null }
  const variable = reader.name()
  reader.expect(':')
  const inner = readOr(reader)
  reader.expect(')')
  return { type: 'any', path, variable, of: inner }
}

function readList(reader: Reader): Literal[] {
  reader.expect('(')
  const values = [readLiteral(reader)]
  while (reader.takes('mark', ',')) values.push(readLiteral(reader))
  reader.expect(')')
  return values
}

function readLiteral(reader: Reader): Literal {
  const token = reader.next()
  if (token.kind === 'string' || token.kind === 'guid' || token.kind === 'date') return token.text
  if (token.kind === 'number') return Number(token.text)
  if (token.kind === 'name' && token.text === 'true') return true
  if (token.kind === 'name' && token.text === 'false') return false
  if (token.kind === 'name' && token.text === 'null') return null
  throw badFilter(`a value was expected, not '${token.text}'.`)
}
