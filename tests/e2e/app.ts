import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Page, test as plain } from 'playwright/test'

import { type Started, startResetLab } from './started.ts'

interface App {
  /** A folder of its own for each test, gone afterwards. */
  readonly home: string
  /** Starts ResetLab in that folder and opens its window in the page. */
  readonly open: (page: Page) => Promise<Started>
}

/** A test with the whole app in the browser host; what it wrote is attached to the report. */
export const test = plain.extend<App>({
  // Playwright reads what a fixture needs from its first parameter, which must be a pattern.
  // eslint-disable-next-line no-empty-pattern
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'resetlab-window-'))
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
