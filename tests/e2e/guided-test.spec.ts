import { type BrowserContext, expect, type Page } from 'playwright/test'

import { authenticatorCode } from '../../src-main/host/rehearse/registered.ts'
import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { resetlab } from './command-line.ts'
import { identify, newestCode, signInAs, signInAsOperator } from './practice-pages.ts'

/** A lab of two verification steps, an authenticator app and a phone, both registered at sign-in: the rest of the main job. */

const lab = 'two-methods-licensed'
const testUser = 'usera@practicelab.onmicrosoft.com'
const number = '2065550142'
const newPassword = 'Copper-Kettle-19'

const proof = (page: Page) => page.getByRole('region', { name: 'What proves it' })
const seen = (page: Page, verdict: string) => proof(page).getByText(verdict, { exact: true })
const go = (page: Page, step: string) => page.getByRole('button', { name: `Next: ${step}`, exact: true }).click()
const linkTo = async (page: Page, name: string) =>
  (await page.getByRole('link', { name, exact: true }).getAttribute('href')) ?? ''

async function setUp(home: string): Promise<string> {
  const { exitCode, stdout } = await resetlab('apply', lab, '--yes', '--home', home)
  expect(exitCode).toBe(0)
  return /^ +usera@\S+ +(\S+)$/m.exec(stdout)?.[1] ?? ''
}

/** Scope, group, and two methods required. */
async function setPortal(page: Page): Promise<void> {
  await page.goto(new URL('/portal/password-reset', page.url()).href)
  await page.getByRole('button', { name: 'Fill these in for me' }).click()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('radio', { name: /^Selected/ }).check()
  await page.getByRole('radio', { name: /^GroupA/ }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status').first()).toBeVisible()
  await page.getByRole('link', { name: 'Authentication methods' }).first().click()
  await page.getByRole('radio', { name: /^2/ }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status').first()).toBeVisible()
}

/** "More information required": the app by its key, then the phone. Answers the key. */
async function registerAtSignIn(page: Page, password: string): Promise<string> {
  const next = () => page.getByRole('button', { name: 'Next' }).click()
  await signInAs(page, testUser, password)
  await expect(page.getByRole('heading', { name: 'More information required' })).toBeVisible()
  await next()
  await next()
  const secret = ((await page.locator('#secret-key').textContent()) ?? '').replace(/\s/g, '')
  await next()
  await page.getByRole('button', { name: "I can't use my app right now" }).click()
  await page.getByLabel('Enter code').fill(authenticatorCode(secret, Date.now()))
  await next()
  await page.getByRole('link', { name: 'I want to set up a different method' }).click()
  await page.getByRole('radio', { name: /^Phone/ }).check()
  await next()
  await page.getByLabel('Phone number').fill(number)
  await next()
  await page.getByLabel('Enter code').fill(await newestCode(page, new URL('/inbox', page.url()).href))
  await next()
  await page.getByRole('button', { name: 'Done' }).click()
  return secret
}

/** From "Forgot my password" over both verification steps to the new password. */
async function resetByBoth(page: Page, secret: string): Promise<void> {
  const next = () => page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('User name').fill(testUser)
  await next()
  await page.getByRole('link', { name: 'Forgot my password' }).click()
  await identify(page, testUser)
  await page.getByRole('radio', { name: /^Enter a code from my authenticator app/ }).check()
  await next()
  // The code of now was used to register; the next one is good already, for clocks that differ.
  await page.getByLabel('Enter your verification code').fill(authenticatorCode(secret, Date.now() + 30_000))
  await next()
  const byText = page.getByRole('radio', { name: /^Text my mobile phone/ })
  await expect(byText.or(page.getByLabel('Enter your phone number')).first()).toBeVisible()
  if (await byText.isVisible()) {
    await byText.check()
    await next()
  }
  await page.getByLabel('Enter your phone number').fill(number)
  await page.getByRole('button', { name: 'Text' }).click()
  await page.getByLabel('Enter your verification code').fill(await newestCode(page, new URL('/inbox', page.url()).href))
  await next()
  await page.getByLabel('Enter new password').fill(newPassword)
  await page.getByLabel('Confirm new password').fill(newPassword)
  await page.getByRole('button', { name: 'Finish' }).click()
  await expect(page.getByText('Your password has been reset')).toBeVisible()
}

async function control(page: Page, path: string, method: 'PATCH' | 'POST', data: unknown): Promise<void> {
  const home = await linkTo(page, 'All practice pages')
  const answer = await page.request.fetch(new URL(`/control/${path}`, home).href, { method, data })
  expect(answer.status()).toBe(200)
}

/** Somebody else at the keyboard: a window of nobody's session, at this address. */
async function privately(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  return page
}

test('a lab of two methods is performed, left over a restart while the log is late, continued, sealed and looked at', async ({
  page,
  browser,
  open,
  home,
}) => {
  test.setTimeout(240_000)
  const password = await setUp(home)
  const first = await open(page)
  await signInAsOperator(page)
  await setPortal(await privately(await browser.newContext(), await linkTo(page, 'All practice pages')))

  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Two methods, with licences/ }).click()
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await page.getByRole('checkbox', { name: 'A weak new password' }).check()
  await page.getByRole('button', { name: 'Start the guided test' }).click()
  await expect(seen(page, 'Proven')).toHaveCount(7, { timeout: 60_000 })

  const person = await browser.newContext()
  await go(page, 'Register')
  const secret = await registerAtSignIn(await privately(person, await linkTo(page, 'Open the sign-in page')), password)
  await expect(seen(page, 'Proven')).toHaveCount(1, { timeout: 60_000 })
  await go(page, 'Registration seen')
  await expect(seen(page, 'Proven')).toHaveCount(2, { timeout: 60_000 })

  // From here on the log is as late as a real one.
  await control(page, 'settings', 'PATCH', { lags: { audit: [600_000, 600_000] } })
  await go(page, 'Reset')
  const other = await browser.newContext()
  await resetByBoth(await privately(other, await linkTo(page, 'Open the sign-in page')), secret)
  await expect(seen(page, 'Proven')).toHaveCount(1, { timeout: 60_000 })
  await go(page, 'Reset seen')
  await expect(seen(page, 'Not yet seen')).toHaveCount(2)
  await page.getByRole('button', { name: 'Finish early…' }).click()
  await page.getByRole('button', { name: 'Leave it open and wait' }).click()
  await expect(page.getByText(/^2 checks are waiting for the audit log/)).toBeVisible()
  await expectAccessible(page)
  expect(await first.stop()).toBe(0)

  await open(page)
  await signInAsOperator(page)
  await expect(page.getByText(/^2 checks are waiting for the audit log/)).toBeVisible()
  await control(page, 'clock', 'POST', { advanceMs: 660_000 })
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await page.getByRole('button', { name: /^5\. Reset seen/ }).click()
  await page.getByRole('button', { name: 'Look now' }).click()
  await expect(seen(page, 'Proven')).toHaveCount(2, { timeout: 60_000 })
  await expect(proof(page).getByText(/verified by mobile app code and mobile sms/)).toBeVisible()

  await page.getByRole('button', { name: 'Finish early…' }).click()
  await page.getByRole('button', { name: 'Seal it as it is' }).click()
  await page.getByRole('link', { name: 'Two methods, with licences for each user' }).click()
  await expect(page.getByRole('region', { name: 'What is left to do' })).toContainText('A weak password was refused')
  // The reset stands on the lane of the log where it happened: long before the log was read.
  const lane = (name: string) => page.getByRole('group', { name, exact: true }).getByRole('option')
  const reset = lane('Audit log').last()
  const read = lane('Graph').last()
  const [happened, asked] = [await reset.boundingBox(), await read.boundingBox()]
  expect((asked?.x ?? 0) - (happened?.x ?? 0)).toBeGreaterThan(200)
  await expectAccessible(page)
  await reset.click()
  await expect(page.getByRole('region', { name: 'Raw trail' }).getByRole('row')).not.toHaveCount(0)
  await expect(page.getByText('usera@practicelab.onmicrosoft.com is in GroupA')).toHaveCount(0)
})
