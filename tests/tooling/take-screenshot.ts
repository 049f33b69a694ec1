import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { chromium } from 'playwright'

import { startResetLab } from '../e2e/started.ts'
import { browserArgs, findBrowser } from './browser.ts'
import { root } from './parts.ts'

/** Makes the README's picture from the running app: the guided test, with the portal step still to be done. */
const picture = join(root, 'resources/screenshot.png')
const home = await mkdtemp(join(tmpdir(), 'resetlab-picture-'))
const app = startResetLab(['--host', 'browser', '--home', home])
const found = findBrowser()
const browser = await chromium.launch({ args: browserArgs, ...(found ? { executablePath: found.path } : {}) })
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  await page.goto(await app.ready)
  await page.getByRole('button', { name: 'Practise without an account' }).click()
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open the sign-in page' }).click()
  const signIn = await opened
  await signIn.getByRole('button', { name: 'Fill these in for me' }).click()
  await signIn.getByRole('button', { name: 'Sign in' }).click()
  await signIn.getByRole('checkbox', { name: 'Consent on behalf of your organization' }).check()
  await signIn.getByRole('button', { name: 'Accept' }).click()
  await page.getByRole('heading', { name: 'Welcome to your lab' }).waitFor()
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Reset with an authenticator app code/ }).click()
  for (const step of ['Group', 'Users', 'Licences', 'SSPR', 'Review']) {
    await page.getByRole('button', { name: `Next: ${step}` }).click()
  }
  await page.getByRole('button', { name: /^Apply to/ }).click()
  await page.getByText(/^All \d+ done\.$/).waitFor()
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await page.getByRole('button', { name: 'Start the guided test' }).click()
  await page.getByText('Not yet seen', { exact: true }).first().waitFor()
  // Drawn anew: the headless browser sometimes keeps the old colour of a word that has just changed.
  await page.reload()
  await page.getByText('Not yet seen', { exact: true }).first().waitFor()
  await page.mouse.move(0, 0)
  await page.screenshot({ path: picture })
  process.stdout.write(`Wrote ${picture.slice(root.length + 1)}\n`)
} finally {
  await browser.close()
  await app.stop()
  await rm(home, { recursive: true, force: true })
}
