import { join } from 'node:path'

import { AppError } from '../domain/app-error.ts'
import { PracticeError, startPractice, type PracticeOptions, type PracticeServer } from '../practice/index.ts'
import { failureLine } from './failure-line.ts'
import { lockHome } from './home.ts'

/** The embedded practice tenant: started at its first use, one per home folder. */
export interface PracticeRoom {
  start(): Promise<PracticeServer>
  /** The practice tenant that runs now, or null. */
  running(): PracticeServer | null
  close(): Promise<void>
}

export const practiceFolder = (home: string): string => join(home, 'practice')

export function createPracticeRoom(home: string): PracticeRoom {
  let starting: Promise<PracticeServer> | null = null
  let server: PracticeServer | null = null
  return {
    start() {
      starting ??= openPractice(home, 0).then(
        (started) => {
          server = started
          return started
        },
        (error: unknown) => {
          starting = null
          throw error
        },
      )
      return starting
    },
    running: () => server,
    async close() {
      const started = await starting?.catch(() => null)
      await started?.close()
      starting = null
      server = null
    },
  }
}

/** What may be asked of a practice tenant when it is started; what is not asked stays as it was kept. */
export type PracticeWishes = Pick<PracticeOptions, 'lags' | 'settings' | 'startAt' | 'startOver' | 'users' | 'seed'>

/** Starts a practice tenant and holds its folder, so that no two servers write one state; its own errors become ours. */
export async function openPractice(home: string, port: number, wishes: PracticeWishes = {}): Promise<PracticeServer> {
  const lock = lockHome(practiceFolder(home))
  try {
    const onFailure = (error: unknown): void => {
      process.stderr.write(`${failureLine('practice tenant', error)}\n`)
    }
    const server = await startPractice({ ...wishes, home: practiceFolder(home), port, onFailure })
    const close = async (): Promise<void> => {
      try {
        await server.close()
      } finally {
        lock.release()
      }
    }
    return {
      ...server,
      // Asked each time: after an import other tenants are served.
      get info() {
        return server.info
      },
      close,
    }
  } catch (error) {
    lock.release()
    if (error instanceof PracticeError && error.code === 'port-in-use') {
      throw AppError.of('in-use', 'practice.port-in-use', { params: { port: String(port) }, cause: error })
    }
    if (error instanceof PracticeError && error.code === 'home-unusable') {
      throw AppError.of('invalid-input', 'home.unusable', { params: { home: practiceFolder(home) }, cause: error })
    }
    throw error
  }
}
