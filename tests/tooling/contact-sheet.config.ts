import { defineConfig } from 'playwright/test'

import e2e from '../e2e/playwright.config.ts'
import { root } from './parts.ts'

/** The contact sheet is a walk like those of the e2e tests, but it looks instead of asserting, so it is none of them. */
export default defineConfig({
  ...e2e,
  testDir: '.',
  testMatch: 'contact-sheet.ts',
  globalSetup: `${root}/tests/e2e/before-all.ts`,
  outputDir: `${root}/test-results/contact-sheet-run`,
  reporter: 'list',
  workers: 1,
})
