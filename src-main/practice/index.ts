import { type ServerType, serve } from '@hono/node-server'

import { runWorld, type RunningWorld } from './control/running-world.ts'
import { type PracticeInfo, practiceInfo } from './info.ts'
import type { Practice } from './context.ts'
import type { Lags } from './lags.ts'
import { PracticeError } from './practice-error.ts'
import type { Settings } from './settings.ts'
import type { Clock } from './time.ts'

export type { PracticeInfo } from './info.ts'
export type { Lags } from './lags.ts'
export { lagPresets } from './lags.ts'
export { PracticeError } from './practice-error.ts'
export type { Settings } from './settings.ts'

export interface PracticeOptions {
  /** Folder of all state; made when it is not there. */
  home: string
  /** 0, the default, takes any free port. */
  port?: number
  /** What is not given stays as it was kept, or is the shortened default. */
  lags?: Partial<Lags>
  settings?: Partial<Omit<Settings, 'lags' | 'clockOffsetMs'>>
  /** The simulated moment to begin at, in milliseconds since 1970; later than now by the machine's clock. */
  startAt?: number
  /** People in a tenant that is not there yet, with its administrator. */
  users?: number
  /** The same word makes the same people. */
  seed?: string
  /** The machine's clock by default. */
  clock?: Clock
  /** Told of bugs met while answering; writes to stderr by default. */
  onFailure?: (error: unknown) => void
}

export interface PracticeServer {
  /** `http://127.0.0.1:<port>` */
  baseUrl: string
  /** Of the first tenant that is served now. */
  readonly info: PracticeInfo
  /** Name of the file, below `home`, where a damaged state was kept aside at this start; null when all was well. */
  recoveredFrom: string | null
  /** Back to the seed. Addresses, the administrator's password and `info` stay good; everything else is gone. */
  startOver(): Promise<void>
  /** Ends every connection and waits until the last change is written. */
  close(): Promise<void>
}

const writeFailure = (error: unknown): void => {
  process.stderr.write(`practice tenant: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}

const isPortInUse = (error: Error): boolean => 'code' in error && error.code === 'EADDRINUSE'

function listen(running: RunningWorld, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const { fetch } = running
    const server = serve({ fetch, hostname: '127.0.0.1', port, overrideGlobalObjects: false }, (address) => {
      running.world.baseUrl = `http://127.0.0.1:${String(address.port)}`
      resolve(server)
    })
    server.once('error', (error: Error) => {
      reject(
        isPortInUse(error)
          ? new PracticeError('port-in-use', `Port ${String(port)} is already in use.`, { cause: error })
          : error,
      )
    })
  })
}

function firstTenant({ world }: RunningWorld): Practice {
  const [first] = world.tenants
  if (!first) throw new Error('A practice server has at least one tenant.')
  return first
}

const infoOf = (running: RunningWorld): Promise<PracticeInfo> => {
  const first = firstTenant(running)
  return practiceInfo(first, running.mints.of(first))
}

/**
 * Starts the practice tenants on 127.0.0.1 with their state in `home`.
 *
 * Rejects with PracticeError `port-in-use` or `home-unusable`. A damaged state file does not stop it: the file is kept
 * aside, see `recoveredFrom`.
 */
export async function startPractice(options: PracticeOptions): Promise<PracticeServer> {
  const machineClock = options.clock ?? Date.now
  const running = await runWorld({
    home: options.home,
    clock: machineClock,
    settings: {
      ...options.settings,
      ...(options.startAt === undefined ? {} : { clockOffsetMs: Math.max(0, options.startAt - machineClock()) }),
    },
    lags: options.lags ?? {},
    users: options.users,
    seed: options.seed,
    onFailure: options.onFailure ?? writeFailure,
  })
  const server = await listen(running, options.port ?? 0)
  let info = await infoOf(running)
  running.onReplaced = async () => {
    info = await infoOf(running)
  }
  const { recoveredFrom } = firstTenant(running).store
  return {
    baseUrl: running.world.baseUrl,
    get info() {
      return info
    },
    recoveredFrom,
    startOver: () => firstTenant(running).startOver(),
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
      await running.close()
    },
  }
}
