import { basename } from 'node:path'

import { largestPeopleFileBytes } from '../../contract/people.ts'
import { AppError } from '../../domain/app-error.ts'
import { unreadable } from '../../domain/people/unreadable.ts'
import { readPeopleFile } from '../../storage/people-file.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

type PeopleHandlers = Pick<Handlers, 'people.read'>

/** Base64 makes four signs of three bytes. */
const mostSigns = Math.ceil(largestPeopleFileBytes / 3) * 4

/** People from a CSV file. Nothing of the file is kept, and nothing of it is logged. */
export function peopleHandlers(desk: Desk): PeopleHandlers {
  return {
    'people.read': async ({ fileName, base64, mapping }) => {
      const file = basename(fileName).slice(0, 120)
      if (base64.length > mostSigns) throw unreadable(file, 'it is larger than 8 MB')
      const bytes = Buffer.from(base64, 'base64')
      return readPeopleFile({ fileName: file, bytes, domain: domainOf(desk), mapping: mapping ?? null })
    },
  }
}

/** The domain of the tenant; null while nobody is signed in, since a file can be read then as well. */
function domainOf(desk: Desk): string | null {
  try {
    return desk.connection().target.domain
  } catch (error) {
    if (error instanceof AppError && error.failure.kind === 'sign-in-required') return null
    throw error
  }
}
