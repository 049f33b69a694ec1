import type { EventHub, HubEvent } from '../event-hub.ts'

const heartbeatMs = 20_000
/** A reader this far behind is cut off: it loses nothing by connecting again, for then it asks for the whole. */
const longestQueue = 200

export interface EventStreams {
  /** A new `text/event-stream` body: every event of the hub from now on. */
  open(): ReadableStream<Uint8Array>
  closeAll(): void
}

/** The hub's events as server-sent events (HTML standard, section 9.2). JSON has no bare newline, so one data line is enough. */
export function createEventStreams(hub: EventHub): EventStreams {
  const closers = new Set<() => void>()
  const encoder = new TextEncoder()

  const open = (): ReadableStream<Uint8Array> => {
    let close = (): void => undefined
    return new ReadableStream<Uint8Array>(
      {
        start(controller) {
          const write = (text: string): void => {
            controller.enqueue(encoder.encode(text))
            if ((controller.desiredSize ?? 0) < -longestQueue) end()
          }
          // Proxies and sleeping laptops drop silent connections; a comment line keeps this one known to be alive.
          const heartbeat = setInterval(() => {
            write(':\n\n')
          }, heartbeatMs)
          const unsubscribe = hub.subscribe(({ name, body }: HubEvent) => {
            write(`event: ${name}\ndata: ${JSON.stringify(body)}\n\n`)
          })
          close = () => {
            clearInterval(heartbeat)
            unsubscribe()
            closers.delete(end)
          }
          const end = (): void => {
            if (!closers.has(end)) return
            close()
            controller.close()
          }
          closers.add(end)
          write('retry: 1000\n\n')
        },
        cancel() {
          close()
        },
      },
      { highWaterMark: 1 },
    )
  }

  return {
    open,
    closeAll() {
      for (const close of [...closers]) close()
    },
  }
}
