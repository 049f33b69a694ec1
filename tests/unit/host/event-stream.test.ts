import { expect, it, vi } from 'vitest'

import { createEventStreams } from '../../../src-main/host/browser/event-stream.ts'
import { createEventHub } from '../../../src-main/host/event-hub.ts'
import { signedOut } from './stand-in-handlers.ts'

async function readAll(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text()
}

it('cuts off a reader that does not read, and keeps serving the others', async () => {
  const hub = createEventHub(() => undefined)
  const streams = createEventStreams(hub)
  const stuck = streams.open()
  for (let n = 0; n < 500; n += 1) hub.publish('session.changed', signedOut)
  const lively = streams.open()
  hub.publish('portal.changed', null)
  streams.closeAll()
  const told = (await readAll(stuck)).match(/event: /g)?.length ?? 0
  expect(told).toBeGreaterThan(100)
  expect(told).toBeLessThan(300)
  expect(await readAll(lively)).toBe('retry: 1000\n\nevent: portal.changed\ndata: null\n\n')
})

it('sends a comment now and then, so that a silent connection is known to be alive', async () => {
  vi.useFakeTimers()
  const streams = createEventStreams(createEventHub(() => undefined))
  const stream = streams.open()
  vi.advanceTimersByTime(45_000)
  streams.closeAll()
  vi.advanceTimersByTime(45_000)
  vi.useRealTimers()
  expect(await readAll(stream)).toBe('retry: 1000\n\n:\n\n:\n\n')
})
