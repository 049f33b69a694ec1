import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

import type { Page } from 'playwright'
import { z } from 'zod'

import { nextMessage } from './child.ts'

/** For `startResetLab`: the host's clock then goes as fast as it is told to. */
export const withFastClock = {
  messages: true,
  env: { NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'fast-clock.ts')).href}` },
}

const Memory = z.object({ heapBytes: z.number() })

const News = z.object({ ok: z.literal(true), value: z.object({ change: z.number(), dropped: z.number() }) })

const Current = z.object({
  value: z.object({ recordingId: z.string(), steps: z.array(z.object({ stepId: z.string() })) }),
})

const Done = z.object({ ok: z.literal(true) })

async function call(page: Page, name: string, ask: unknown = null): Promise<unknown> {
  return page.evaluate(
    async ([path, body]) => {
      const headers = { 'Content-Type': 'application/json', 'X-ResetLab': '1' }
      const answer = await fetch(path, { method: 'POST', headers, body })
      return (await answer.json()) as unknown
    },
    [`/bridge/call/${name}`, JSON.stringify({ ask })] as const,
  )
}

async function activityOf(page: Page): Promise<{ requests: number; isFull: boolean }> {
  const { value } = News.parse(await call(page, 'activity.list', { after: Number.MAX_SAFE_INTEGER }))
  // One change when a request goes out, one when its answer comes.
  return { requests: value.change / 2, isFull: value.dropped > 0 }
}

/** Asks for something of every step of the test, one after the other. */
async function ofEveryStep(page: Page, name: 'recording.openStep' | 'recording.look'): Promise<void> {
  const { recordingId, steps } = Current.parse(await call(page, 'recording.current')).value
  for (const { stepId } of steps) Done.parse(await call(page, name, { recordingId, stepId }))
}

/** What is left once everything that can go has gone. */
async function heapOf(child: ChildProcess): Promise<number> {
  const answer = nextMessage(child, Memory)
  child.send({ memory: true })
  return (await answer).heapBytes
}

/** What the host held of memory, and the requests it made; before: at the beginning of the hour. */
export interface HostHour {
  readonly before: number
  readonly halves: readonly { readonly heapBytes: number; readonly requests: number }[]
}

/** So much faster than life: a round trip of some 10 ms is still shorter than the shortest wait between two looks. */
const speed = 60
const looks = 6
const betweenMs = 5 * 60_000

/** Half an hour. What is under way at the moment of a look adds to the heap, so the least of several is what is held. */
async function halfHour(page: Page, child: ChildProcess): Promise<HostHour['halves'][number]> {
  const { requests: before } = await activityOf(page)
  const heaps: number[] = []
  for (let look = 0; look < looks; look += 1) {
    await pause(betweenMs / speed)
    heaps.push(await heapOf(child))
  }
  return { heapBytes: Math.min(...heaps), requests: Math.round((await activityOf(page)).requests - before) }
}

/**
 * An hour of what the host does by itself while a guided test is open on the Test screen and waits, with every step begun:
 * no more witnesses are ever asked side by side. What is kept of requests is bounded, and is filled to the bound with the
 * same ones before anything is counted.
 */
export async function hostHour(page: Page, child: ChildProcess): Promise<HostHour> {
  child.send({ speed: 10 * speed })
  await ofEveryStep(page, 'recording.openStep')
  while (!(await activityOf(page)).isFull) await ofEveryStep(page, 'recording.look')
  child.send({ speed })
  // Begun anew: looks are the further apart the older a step is.
  await ofEveryStep(page, 'recording.openStep')
  const before = await heapOf(child)
  const halves = [await halfHour(page, child), await halfHour(page, child)]
  child.send({ speed: 1 })
  return { before, halves }
}
