import type { EventBody } from '@contract/calls'
import type { EventName } from '@contract/names'

import { currentBridge } from './bridge'

/** Hears every event of one name from now on; returns its own unsubscribe. */
export function listen<K extends EventName>(name: K, listener: (body: EventBody<K>) => void): () => void {
  return currentBridge().on(name, listener)
}
