import { join } from 'node:path'

import { defineConfig } from 'playwright/test'

import { browserArgs, findBrowser } from '../tooling/browser.ts'
import { countFile, resultsDir } from '../tooling/parts.ts'

const browser = findBrowser()

export default defineConfig({
  testDir: '.',
  globalSetup: './before-all.ts',
  outputDir: join(resultsDir, 'e2e'),
  reporter: [['list'], ['json', { outputFile: countFile('e2e') }]],
  forbidOnly: (process.env['CI'] ?? '') !== '',

  // Much of a test is waiting for the practice tenant's lags and quota, so three at a time fit on two cores.
  workers: 3,
  // Every test has a folder of its own: none has to wait for the others of its file while a worker is free.
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    viewport: { width: 1280, height: 840 },
    actionTimeout: 20_000,
    // A trace pictures every step, which takes more of the processor than the step: only for whoever asks for one.
    trace: (process.env['RESETLAB_TRACE'] ?? '') === '' ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    // What moves is drawn anew sixty times a second.
    contextOptions: { reducedMotion: 'reduce' },
    // Else a control that is not there is waited for until the whole test's time is over.
    navigationTimeout: 20_000,
    launchOptions: { args: browserArgs, ...(browser === null ? {} : { executablePath: browser.path }) },
  },
})
