import type { Lags } from './lags.ts'
import type { Settings } from './settings.ts'
import type { RegistrationRow } from './state/model.ts'
import type { Store } from './state/store.ts'
import type { Clock } from './time.ts'

/** The registration report as it was last computed. Kept in memory: after a restart it is computed anew. */
export interface ReportSnapshot {
  computedAt: number
  rows: ReadonlyMap<string, RegistrationRow>
}

/** What every part of one practice tenant works with. */
export interface Practice {
  readonly store: Store
  /** The simulated clock. */
  readonly clock: Clock
  /** The machine's clock, which a real authenticator app goes by. */
  readonly machineClock: Clock
  readonly settings: Settings
  readonly lags: Lags
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  readonly baseUrl: string
  report: ReportSnapshot | null
  /** Back to the seed, or to another one. */
  startOver(population?: Parameters<Store['startOver']>[0]): Promise<void>
  /** Told of every error that was not meant; the person sees a page or a Graph error of status 500. */
  readonly onFailure: (error: unknown) => void
}
