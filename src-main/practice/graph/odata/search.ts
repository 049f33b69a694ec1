import { GraphError } from '../answer.ts'
import { kindOf, type ListRules, resourceOf } from './rules.ts'
import { quoted } from './tokens.ts'

/** A parsed `$search`. */
export type Search =
  { type: 'and' | 'or'; left: Search; right: Search } | { type: 'clause'; property: string; text: string }

const badSearch = (message: string): GraphError => new GraphError(400, 'BadRequest', message)

type SearchToken = { kind: 'clause'; text: string; to: number } | { kind: 'word'; text: string; to: number }

/** Clauses, brackets and words around them; more than any search needs. */
const mostTokens = 200
const deepest = 50

/** A clause stands in double quotes; a backslash takes the next character as it is. */
const clause = /"((?:[^"\\]|\\["\\])*)"/y
const word = /AND(?![\w])|OR(?![\w])|[()]/y

function tokenise(text: string): SearchToken[] {
  const tokens: SearchToken[] = []
  let at = 0
  while (at < text.length) {
    if (text.charAt(at).trim() === '') {
      at += 1
      continue
    }
    clause.lastIndex = at
    word.lastIndex = at
    const quote = clause.exec(text)
    const other = quote ? null : word.exec(text)
    if (quote) tokens.push({ kind: 'clause', text: (quote[1] ?? '').replace(/\\(.)/g, '$1'), to: clause.lastIndex })
    else if (other) tokens.push({ kind: 'word', text: other[0], to: word.lastIndex })
    else throw misplaced(text, at)
    if (tokens.length > mostTokens) throw badSearch('The search expression has too many parts.')
    at = tokens.at(-1)?.to ?? text.length
  }
  return tokens
}

function misplaced(text: string, at: number): GraphError {
  if (text.charAt(at) === '"') {
    return badSearch(`There is an unterminated string literal at position ${text.length} in ${quoted(text)}.`)
  }
  // Without quotes the OData library reads a word and stumbles over the first mark after it.
  const mark = at + text.slice(at).search(/[^\w\s]|$/)
  const character = text.charAt(mark)
  return badSearch(
    character === ''
      ? `Syntax error at position ${text.length} in ${quoted(text)}.`
      : `Syntax error: character '${character}' is not valid at position ${mark} in ${quoted(text)}.`,
  )
}

/**
 * Parses `$search`: `"property:text"` clauses, `AND` before `OR`, brackets (graph-docs: concepts/search-query-parameter.md,
 * "Using $search on directory object collections"). Throws a Graph-shaped 400.
 */
export function parseSearch(text: string): Search {
  const tokens = tokenise(text)
  let at = 0
  let depth = 0
  const failed = (): GraphError =>
    badSearch(`Syntax error at position ${tokens[at]?.to ?? text.length} in ${quoted(text)}.`)
  const takes = (wanted: string): boolean => {
    const token = tokens[at]
    if (token?.kind !== 'word' || token.text !== wanted) return false
    at += 1
    return true
  }
  const readOr = (): Search => {
    let left = readAnd()
    while (takes('OR')) left = { type: 'or', left, right: readAnd() }
    return left
  }
  const readAnd = (): Search => {
    let left = readOne()
    while (takes('AND')) left = { type: 'and', left, right: readOne() }
    return left
  }
  const readOne = (): Search => {
    if (takes('(')) {
      depth += 1
      if (depth > deepest) throw badSearch('Recursion depth exceeded allowed limit.')
      const inner = readOr()
      if (!takes(')')) throw failed()
      depth -= 1
      return inner
    }
    const token = tokens[at]
    if (token?.kind !== 'clause') throw failed()
    at += 1
    return readClause(token.text)
  }
  const search = readOr()
  if (at < tokens.length) throw failed()
  return search
}

function readClause(text: string): Search {
  const colon = text.indexOf(':')
  const property = text.slice(0, Math.max(0, colon)).trim()
  const wanted = text.slice(colon + 1).trim()
  if (!/^[A-Za-z_]\w*(\/\w+)*$/.test(property) || wanted === '') {
    throw badSearch(`Invalid search clause ${quoted(text)}: a property name, a colon and a text are expected.`)
  }
  return { type: 'clause', property, text: wanted }
}

/** Properties a list searches: stated, or every text of a directory object that can be filtered. */
export function searchableIn(rules: ListRules): readonly string[] {
  if (rules.searchable) return rules.searchable
  if (!rules.advanced) return []
  const paths = [...Object.keys(rules.filterable), ...Object.keys(rules.advanced)]
  return paths.filter((path) => !path.includes('/') && kindOf(path, rules) === 'string')
}

/** Refuses properties that cannot be searched; gives the search back with every property spelt as documented. */
export function checkSearch(search: Search, rules: ListRules): Search {
  if (search.type !== 'clause') {
    return { ...search, left: checkSearch(search.left, rules), right: checkSearch(search.right, rules) }
  }
  const lower = search.property.toLowerCase()
  const property = searchableIn(rules).find((name) => name.toLowerCase() === lower)
  if (property !== undefined) return { ...search, property }
  throw new GraphError(
    400,
    'Request_UnsupportedQuery',
    `Unsupported or invalid query filter clause specified for property '${search.property}'${resourceOf(rules)}.`,
  )
}

/** Searched by words; every other property by its start. */
const tokenised = new Set(['displayName', 'description'])

/** Runs of letters and of digits; a capital after a small letter starts a word of its own. */
const words = /[\p{Lu}\p{Lt}]*[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|[\p{Lu}\p{Lt}]+|\p{N}+/gu
const symbols = /[^\p{L}\p{M}\p{N}\s]+/gu

const wordsOf = (text: string): string[] => text.match(words) ?? []

/** Words of a value, and what words make when only symbols part them: `hello.world` is also `helloworld`. */
function tokensOf(text: string): string[] {
  const single = wordsOf(text)
  const joined = text
    .split(/\s+/)
    .filter((chunk) => chunk.search(symbols) >= 0)
    .map((chunk) => chunk.replace(symbols, ''))
  return [...single, ...joined].map((token) => token.toLowerCase())
}

function wordTest(text: string): (value: string) => boolean {
  const wanted = wordsOf(text).map((token) => token.toLowerCase())
  // Nothing but symbols: they are tokens too, found wherever they stand.
  if (wanted.length === 0) return (value) => value.includes(text)
  return (value) => {
    const lower = value.toLowerCase()
    // Where no symbol joins words, a word that is nowhere in the text starts none of its words.
    if (value.search(symbols) < 0 && wanted.some((token) => !lower.includes(token))) return false
    const tokens = tokensOf(value)
    return wanted.every((token) => tokens.some((found) => found.startsWith(token)))
  }
}

/** Makes a search ready for many items. */
export function searchCondition<T>(search: Search, read: (item: T, property: string) => unknown): (item: T) => boolean {
  if (search.type !== 'clause') {
    const [left, right] = [searchCondition(search.left, read), searchCondition(search.right, read)]
    return search.type === 'and' ? (item) => left(item) && right(item) : (item) => left(item) || right(item)
  }
  const { property, text } = search
  const start = text.toLowerCase()
  const test = tokenised.has(property)
    ? wordTest(text)
    : (value: string): boolean => value.toLowerCase().startsWith(start)
  return (item) => {
    const value = read(item, property)
    return typeof value === 'string' && test(value)
  }
}
