import { basename } from 'node:path'

import { largestPeopleFileBytes } from '../../contract/people.ts'
import { AppError } from '../../domain/app-error.ts'
import { unreadable } from '../../domain/people/unreadable.ts'
import { createPeopleFinder, type PeopleFinder } from '../../engine/check-people.ts'
import { readPeopleFile } from '../../storage/people-file.ts'
import type { Connection } from '../connection.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

type PeopleHandlers = Pick<
  Handlers,
  | 'people.read'
  | 'people.search'
  | 'people.check'
  | 'people.bringPasswords'
  | 'people.brought'
  | 'people.movePassword'
  | 'people.forget'
>

/** Base64 makes four signs of three bytes. */
const mostSigns = Math.ceil(largestPeopleFileBytes / 3) * 4

/** People from a CSV file, and people of the tenant. Of a file its passwords alone are kept, in memory; nothing is logged. */
export function peopleHandlers(desk: Desk): PeopleHandlers {
  const { brought } = desk
  const finders = new WeakMap<Connection, PeopleFinder>()
  let search = new AbortController()
  desk.onLeave(async () => {
    search.abort()
    brought.clear()
  })

  function finder(): PeopleFinder {
    const connection = desk.connection()
    const { graph, target } = connection
    const found = finders.get(connection) ?? createPeopleFinder(graph, desk.workspace.clock, target.operator.id)
    finders.set(connection, found)
    return found
  }

  /** Empty while nobody is signed in, since a file can be read then as well; the initial one alone when Graph is away. */
  async function domains(): Promise<string[]> {
    const initial = initialDomain(desk)
    return initial === null
      ? []
      : finder()
          .domains()
          .catch(() => [initial])
  }

  return {
    'people.read': async ({ fileName, base64, mapping }) => {
      const name = basename(fileName).slice(0, 120)
      if (base64.length > mostSigns) throw unreadable(name, 'it is larger than 8 MB')
      const bytes = Buffer.from(base64, 'base64')
      const read = readPeopleFile({ fileName: name, bytes, domains: await domains(), mapping: mapping ?? null })
      return { ...read.file, readingId: brought.open(read.passwords) }
    },
    'people.search': async ({ text }) => {
      search.abort()
      search = new AbortController()
      const wanted = text.trim()
      return wanted === '' ? { users: [], hasMore: false } : finder().search(wanted, search.signal)
    },
    'people.check': ({ names }) => finder().check(names),
    'people.bringPasswords': async ({ readingId, people }) => brought.bring(readingId, people),
    'people.brought': async () => brought.names(),
    'people.movePassword': async ({ from, to }) => brought.move(from, to),
    'people.forget': async ({ readingId }) => {
      brought.close(readingId)
    },
  }
}

function initialDomain(desk: Desk): string | null {
  try {
    return desk.connection().target.domain
  } catch (error) {
    if (error instanceof AppError && error.failure.kind === 'sign-in-required') return null
    throw error
  }
}
