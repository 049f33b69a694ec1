import { type EventBody, events } from '../contract/calls.ts'
import type { EventName } from '../contract/names.ts'

/** An event with its own body, for a listener that hears them all. */
export type HubEvent = { [K in EventName]: { name: K; body: EventBody<K> } }[EventName]

export interface EventHub {
  /** Throws when the body does not fit its schema: a publisher's mistake, never a listener's. */
  publish<K extends EventName>(name: K, body: EventBody<K>): void
  /** Hears every event from now on; returns its own unsubscribe. */
  subscribe(listener: (event: HubEvent) => void): () => void
}

/** `onFailure` hears of a listener that threw; the other listeners and the publisher do not. */
export function createEventHub(onFailure: (name: EventName, error: unknown) => void): EventHub {
  const listeners = new Set<(event: HubEvent) => void>()
  return {
    publish(name, body) {
      // The parse returns the body of exactly this name's schema, a pairing TypeScript cannot follow through an index.
      const event = { name, body: events[name].parse(body) } as HubEvent
      for (const listener of [...listeners]) {
        try {
          listener(event)
        } catch (error) {
          onFailure(name, error)
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
