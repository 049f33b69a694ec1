import Papa from 'papaparse'
import { type Browser, expect, type Locator, type Page } from 'playwright/test'

import { choosePilotGroup, expectProven, identify, registerPhone, resetByText, signInAs } from './practice-pages.ts'

/** What differs between the desktop app and a browser that plays it. */
export interface DesktopStage {
  /** The window. */
  readonly page: Page
  /** The person's own browser. */
  readonly browser: Browser
  /** Follows a link of the window to the page it opens in the person's own browser. */
  follow(link: Locator): Promise<Page>
  /** What was copied last. */
  copied(): Promise<string>
  /** What the window saved when this was done. */
  save(act: () => Promise<void>): Promise<{ fileName: string; bytes: Buffer }>
}

const domain = 'practicelab.onmicrosoft.com'
const newPassword = 'Wandering-Otter-58'

async function signIn({ page, follow }: DesktopStage): Promise<void> {
  await page.getByRole('button', { name: 'Practise without an account' }).click()
  const opened = await follow(page.getByRole('link', { name: 'Open the sign-in page' }))
  await opened.getByRole('button', { name: 'Fill these in for me' }).click()
  await opened.getByRole('button', { name: 'Sign in' }).click()
  await opened.getByRole('checkbox', { name: 'Consent on behalf of your organization' }).check()
  await opened.getByRole('button', { name: 'Accept' }).click()
  await expect(opened.getByRole('heading', { name: 'You are signed in' })).toBeVisible()
  await opened.close()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
}

/** Prepares the lab; the initial password of the test user, from the file the window saves of them. */
async function setUp({ page, save }: DesktopStage): Promise<string> {
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  for (const step of ['Group', 'Users', 'Licences', 'SSPR', 'Review']) {
    await page.getByRole('button', { name: `Next: ${step}` }).click()
    await expect(page.getByRole('heading', { name: step, exact: true })).toBeVisible()
  }
  await page.getByRole('button', { name: `Apply to ${domain}` }).click()
  await expect(page.getByText('All 7 done.')).toBeVisible()
  await page.getByRole('button', { name: 'Show the initial passwords' }).click()
  const dialog = page.getByRole('dialog')
  const { bytes } = await save(() => dialog.getByRole('button', { name: 'Save as CSV' }).click())
  // Name, user name, password; an apostrophe stands before one that a spreadsheet would reckon with.
  const rows = Papa.parse<string[]>(bytes.toString('utf8')).data
  const password = (rows.find((row) => row.includes(`balas@${domain}`))?.[2] ?? '').replace(/^'(?=.{16}$)/, '')
  expect(password).toHaveLength(16)
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await dialog.getByRole('button', { name: 'Close and forget them' }).click()
  return password
}

async function setPortal({ page, follow }: DesktopStage): Promise<void> {
  const portal = await follow(page.getByRole('link', { name: 'Open Properties' }))
  await choosePilotGroup(portal)
  await expect(page.getByText('Proven').nth(1)).toBeVisible({ timeout: 30_000 })
}

/** Registers and resets as the test user, and is refused as the control user. */
async function playTheTest({ page, browser, copied }: DesktopStage, initialPassword: string): Promise<void> {
  const next = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: `Next: ${name}`, exact: true }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  }
  // The window would open the page beside its guide; a person may as well take its address elsewhere.
  const openAlone = async (what: string): Promise<Page> => {
    const before = await copied()
    await page.getByRole('button', { name: `Copy the address of: ${what}` }).click()
    await expect.poll(copied).not.toBe(before)
    const opened = await (await browser.newContext()).newPage()
    await opened.goto(await copied())
    return opened
  }
  await page.getByRole('button', { name: 'Start the guided test' }).click()
  await expectProven(page, 7)
  await next('Register')
  const phone = await registerPhone(await openAlone('Open Security info'), `balas@${domain}`, initialPassword)
  await expectProven(page, 1)
  await next('Registration seen')
  await expectProven(page, 2)
  await next('Reset')
  await resetByText(await openAlone('Open the reset page'), `balas@${domain}`, phone, newPassword)
  await expectProven(page, 1)
  await next('Reset seen')
  await expectProven(page, 2)
  await next('Sign in with the new password')
  await signInAs(await openAlone('Open the sign-in page'), `balas@${domain}`, newPassword)
  await expectProven(page, 1)
  await next('Control user is refused')
  const control = await openAlone('Open the reset page')
  await identify(control, `gradya@${domain}`)
  await expect(control.getByText('SSPR_0013')).toBeVisible()
  await expectProven(page, 1)
  await next('Clean up')
}

/**
 * The main job in the desktop app: prepares the lab, registers and resets as the test user, is refused as the control
 * user, and saves what is proven through the system's own dialog.
 */
export async function playDesktopJob(stage: DesktopStage): Promise<void> {
  const { page, save } = stage
  await signIn(stage)
  const initialPassword = await setUp(stage)
  await setPortal(stage)
  await page
    .getByRole('link', { name: 'Go to the test' })
    .or(page.getByRole('button', { name: 'Go to the test' }))
    .click()
  await playTheTest(stage, initialPassword)
  await page.getByRole('button', { name: 'Skip this step…' }).click()
  await page.getByLabel('Why').fill('The class still needs the lab')
  await page.getByRole('dialog').getByRole('button', { name: 'Skip this step' }).click()
  await page.getByRole('button', { name: 'Finish and seal the evidence' }).click()
  await expect(page.getByText('15 of 16 claims proven')).toBeVisible()
  const evidence = await save(() => page.getByRole('button', { name: 'Evidence file', exact: true }).click())
  expect(evidence.fileName).toMatch(/\.resetlab$/)
  // A zip, and nothing of what must not be in it.
  expect(evidence.bytes.subarray(0, 2).toString()).toBe('PK')
  for (const secret of [initialPassword, newPassword]) expect(evidence.bytes.includes(secret)).toBe(false)
}
