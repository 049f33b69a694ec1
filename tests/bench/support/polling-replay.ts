import type { Page } from 'playwright'
import { z } from 'zod'

import { latenessOf, type WitnessId } from '../../../src-main/domain/witnesses.ts'
import { nextLookInMs } from '../../../src-main/engine/look-pacing.ts'
import { mostActivity } from '../../../src-main/contract/activity.ts'

/**
 * What polling brings to the window, without its waits: the events the host sent before are handed to the window's own
 * stream again, each with a newer look in it, at the number the pacing of the engine makes of so much time.
 */

declare global {
  interface Window {
    benchStream?: EventSource
    benchEvents?: Map<string, string>
  }
}

/** Looks in so many minutes when nothing settles, every witness asked at its own pace. */
export function looksIn(minutes: number): number {
  const endMs = minutes * 60_000
  const witnesses = Object.keys(latenessOf) as WitnessId[]
  return witnesses.reduce((total, witness) => {
    let looks = 0
    for (let ageMs = 0; ageMs < endMs; ageMs += nextLookInMs(witness, ageMs)) looks += 1
    return total + looks
  }, 0)
}

/** Before the page is opened: keeps hold of its stream, and of the newest event of each name. */
export async function holdStream(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const names = ['recording.changed', 'recordings.changed', 'activity.changed']
    const events = (window.benchEvents = new Map<string, string>())
    const Stream = window.EventSource
    window.EventSource = class extends Stream {
      constructor(url: string | URL, init?: EventSourceInit) {
        super(url, init)
        window.benchStream = this
        for (const name of names) {
          this.addEventListener(name, ({ data, isTrusted }: MessageEvent<string>) => {
            if (isTrusted) events.set(name, data)
          })
        }
      }
    }
  })
}

/** As many looks as lie between the two; each brings a recording, the list of open ones, and a call sent and answered. */
export async function replayLooks(page: Page, from: number, to: number): Promise<void> {
  const sent = await page.evaluate(
    async ([first, last]) => {
      const { benchStream: stream, benchEvents: events } = window
      const body = (name: string): Record<string, unknown> | null => {
        const data = events?.get(name)
        return data === undefined ? null : (JSON.parse(data) as Record<string, unknown>)
      }
      const send = (name: string, change: (known: Record<string, unknown>) => void): boolean => {
        const known = body(name)
        if (known === null || !stream) return false
        change(known)
        return stream.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(known) }))
      }
      let recordings = 0
      for (let look = first; look < last; look += 1) {
        const at = new Date(Date.now() + look * 1000).toISOString()
        const isSent = send('recording.changed', (known) => {
          known['events'] = Number(known['events']) + look + 1
          const steps = known['steps'] as { claims: { witness: Record<string, unknown> }[] }[]
          for (const { claims } of steps) for (const { witness } of claims) witness['lookedAt'] = at
        })
        recordings += isSent ? 1 : 0
        send('recordings.changed', () => undefined)
        for (const half of [1, 2]) {
          send('activity.changed', (known) => {
            known['change'] = Number(known['change']) + 2 * look + half
          })
        }
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
      return recordings
    },
    [from, to] as const,
  )
  if (sent !== to - from) throw new Error(`Only ${String(sent)} of ${String(to - from)} events of a recording came`)
}

const News = z.object({
  ok: z.literal(true),
  value: z.object({ calls: z.array(z.looseObject({ id: z.number(), change: z.number() })) }),
})
const Asked = z.object({ ask: z.object({ after: z.number() }) })

/** Answers for the log of calls as it is when it is full: every time somebody asks, two newer calls push out two older ones. */
export async function fullLog(page: Page): Promise<void> {
  let template: Record<string, unknown> | null = null
  let newest = mostActivity
  await page.route('**/bridge/call/activity.list', async (route) => {
    if (template === null) {
      const news = News.parse(await (await route.fetch()).json())
      template = news.value.calls.at(-1) ?? null
    }
    const { after } = Asked.parse(route.request().postDataJSON()).ask
    if (after > 0) newest += 2
    const first = after > 0 ? newest - 1 : newest - mostActivity + 1
    const calls = Array.from({ length: newest - first + 1 }, (_, at) => ({
      ...template,
      items: [],
      id: first + at,
      change: first + at,
    }))
    const value = { change: newest, oldest: newest - mostActivity + 1, dropped: newest - mostActivity, calls }
    await route.fulfill({ json: { ok: true, value } })
  })
}
