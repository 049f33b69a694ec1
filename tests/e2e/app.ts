import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Page, test as plain } from 'playwright/test'

import { servePractice } from './command-line.ts'
import { type Started, startResetLab } from './started.ts'

interface App {
  /** Whether the practice tenant makes people wait as it does by itself, with its lags and quota, or never. */
  readonly waits: 'usual' | 'none'
  /** A folder of its own for each test, gone afterwards. */
  readonly home: string
  /** Starts ResetLab in that folder and opens its window in the page. */
  readonly open: (page: Page) => Promise<Started>
}

interface Worker {
  /** A folder whose practice tenant, new otherwise, makes nobody wait. Made once, for copies. */
  readonly quickHome: string
}

/** A test with the whole app in the browser host; what it wrote is attached to the report. */
export const test = plain.extend<App, Worker>({
  waits: ['none', { option: true }],
  quickHome: [
    // Playwright reads what a fixture needs from its first parameter, which must be a pattern.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const home = await mkdtemp(join(tmpdir(), 'resetlab-quick-'))
      const practice = await servePractice('--home', home, '--lags', 'none', '--quota', 'off')
      await practice.stop()
      await use(home)
      await rm(home, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  home: async ({ waits, quickHome }, use) => {
    const home = await mkdtemp(join(tmpdir(), 'resetlab-window-'))
    if (waits === 'none') await cp(quickHome, home, { recursive: true })
    await use(home)
    await rm(home, { recursive: true, force: true })
  },
  open: async ({ home }, use, info) => {
    const started: Started[] = []
    await use(async (page) => {
      const app = startResetLab(['--host', 'browser', '--home', home])
      started.push(app)
      await page.goto(await app.ready)
      return app
    })
    for (const app of started) {
      await info.attach('what ResetLab wrote', { body: app.stderr() })
      await app.stop('SIGKILL')
    }
  },
})
