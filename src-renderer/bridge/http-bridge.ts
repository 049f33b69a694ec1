import type { Bridge } from '@contract/bridge'
import type { Reply } from '@contract/failure'
import { eventNames } from '@contract/names'

/** Why the browser host does not let this window in (any more). */
export type Outside = 'used-address' | 'ended'

const lost: Reply<never> = { ok: false, failure: { kind: 'unreachable', code: 'bridge.broken' } }

/** Exchanges the one-time token of the address for a cookie, and takes it out of the address. */
export async function enter(): Promise<Outside | null> {
  const token = new URLSearchParams(location.hash.replace(/^#/, '')).get('token')
  if (token === null) return null
  history.replaceState(null, '', location.pathname)
  const answer = await fetch('/bridge/enter', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-ResetLab': '1' },
    body: JSON.stringify({ token }),
  })
  return answer.status === 204 ? null : 'used-address'
}

interface HttpBridgeListener {
  /** The host turned us away. */
  readonly onOutside: (why: Outside) => void
  /** The stream of events broke and is back: what happened meanwhile was missed. */
  readonly onReconnect: () => void
}

/** The calls and events over the browser host's loopback address. */
export function createHttpBridge({ onOutside, onReconnect }: HttpBridgeListener): Bridge {
  const listeners = new Map<string, Set<(body: never) => void>>()
  const source = new EventSource('/bridge/events')
  let wasOpen = false
  source.addEventListener('open', () => {
    if (wasOpen) onReconnect()
    wasOpen = true
  })
  for (const name of eventNames) {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      // The host checks every body against its schema before it sends it.
      const body = JSON.parse(event.data) as never
      for (const listener of listeners.get(name) ?? []) listener(body)
    })
  }
  return {
    async call(name, ask) {
      try {
        const answer = await fetch(`/bridge/call/${name}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-ResetLab': '1' },
          body: JSON.stringify({ ask: ask ?? null }),
        })
        if (answer.status === 401) onOutside('ended')
        if (!answer.ok) return lost
        return (await answer.json()) as Reply<never>
      } catch {
        // The host has ended, or the network stack refused: one sentence covers both, and a retry is offered.
        return lost
      }
    },
    on(name, listener) {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all.add(listener))
      return () => all.delete(listener)
    },
  }
}
