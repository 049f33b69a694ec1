import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Page, test as plain } from 'playwright/test'

import { quickHome } from './before-all.ts'
import { type Started, startResetLab } from './started.ts'

interface App {
  /** Whether the practice tenant makes people wait as it does by itself, with its lags and quota, or never. */
  readonly waits: 'usual' | 'none'
  /** A folder of its own for each test, gone afterwards. */
  readonly home: string
  /** Starts ResetLab in that folder and opens its window in the page. */
  readonly open: (page: Page) => Promise<Started>
}

/** A test with the whole app in the browser host; what it wrote is attached to the report. */
export const test = plain.extend<App>({
  waits: ['none', { option: true }],
  home: async ({ waits }, use) => {
    const home = await mkdtemp(join(tmpdir(), 'resetlab-window-'))
    if (waits === 'none') await cp(quickHome(), home, { recursive: true })
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
