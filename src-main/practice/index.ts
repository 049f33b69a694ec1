import { type ServerType, serve } from '@hono/node-server'

import type { Practice } from './context.ts'
import { type PracticeInfo, publicInfo } from './info.ts'
import { type Lags, shortenedLags } from './lags.ts'
import { PracticeError } from './practice-error.ts'
import { createPracticeApp } from './practice-app.ts'
import { adminToken, createTokenMint } from './signin/token-mint.ts'
import { openStore } from './state/store.ts'
import type { Clock } from './time.ts'

export type { PracticeInfo } from './info.ts'
export type { Lags } from './lags.ts'
export { PracticeError } from './practice-error.ts'

export interface PracticeOptions {
  /** Folder of the state file; made when it is not there. */
  home: string
  /** 0, the default, takes any free port. */
  port?: number
  /** Milliseconds; what is not given is the shortened default. */
  lags?: Partial<Lags>
  /** Milliseconds since 1970; the machine's clock by default. */
  clock?: Clock
  /** Told of bugs met while answering; writes to stderr by default. */
  onFailure?: (error: unknown) => void
}

export interface PracticeServer {
  /** `http://127.0.0.1:<port>` */
  baseUrl: string
  info: PracticeInfo
  /** Name of the file in `home` where a damaged state was kept aside at this start; null when all was well. */
  recoveredFrom: string | null
  /** Back to the seed. Addresses, the administrator's password and `info` stay good; everything else is gone. */
  startOver(): Promise<void>
  /** Ends every connection and waits until the last change is on the disk. */
  close(): Promise<void>
}

const writeFailure = (error: unknown): void => {
  process.stderr.write(`practice tenant: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}

const isPortInUse = (error: Error): boolean => 'code' in error && error.code === 'EADDRINUSE'

function listen(practice: Practice, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const app = createPracticeApp(practice)
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port, overrideGlobalObjects: false }, (address) => {
      practice.baseUrl = `http://127.0.0.1:${String(address.port)}`
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

/**
 * Starts the practice tenant on 127.0.0.1 with its state in `home`.
 *
 * Rejects with PracticeError `port-in-use` or `home-unusable`. A damaged state file does not stop it: the file is kept
 * aside, see `recoveredFrom`.
 */
export async function startPractice(options: PracticeOptions): Promise<PracticeServer> {
  const clock = options.clock ?? Date.now
  const store = await openStore(options.home, clock)
  const practice: Practice = {
    store,
    clock,
    lags: { ...shortenedLags, ...options.lags },
    baseUrl: 'http://127.0.0.1:0',
    onFailure: options.onFailure ?? writeFailure,
  }
  const server = await listen(practice, options.port ?? 0)
  const mint = createTokenMint(practice)
  const info: PracticeInfo = {
    ...publicInfo(practice),
    adminPassword: store.state.admin.password,
    adminToken: await adminToken(practice, mint),
  }
  return {
    baseUrl: practice.baseUrl,
    info,
    recoveredFrom: store.recoveredFrom,
    startOver: () => store.startOver(),
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
      await store.saved()
    },
  }
}
