import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type BrowserContext, expect, type Page } from 'playwright/test'

import { test } from './app.ts'
import { resetlab } from './command-line.ts'
import {
  choosePilotGroup,
  expectProven,
  identify,
  registerPhone,
  resetByText,
  signInAs,
  signInInBrowser,
} from './practice-pages.ts'
import { anyToken, windowState } from './window-state.ts'

const testUser = 'balas@practicelab.onmicrosoft.com'

// As everybody meets it: with the lags and the quota of the practice tenant.
test.use({ waits: 'usual' })

/** Prepares the lab and hands over the test user's initial password, as the window showed it once. */
async function setUp(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  await expect(page.getByText('is a workforce tenant')).toBeVisible()
  for (const step of ['Group', 'Users', 'Licences', 'SSPR', 'Review']) {
    await page.getByRole('button', { name: `Next: ${step}` }).click()
    await expect(page.getByRole('heading', { name: step, exact: true })).toBeVisible()
    if (step === 'Review') await expect(page.getByText('Create the group SSPRTesters')).toBeVisible()
  }
  await expect(page.getByText(/6 to add, 1 to change/)).toBeVisible()
  await page.getByRole('button', { name: 'Apply to practicelab.onmicrosoft.com' }).click()
  await expect(page.getByText('All 7 done.')).toBeVisible()
  await page.getByRole('button', { name: 'Show the initial passwords' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('balas@practicelab.onmicrosoft.com').first()).toBeVisible()
  const cell = dialog.getByRole('row').filter({ hasText: 'balas@' }).getByRole('cell').nth(1)
  const password = (await cell.textContent())?.trim() ?? ''
  expect(password).toHaveLength(16)
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await dialog.getByRole('button', { name: 'Close and forget them' }).click()
  await expect(page.getByText(password)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Show the initial passwords' })).toHaveCount(0)
  return password
}

async function setPortal(context: BrowserContext, page: Page): Promise<void> {
  const opened = context.waitForEvent('page')
  await page.getByRole('link', { name: 'Open Properties' }).click()
  const portal = await opened
  await choosePilotGroup(portal)
}

test('prepares the lab, registers and resets as the test user, and ends with a report in which everything is proven', async ({
  page,
  browser,
  open,
  home,
}) => {
  test.setTimeout(240_000)
  const outside: string[] = []
  page.context().on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname)) outside.push(request.url())
  })
  const app = await open(page)
  await expect(page.getByRole('heading', { name: 'Practise without an account' })).toBeVisible()
  await signInInBrowser(page)
  const initialPassword = await setUp(page)
  await setPortal(page.context(), page)
  await expect(page.getByText('Inside: balas may reset')).toBeVisible()
  await expect(page.getByText('Proven').nth(1)).toBeVisible({ timeout: 30_000 })

  await page
    .getByRole('link', { name: 'Go to the test' })
    .or(page.getByRole('button', { name: 'Go to the test' }))
    .click()
  await page.getByRole('button', { name: 'Start the guided test' }).click()
  await expectProven(page, 7)

  const person = await browser.newContext()
  await page.getByRole('button', { name: 'Next: Register' }).click()
  const register = await person.newPage()
  await register.goto((await page.getByRole('link', { name: 'Open Security info' }).getAttribute('href')) ?? '')
  const phone = await registerPhone(register, testUser, initialPassword)
  await expectProven(page, 1)
  await page.getByRole('button', { name: 'Next: Registration seen' }).click()
  await expectProven(page, 2)

  await page.getByRole('button', { name: 'Next: Reset', exact: true }).click()
  const newPassword = 'Wandering-Otter-58'
  const reset = await person.newPage()
  await reset.goto((await page.getByRole('link', { name: 'Open the reset page' }).getAttribute('href')) ?? '')
  await resetByText(reset, testUser, phone, newPassword)
  await expectProven(page, 1)
  await page.getByRole('button', { name: 'Next: Reset seen' }).click()
  await expectProven(page, 2)

  await page.getByRole('button', { name: 'Next: Sign in with the new password' }).click()
  const signIn = await (await browser.newContext()).newPage()
  await signIn.goto((await page.getByRole('link', { name: 'Open the sign-in page' }).getAttribute('href')) ?? '')
  await signInAs(signIn, testUser, newPassword)
  await expect(signIn.getByRole('heading', { name: 'You are signed in' })).toBeVisible()
  await expectProven(page, 1)

  await page.getByRole('button', { name: 'Next: Control user is refused' }).click()
  const control = await (await browser.newContext()).newPage()
  await control.goto((await page.getByRole('link', { name: 'Open the reset page' }).getAttribute('href')) ?? '')
  await identify(control, 'gradya@practicelab.onmicrosoft.com')
  await expect(control.getByText('SSPR_0013')).toBeVisible()
  await expectProven(page, 1)

  await page.getByRole('button', { name: 'Next: Clean up' }).click()
  await page.getByRole('button', { name: 'Skip this step…' }).click()
  await page.getByLabel('Why').fill('The class still needs the lab')
  await page.getByRole('dialog').getByRole('button', { name: 'Skip this step' }).click()
  await expect(page.getByText('The class still needs the lab')).toBeVisible()
  await page.getByRole('button', { name: 'Finish and seal the evidence' }).click()
  await expect(page.getByText('15 of 16 claims proven')).toBeVisible()
  const downloaded = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the report' }).click()
  await page.getByRole('menuitem', { name: /^HTML/ }).click()
  const report = await readFile(await (await downloaded).path(), 'utf8')
  expect(report).toContain('15 of 16 claims proven')
  expect(report).toContain('The class still needs the lab')
  for (const secret of [initialPassword, newPassword, phone.number]) expect(report).not.toContain(secret)

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Evidence file', exact: true }).click()
  const evidenceFile = join(home, 'saved.resetlab')
  await (await saved).saveAs(evidenceFile)
  const bytes = await readFile(evidenceFile)
  for (const secret of [initialPassword, newPassword, phone.number]) expect(bytes.includes(secret)).toBe(false)
  expect((await resetlab('check', evidenceFile)).exitCode).toBe(0)
  await page.getByLabel('Evidence file', { exact: true }).setInputFiles(evidenceFile)
  await expect(page.getByText('Intact: saved.resetlab')).toBeVisible()
  const held = await windowState(page)
  expect(held).toContain('saved.resetlab')
  for (const secret of [initialPassword, newPassword, phone.number]) expect(held).not.toContain(secret)
  expect(held).not.toMatch(anyToken)
  expect(outside).toEqual([])
  expect(app.stderr()).not.toMatch(/failed|Error/)
})
