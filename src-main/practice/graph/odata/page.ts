import { createHash } from 'node:crypto'

import { GraphError } from '../answer.ts'
import type { Options } from './options.ts'

/** Where a page starts: by count, and by the ids on both sides of the cut, which hold when items come or go. */
interface Cursor {
  from: number
  /** The first item of the page, and the last of the page before it, as far as they have ids. */
  next: string | null
  last: string | null
}

/** What a token belongs to. `$select` and `$top` may change between pages. */
function fingerprint(url: string, options: Options, cursor: readonly unknown[]): string {
  const { pathname } = new URL(url)
  const asked = [pathname.toLowerCase(), options.filter, options.search, options.orderby, ...cursor]
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 22)
}

/** A token for `$skiptoken`: opaque to clients, of use for the same question only. */
export function writeToken(cursor: Cursor, url: string, options: Options): string {
  const place = [cursor.from, cursor.next, cursor.last]
  const text = JSON.stringify([...place, fingerprint(url, options, place)])
  return Buffer.from(text).toString('base64url')
}

const malformed = (): GraphError => new GraphError(400, 'BadRequest', 'The skip token is malformed.')

function decoded(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
  } catch (error) {
    throw error instanceof SyntaxError ? malformed() : error
  }
}

const isId = (value: unknown): value is string | null => value === null || typeof value === 'string'

/** Reads a token. One that was never handed out, or was for another question, is a 400. */
export function readToken(token: string, url: string, options: Options): Cursor {
  const read = decoded(token)
  const parts: readonly unknown[] = Array.isArray(read) ? read : []
  const [from, next, last, mark] = parts
  if (typeof from !== 'number' || !Number.isSafeInteger(from) || from < 0 || !isId(next) || !isId(last)) {
    throw malformed()
  }
  if (mark !== fingerprint(url, options, [from, next, last])) {
    throw new GraphError(
      400,
      'Directory_ExpiredPageToken',
      'The specified page token value has expired and can no longer be included in your request.',
    )
  }
  return { from, next, last }
}

/**
 * Finds where a page starts now. Usually that is where it was; else the item it was to start with is looked for, then
 * the one before. So a client that deletes page by page misses nothing.
 */
export function startOf<T>(items: readonly T[], cursor: Cursor, idOf: (item: T) => unknown): number {
  const { from, next, last } = cursor
  const isAt = (at: number, id: string | null): boolean => {
    const item = items[at]
    return id !== null && item !== undefined && idOf(item) === id
  }
  if (isAt(from, next) || (next === null && (last === null || isAt(from - 1, last)))) return from
  const nextAt = next === null ? -1 : items.findIndex((item) => idOf(item) === next)
  if (nextAt >= 0) return nextAt
  const lastAt = last === null ? -1 : items.findIndex((item) => idOf(item) === last)
  return lastAt >= 0 ? lastAt + 1 : Math.min(from, items.length)
}

/** The address of the next page: the one asked for, with every option as it was, and the token. */
export function nextLink(url: string, token: string): string {
  const [path = '', query = ''] = url.split('?')
  const kept = query.split('&').filter((part) => part !== '' && !/^(\$|%24)skiptoken(=|$)/i.test(part))
  return `${path}?${[...kept, `$skiptoken=${token}`].join('&')}`
}
