import type { Answer, Ask } from '@contract/calls'
import type { Reply } from '@contract/failure'
import type { CallName } from '@contract/names'

import { currentBridge } from './bridge'

/** Asks the main process. Never rejects: a broken bridge comes back as a failure like any other. */
export async function ask<K extends CallName>(name: K, body: Ask<K>): Promise<Reply<Answer<K>>> {
  try {
    return await currentBridge().call(name, plain(body))
  } catch {
    return { ok: false, failure: { kind: 'bug', code: 'bridge.broken' } }
  }
}

/** Vue proxies cannot be cloned across processes, so what crosses the bridge is copied first. */
function plain<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T)
}
