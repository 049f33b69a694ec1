import type { Browser, CDPSession, Page } from 'playwright'
import { z } from 'zod'

/** From the click on a link of the rail until the new page's heading stands and is painted, in ms by the page's clock. */
export function switchTo(page: Page, path: string): Promise<number> {
  return page.evaluate(
    (to) =>
      new Promise<number>((resolve, reject) => {
        const before = document.querySelector('main h1')
        const link = document.querySelector<HTMLElement>(`nav a[href="#${to}"]`)
        const began = performance.now()
        const look = (): void => {
          const heading = document.querySelector('main h1')
          const isLoading = document.querySelector('main [role=status][aria-label=Loading]') !== null
          if (performance.now() - began > 20_000) reject(new Error(`${to} did not come`))
          else if (heading === null || heading === before || isLoading) requestAnimationFrame(look)
          // The frame that is being made shows it; a task behind it is after the paint.
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)))
        }
        link?.click()
        look()
      }),
    path,
  )
}

export interface Frames {
  readonly count: number
  /** Those that came more than 50 ms after the one before. */
  readonly late: number
  readonly longestMs: number
}

/** Turns of the wheel, in pixels: somebody reads, and then is in a hurry to the end. */
const readingStep = 240
const readingSteps = 100
const hurriedSteps = 60

/** Scrolls a region from its top to its end by the wheel, and looks at every frame meanwhile. */
export async function scrollFrames(page: Page, region: string): Promise<Frames> {
  const list = page.getByRole('region', { name: region })
  const height = await list.evaluate((element) => {
    element.scrollTop = 0
    return element.scrollHeight
  })
  await list.hover()
  const frames = await page.evaluateHandle(() => {
    const seen = { gaps: [] as number[], isOver: false }
    let last = performance.now()
    const next = (now: number): void => {
      seen.gaps.push(now - last)
      last = now
      if (!seen.isOver) requestAnimationFrame(next)
    }
    requestAnimationFrame((now) => {
      last = now
      requestAnimationFrame(next)
    })
    return seen
  })
  for (let turn = 0; turn < readingSteps; turn += 1) await page.mouse.wheel(0, readingStep)
  for (let turn = 0; turn < hurriedSteps; turn += 1) await page.mouse.wheel(0, Math.ceil(height / hurriedSteps))
  const gaps = await frames.evaluate((seen) => {
    seen.isOver = true
    return seen.gaps
  })
  const left = await list.evaluate(
    ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight,
  )
  if (left > 1000) throw new Error(`${region} was not scrolled to its end: ${String(left)} px are left`)
  return { count: gaps.length, late: gaps.filter((gap) => gap > 50).length, longestMs: Math.max(...gaps) }
}

const Trace = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      tdur: z.number().optional(),
      args: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
})

/**
 * Scrolls the same way once more and adds up what each task of the page's thread takes of a processor, in ms, the longest
 * first: what else the machine does meanwhile is not in it.
 */
export async function scrollWork(browser: Browser, page: Page, region: string): Promise<number[]> {
  const categories = ['disabled-by-default-devtools.timeline', '__metadata']
  await browser.startTracing(page, { categories })
  await scrollFrames(page, region)
  const { traceEvents } = Trace.parse(JSON.parse((await browser.stopTracing()).toString()))
  const threads = new Set(
    traceEvents.filter(({ args }) => args?.['name'] === 'CrRendererMain').map(({ pid, tid }) => `${pid}.${tid}`),
  )
  const tasks = traceEvents.filter(({ name, pid, tid }) => name === 'RunTask' && threads.has(`${pid}.${tid}`))
  if (tasks.length === 0) throw new Error('The browser told of no tasks')
  return tasks.map(({ tdur = 0 }) => tdur / 1000).sort((a, b) => b - a)
}

const Snapshot = z.object({
  snapshot: z.object({ meta: z.object({ node_fields: z.array(z.string()), node_types: z.array(z.unknown()) }) }),
  nodes: z.array(z.number()),
})

/**
 * What scripts hold on to, in bytes. Not in it: code, which the browser goes on compiling for as long as something runs, the
 * later the busier the machine; and what the browser keeps beside the heap, such as its list of slow frames.
 */
async function scriptBytes(cdp: CDPSession): Promise<number> {
  const chunks: string[] = []
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await cdp.send('HeapProfiler.takeHeapSnapshot')
  const { snapshot, nodes } = Snapshot.parse(JSON.parse(chunks.join('')))
  const { node_fields: fields, node_types: types } = snapshot.meta
  const names = z.array(z.string()).parse(types[0])
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')]
  let sum = 0
  for (let at = 0; at < nodes.length; at += fields.length) {
    const name = names[nodes[at + type] ?? -1]
    if (name !== 'code' && name !== 'native') sum += nodes[at + size] ?? 0
  }
  return sum
}

export interface Held {
  readonly heapBytes: number
  readonly nodes: number
  readonly listeners: number
}

/** What the page holds on to once everything that can go has gone. */
export async function heldBy(page: Page): Promise<Held> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  await cdp.send('HeapProfiler.enable')
  // What the first collection lets go of may hold more.
  for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage')
  const heapBytes = await scriptBytes(cdp)
  const { metrics } = await cdp.send('Performance.getMetrics')
  const metric = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? 0
  await cdp.detach()
  return { heapBytes, nodes: metric('Nodes'), listeners: metric('JSEventListeners') }
}
