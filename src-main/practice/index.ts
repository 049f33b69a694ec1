import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'

import { beginningOffset } from './control/clock.ts'
import { runWorld, type RunningWorld } from './control/running-world.ts'
import { startTenantOver } from './control/start-over.ts'
import { type PracticeInfo, practiceInfo } from './info.ts'
import type { Practice } from './context.ts'
import { isGraphUrl } from './graph/graph-server.ts'
import type { Lags } from './lags.ts'
import { PracticeError } from './practice-error.ts'
import type { Settings } from './settings.ts'
import type { SigningKey } from './state/tenant-record.ts'
import type { Clock } from './time.ts'

export { type FaultPresetName, faultPresetNames } from './faults/presets.ts'
export { readFaultsOption } from './faults/read-faults.ts'
export type { PracticeInfo } from './info.ts'
export type { Lags } from './lags.ts'
export { type LagPreset, lagPresetNames, lagPresets } from './lags.ts'
export { PracticeError } from './practice-error.ts'
export type { Settings } from './settings.ts'
export { newSigningKey } from './state/seed.ts'

export interface PracticeOptions {
  /** Folder of all state; made when it is not there. */
  home: string
  /** 0, the default, takes any free port. */
  port?: number
  /** What is not given stays as it was kept, or is the shortened default. */
  lags?: Partial<Lags>
  settings?: Partial<Omit<Settings, 'lags' | 'clockOffsetMs'>>
  /**
   * The simulated moment to begin at, in milliseconds since 1970. Earlier than now by the machine's clock, or than the
   * tenants that are there have come, it does nothing: the clock never goes back. See `now`.
   */
  startAt?: number
  /** Puts every tenant that is there back to its seed, and the clock to `startAt`, else to the machine's time. */
  startOver?: boolean
  /** People in a tenant that is not there yet, or starts over, with its administrator. See `population`. */
  users?: number
  /** The same word makes the same people. */
  seed?: string
  /** Signs the tokens of a first tenant that is not there yet; made for it when not given. */
  signingKey?: SigningKey
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
  /** What the first tenant was made with. */
  readonly population: { users: number; seed: string }
  /** Milliseconds since 1970 by the simulated clock. */
  now(): number
  /** Back to the seed. Addresses, the administrator's password and `info` stay good; everything else is gone. */
  startOver(): Promise<void>
  /** Ends every connection and waits until the last change is written. */
  close(): Promise<void>
}

const writeFailure = (error: unknown): void => {
  process.stderr.write(`practice tenant: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}

const isPortInUse = (error: Error): boolean => 'code' in error && error.code === 'EADDRINUSE'

function listen(running: RunningWorld, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const showPage = getRequestListener(running.fetch, { overrideGlobalObjects: false })
    const server = createServer((request, response) => {
      const answered = isGraphUrl(request.url ?? '') ? running.graph(request, response) : showPage(request, response)
      answered.catch((error: unknown) => {
        running.world.onFailure(error)
        response.destroy()
      })
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) {
        running.world.baseUrl = `http://127.0.0.1:${String(address.port)}`
      }
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
  const clock = options.clock ?? Date.now
  const { home, users, seed, startAt, startOver = false } = options
  const running = await runWorld({
    home,
    clock,
    settings: { ...options.settings, ...(await beginningOffset(home, clock(), { startAt, startOver })) },
    lags: options.lags ?? {},
    users,
    seed,
    signingKey: options.signingKey,
    onFailure: options.onFailure ?? writeFailure,
  })
  if (startOver) {
    for (const practice of running.world.tenants) {
      const isFirst = practice === firstTenant(running)
      await startTenantOver(practice, isFirst ? { users, seed } : {})
    }
  }
  const server = await listen(running, options.port ?? 0)
  let info = await infoOf(running)
  running.onReplaced = async () => {
    info = await infoOf(running)
  }
  const { recoveredFrom } = firstTenant(running).store
  const { users: people, seed: word } = firstTenant(running).store.state.population
  return {
    baseUrl: running.world.baseUrl,
    get info() {
      return info
    },
    recoveredFrom,
    population: { users: people, seed: word },
    now: () => running.world.clock(),
    startOver: () => startTenantOver(firstTenant(running)),
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
      server.closeAllConnections()
      await closed
      await running.close()
    },
  }
}
