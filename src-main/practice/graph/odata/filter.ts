import { GraphError } from '../answer.ts'
import { badFilter, quoted, type Token, tokenise } from './tokens.ts'

/** A value as it was written; a GUID or a date stands without quotes. */
export type Literal =
  | { kind: 'string' | 'guid' | 'date'; value: string }
  | { kind: 'number'; value: number }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'null'; value: null }
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type TextTest = 'startswith' | 'endswith' | 'contains'

/** A condition. A path is written with slashes; in `any` it starts with the variable, which stands for one element. */
export type Filter =
  | { type: 'and' | 'or'; left: Filter; right: Filter }
  | { type: 'not'; of: Filter }
  | { type: 'compare'; path: string; operator: Comparison; value: Literal }
  | { type: 'in'; path: string; values: Literal[] }
  | { type: 'text'; test: TextTest; path: string; value: Literal }
  | { type: 'any'; path: string; variable: string; of: Filter | null }

const comparisons: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le']
const isComparison = (text: string): text is Comparison => comparisons.includes(text)
const textTests: readonly string[] = ['startswith', 'endswith', 'contains']
const isTextTest = (text: string): text is TextTest => textTests.includes(text)

/** Functions and operators of OData 4.01 that the parser of the service knows and no list of ours can answer. */
const otherFunctions = new Set(
  'cast ceiling concat date day floor fractionalseconds hour indexof isof length matchespattern maxdatetime mindatetime minute month now round second substring time tolower totaloffsetminutes totalseconds toupper trim year'.split(
    ' ',
  ),
)
const otherOperators = new Set(['has', 'add', 'sub', 'mul', 'div', 'divby', 'mod'])

/** Brackets, negations and lambdas inside one another. */
const deepest = 50

const unsupported = (): GraphError => new GraphError(400, 'Request_UnsupportedQuery', 'Unsupported Query.')
const notBoolean = (): GraphError => badFilter('The $filter expression must evaluate to a single boolean value.')
const unknownName = (name: string): GraphError => badFilter(`Could not find a property named '${name}'.`)

/**
 * Parses `$filter`: and, or, not, brackets, comparisons, in, startswith and its kin, any, `x/$count`; operators and
 * functions in any case (graph-docs: concepts/filter-query-parameter.md). Throws a Graph-shaped 400 for everything else.
 * `nameAsValue` makes the error for a bare word where a value belongs: text without quotes, or another property.
 */
export function parseFilter(text: string, nameAsValue: (name: string) => GraphError = unknownName): Filter {
  const reader = new Reader(text, nameAsValue)
  const filter = readOr(reader)
  if (reader.peek().kind !== 'end') throw reader.unexpected(reader.peek())
  return filter
}

class Reader {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly nameAsValue: (name: string) => GraphError
  at = 0
  depth = 0

  constructor(text: string, nameAsValue: (name: string) => GraphError) {
    this.text = text
    this.tokens = tokenise(text)
    this.nameAsValue = nameAsValue
  }

  /** The next token; the last one, `end`, stays. */
  peek(): Token {
    const last = { kind: 'end', text: '', from: this.text.length, to: this.text.length } as const
    return this.tokens[this.at] ?? last
  }

  next(): Token {
    const token = this.peek()
    this.at += 1
    return token
  }

  /** Takes the next token when it is this word or mark. */
  takes(kind: 'name' | 'mark', text: string): boolean {
    const token = this.peek()
    if (token.kind !== kind || token.text.toLowerCase() !== text) return false
    this.at += 1
    return true
  }

  expect(mark: string): void {
    const token = this.next()
    if (token.kind !== 'mark' || token.text !== mark) throw this.unexpected(token)
  }

  unexpected(token: Token): GraphError {
    return badFilter(`Syntax error at position ${token.to} in ${quoted(this.text)}.`)
  }

  /** Reads what lies inside something. */
  within(read: (reader: Reader) => Filter): Filter {
    this.depth += 1
    if (this.depth > deepest) throw badFilter('Recursion depth exceeded allowed limit.')
    const inner = read(this)
    this.depth -= 1
    return inner
  }

  path(): string {
    const token = this.next()
    if (token.kind !== 'name') throw this.unexpected(token)
    return this.checkedPath(token)
  }

  /** A path of names; a type name in it would be a cast. */
  checkedPath(token: Token): string {
    const steps = token.text.split('/')
    if (steps.some((step) => step === '')) throw this.unexpected(token)
    if (steps.some((step) => step.includes('.') && !step.startsWith('@odata.'))) throw unsupported()
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
  if (reader.takes('name', 'not')) return { type: 'not', of: reader.within(readNot) }
  if (!reader.takes('mark', '(')) return readTest(reader)
  const inner = reader.within(readOr)
  reader.expect(')')
  return inner
}

function readTest(reader: Reader): Filter {
  const token = reader.next()
  if (token.kind === 'end' || token.kind === 'mark') throw reader.unexpected(token)
  if (token.kind !== 'name' || literalWord(token)) throw leadingValue(reader, token)
  if (reader.takes('mark', '(')) return readCall(reader, token)
  const path = reader.checkedPath(token)
  const operator = reader.next()
  const word = operator.kind === 'name' ? operator.text.toLowerCase() : ''
  if (word === 'in') return { type: 'in', path, values: readList(reader) }
  if (isComparison(word)) return { type: 'compare', path, operator: word, value: readLiteral(reader) }
  if (otherOperators.has(word)) throw unsupported()
  const isOver = operator.kind === 'end' || operator.text === ')' || word === 'and' || word === 'or'
  throw isOver ? notBoolean() : reader.unexpected(operator)
}

/** `'x' eq displayName` is good OData that the directory does not answer; a value alone is no condition. */
function leadingValue(reader: Reader, token: Token): GraphError {
  const next = reader.peek()
  if (next.kind === 'name') return isComparison(next.text.toLowerCase()) ? unsupported() : reader.unexpected(next)
  return next.kind === 'end' || next.kind === 'mark' ? notBoolean() : reader.unexpected(token)
}

/** `name(` has been read. */
function readCall(reader: Reader, token: Token): Filter {
  const name = token.text.toLowerCase()
  if (isTextTest(name)) return readTextTest(reader, name)
  const slash = token.text.lastIndexOf('/')
  const last = name.slice(slash + 1)
  if (slash > 0 && last === 'any') {
    return readAny(reader, reader.checkedPath({ ...token, text: token.text.slice(0, slash) }))
  }
  // The documentation says of `all` that it is not supported; brackets after other words are functions it lacks.
  if ((slash > 0 && last === 'all') || otherFunctions.has(name)) throw unsupported()
  throw badFilter(
    `An unknown function with name '${token.text}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
  )
}

function readTextTest(reader: Reader, test: TextTest): Filter {
  const path = reader.path()
  reader.expect(',')
  const value = readLiteral(reader)
  reader.expect(')')
  // The older spelling `startswith(x,'y') eq true` means the same.
  if (reader.takes('name', 'eq') && readLiteral(reader).value !== true) throw unsupported()
  return { type: 'text', test, path, value }
}

function readAny(reader: Reader, path: string): Filter {
  if (reader.takes('mark', ')')) return { type: 'any', path, variable: '', of: null }
  const token = reader.next()
  if (token.kind !== 'name' || !/^[A-Za-z_]\w*$/.test(token.text)) throw reader.unexpected(token)
  reader.expect(':')
  const of = reader.within(readOr)
  reader.expect(')')
  return { type: 'any', path, variable: token.text, of }
}

function readList(reader: Reader): Literal[] {
  reader.expect('(')
  const values = [readLiteral(reader)]
  while (reader.takes('mark', ',')) values.push(readLiteral(reader))
  reader.expect(')')
  return values
}

function literalWord(token: Token): Literal | null {
  const word = token.text.toLowerCase()
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' }
  return word === 'null' ? { kind: 'null', value: null } : null
}

function readLiteral(reader: Reader): Literal {
  const token = reader.next()
  switch (token.kind) {
    case 'string':
    case 'guid':
      return { kind: token.kind, value: token.text }
    case 'date':
      return { kind: 'date', value: checkedDate(token.text) }
    case 'number':
      return { kind: 'number', value: Number(token.text.replace(/[lmdf]$/i, '')) }
    case 'name': {
      const literal = literalWord(token)
      if (literal) return literal
      throw reader.peek().text === '(' ? unsupported() : reader.nameAsValue(token.text)
    }
    default:
      throw reader.unexpected(token)
  }
}

const dateForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,12})?)?(Z|[+-]\d{2}:\d{2}))?$/i

/** A day, or a moment with its zone. JavaScript would take 30 February for 2 March. */
function checkedDate(text: string): string {
  const day = text.slice(0, 'yyyy-mm-dd'.length)
  const start = Date.parse(`${day}T00:00:00Z`)
  const isDay = !Number.isNaN(start) && new Date(start).toISOString().startsWith(day)
  if (isDay && dateForm.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw badFilter(
    `The DateTimeOffset text '${text}' should be in format 'yyyy-mm-ddThh:mm:ss('.'s+)?(zzzzzz)?' and each field value is within valid range.`,
  )
}
