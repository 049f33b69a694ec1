import type { Lags } from './lags.ts'
import type { Store } from './state/store.ts'
import type { Clock } from './time.ts'

/** What every part of the practice tenant works with. */
export interface Practice {
  store: Store
  clock: Clock
  lags: Lags
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  baseUrl: string
  /** Told of every error that was not meant; the person sees a page or a Graph error of status 500. */
  onFailure: (error: unknown) => void
}
