/**
 * What the window costs in the browser host, side by side with an empty page of the same libraries, built by the same
 * plugins and served by a process of its own: time to a usable first screen, JavaScript to be read before it, time from
 * screen to screen, frames of a table of 5 000 rows, and what an hour of polling leaves in memory, of the window and of the
 * host behind it. Times are of this machine and whatever else it does, which is said: medians, and the best of three where a
 * single late frame counts.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Browser, chromium, type Page } from 'playwright'
import { z } from 'zod'

import { mostActivity } from '../../src-main/contract/activity.ts'
import buildOnce from '../e2e/build-once.ts'
import { signInAsOperator } from '../e2e/practice-pages.ts'
import { type Started, startResetLab, type StartWays } from '../e2e/started.ts'
import { browserArgs, findBrowser } from '../tooling/browser.ts'
import { root } from '../tooling/parts.ts'
import { startChild, stopChild } from './support/child.ts'
import { buildEmptyPage } from './support/empty-page.ts'
import { firstLoad } from './support/first-load.ts'
import { hostHour, withFastClock } from './support/host-hour.ts'
import { type Frames, type Held, heldBy, scrollFrames, scrollWork, switchTo } from './support/page-times.ts'
import { fullLog, holdStream, looksIn, replayLooks } from './support/polling-replay.ts'

const rounds = 5
const tableRows = 5000

const say = (line: string): void => {
  console.log(`window: ${line}`)
}
function aim(isMet: boolean, what: string): void {
  say(`  ${isMet ? 'aim met:   ' : 'AIM MISSED:'} ${what}`)
  if (!isMet) process.exitCode = 1
}
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const ms = (value: number): string => `${value.toFixed(0)} ms`
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(2)} MB`
const times = (value: number, other: number): string => `${(value / other).toFixed(1)} times the empty page's`

/** A page of its own in a window without a past: nothing is in its cache. */
async function inNewPage<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } })
  try {
    return await work(await context.newPage())
  } finally {
    await context.close()
  }
}

interface Served {
  readonly url: string
  stop(): Promise<unknown>
}

async function serveWindow(ways: StartWays = {}): Promise<Served & Pick<Started, 'child'>> {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-bench-'))
  const app = startResetLab(['--host', 'browser', '--home', home], ways)
  const stop = async (): Promise<void> => {
    await app.stop()
    await rm(home, { recursive: true, force: true })
  }
  return { url: await app.ready, child: app.child, stop }
}

async function serveEmpty(folder: string): Promise<Served> {
  const { child, said } = await startChild('static-server.ts', [folder], z.object({ baseUrl: z.string() }))
  return { url: said.baseUrl, stop: () => stopChild(child) }
}

/** From the start of the process until the button of the first screen can be pressed. */
async function firstScreen(browser: Browser, serve: () => Promise<Served>, button: string): Promise<number> {
  const began = performance.now()
  const served = await serve()
  try {
    return await inNewPage(browser, async (page) => {
      await page.goto(served.url)
      await page.getByRole('button', { name: button }).click({ trial: true })
      return performance.now() - began
    })
  } finally {
    await served.stop()
  }
}

async function start(browser: Browser, empty: string): Promise<void> {
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await firstScreen(browser, serveWindow, 'Practise without an account'))
    bare.push(await firstScreen(browser, () => serveEmpty(empty), 'Begin'))
  }
  const [own, other] = [median(ours), median(bare)]
  say(`from start to usable first screen, built, median of ${rounds}: ${ms(own)}; empty page ${ms(other)}`)
  say(`  ${times(own, other)}`)
}

async function javaScript(empty: string): Promise<void> {
  const own = await firstLoad(join(root, 'out/renderer'))
  const bare = await firstLoad(empty)
  say(
    `first-load JavaScript: ${kilobytes(own.gzipBytes)} gzip in ${own.files} files (${kilobytes(own.bytes)} unpacked); empty page ${kilobytes(bare.gzipBytes)} gzip`,
  )
  say(`  ${times(own.gzipBytes, bare.gzipBytes)}`)
  aim(own.gzipBytes <= 250_000, `${kilobytes(own.gzipBytes)} ≤ 250 kB gzip`)
}

async function switches(page: Page, paths: readonly string[]): Promise<{ first: number; later: number }> {
  const first: number[] = []
  const later: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    for (const path of paths) (round === 0 ? first : later).push(await switchTo(page, path))
  }
  return { first: median(first), later: median(later) }
}

/** The people of a file, as the Users step shows them before they are taken over. */
async function openTable(page: Page): Promise<void> {
  for (const step of ['Group', 'Users']) await page.getByRole('button', { name: `Next: ${step}` }).click()
  const people = Array.from({ length: tableRows }, (_, at) => `Learner ${at},learner${at}@practicelab.onmicrosoft.com`)
  const text = ['Name [displayName] Required,User name [userPrincipalName] Required', ...people].join('\n')
  await page
    .getByLabel('CSV file of people')
    .setInputFiles({ name: 'class.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('region', { name: 'People in the file' }).getByRole('row').nth(3).waitFor()
}

async function bestScroll(page: Page, region: string): Promise<Frames> {
  let best: Frames | null = null
  for (let round = 0; round < 3; round += 1) {
    const next = await scrollFrames(page, region)
    if (best === null || next.late < best.late || (next.late === best.late && next.longestMs < best.longestMs))
      best = next
  }
  if (best === null) throw new Error('Nothing was scrolled')
  return best
}

const framesOf = ({ count, late, longestMs }: Frames): string =>
  `${late} of ${count} frames over 50 ms, the longest ${ms(longestMs)}`

const heldIn = ({ heapBytes, nodes, listeners }: Held): string =>
  `${megabytes(heapBytes)}, ${nodes} nodes, ${listeners} listeners`

/**
 * Ten minutes of looks, the rest of an hour, and as many again: what those add would go on without an end.
 */
async function polling(page: Page, screen: string, before = 0): Promise<void> {
  const [tenMinutes, hour] = [looksIn(10), looksIn(60)]
  const secondHour = 2 * hour - tenMinutes
  const marks = [before + tenMinutes, before + hour, before + secondHour]
  const held: Held[] = []
  for (const [at, mark] of marks.entries()) {
    await replayLooks(page, marks[at - 1] ?? 0, mark)
    held.push(await heldBy(page))
  }
  const [early, late, later] = held
  if (!early || !late || !later) throw new Error('Nothing was measured')
  const growth = (from: Held, to: Held): string => `${(100 * (to.heapBytes / from.heapBytes - 1)).toFixed(1)} %`
  say(`heap after ${tenMinutes} looks, as many as ten minutes bring, ${screen}: ${heldIn(early)}`)
  say(`  after ${hour}, as many as an hour brings: ${heldIn(late)}, ${growth(early, late)} more`)
  say(`  after ${hour - tenMinutes} more: ${heldIn(later)}`)
  aim(
    later.heapBytes / late.heapBytes <= 1.01,
    `level after an hour: ${growth(late, later)} more for as many looks again (≤ 1 %)`,
  )
}

async function emptyPage(browser: Browser, folder: string) {
  const { url, stop } = await serveEmpty(folder)
  try {
    return await inNewPage(browser, async (page) => {
      await page.goto(url)
      await page.getByRole('button', { name: 'Begin' }).waitFor()
      const held = await heldBy(page)
      const switched = await switches(page, ['/other', '/'])
      await switchTo(page, '/table')
      return { held, switched, frames: await bestScroll(page, 'Rows') }
    })
  } finally {
    await stop()
  }
}

/** Signed in to the practice tenant, with a lab chosen and nothing applied. */
async function chooseLab(page: Page): Promise<void> {
  await signInAsOperator(page)
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  await page.getByRole('button', { name: 'Next: Group' }).waitFor()
}

/** From one of the wizard's steps to a guided test whose witnesses have nothing to say yet. */
async function beginTest(page: Page, stepsLeft: readonly string[]): Promise<void> {
  for (const step of stepsLeft) await page.getByRole('button', { name: `Next: ${step}` }).click()
  await page.getByRole('button', { name: /^Apply to/ }).click()
  await page.getByText(/^All \d+ done\.$/).waitFor()
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await page.getByRole('button', { name: 'Start the guided test' }).click()
  await page.getByText('Not yet seen', { exact: true }).first().waitFor()
}

async function inTheWindow(browser: Browser, page: Page, bare: Awaited<ReturnType<typeof emptyPage>>): Promise<void> {
  const atStart = await heldBy(page)
  say(`heap of the first screen: ${heldIn(atStart)}; empty page ${heldIn(bare.held)}`)
  await chooseLab(page)

  const { first, later } = await switches(page, ['/', '/set-up', '/test', '/evidence', '/activity', '/settings'])
  const { first: bareFirst, later: bareLater } = bare.switched
  say(`from screen to screen, median: ${ms(first)} the first time, ${ms(later)} later`)
  say(`  empty page ${ms(bareFirst)} and ${ms(bareLater)}: ${times(first, bareFirst)} and ${times(later, bareLater)}`)

  await switchTo(page, '/set-up')
  await openTable(page)
  const frames = await bestScroll(page, 'People in the file')
  say(`${tableRows} rows of a file, every cell a field, by wheel to the end, best of three: ${framesOf(frames)}`)
  say(`  empty page, as many plain rows: ${framesOf(bare.frames)}`)
  const work = await scrollWork(browser, page, 'People in the file')
  say(
    `  once more by processor time alone: ${work.filter((each) => each > 50).length} of ${work.length} tasks over 50 ms, the longest ${ms(work[0] ?? 0)}`,
  )
  aim(frames.late === 0, `no frame over 50 ms`)
  await page.getByRole('button', { name: 'Close the file' }).click()

  await beginTest(page, ['Licences', 'SSPR', 'Review'])
  await polling(page, 'on the Test screen')
  await fullLog(page)
  await switchTo(page, '/activity')
  // The log may fill up; it is full of calls that came one by one before anything is counted.
  await polling(page, 'on the Activity screen with a full log', mostActivity / 2)
}

/** The process behind the window, its practice tenant in it, by a clock that goes faster. */
async function inTheHost(browser: Browser): Promise<void> {
  const { url, child, stop } = await serveWindow(withFastClock)
  try {
    const { before, halves } = await inNewPage(browser, async (page) => {
      page.setDefaultTimeout(60_000)
      await page.goto(url)
      await chooseLab(page)
      await beginTest(page, ['Group', 'Users', 'Licences', 'SSPR', 'Review'])
      return hostHour(page, child)
    })
    const [first, second] = halves
    if (!first || !second) throw new Error('Nothing was measured')
    const growth = `${(100 * (second.heapBytes / first.heapBytes - 1)).toFixed(1)} %`
    say(`heap of the host when an hour of polling begins, its log of requests full: ${megabytes(before)}`)
    say(`  after half an hour and ${first.requests} requests: ${megabytes(first.heapBytes)}`)
    say(`  after an hour and ${second.requests} more: ${megabytes(second.heapBytes)}`)
    // From one collection to the next it differs by about one percent, either way.
    aim(second.heapBytes / first.heapBytes <= 1.02, `level: ${growth} more after the second half hour (≤ 2 %)`)
  } finally {
    await stop()
  }
}

const load = (): string =>
  loadavg()
    .map((each) => each.toFixed(1))
    .join(', ')

say(`load of the machine before: ${load()}`)
await buildOnce()
const empty = await buildEmptyPage()
const found = findBrowser()
const browser = await chromium.launch({ args: browserArgs, ...(found ? { executablePath: found.path } : {}) })
try {
  await javaScript(empty)
  await start(browser, empty)
  const bare = await emptyPage(browser, empty)
  const app = await serveWindow()
  try {
    await inNewPage(browser, async (page) => {
      page.setDefaultTimeout(60_000)
      await holdStream(page)
      await page.goto(app.url)
      await page.getByRole('button', { name: 'Practise without an account' }).waitFor()
      await inTheWindow(browser, page, bare)
    })
  } finally {
    await app.stop()
  }
  await inTheHost(browser)
  say(`load of the machine after: ${load()}`)
} finally {
  await browser.close()
  await rm(empty, { recursive: true, force: true })
}
