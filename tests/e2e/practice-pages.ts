import { expect, type Page } from 'playwright/test'
import { z } from 'zod'

import { createPlayer } from '../../src-main/host/rehearse/player.ts'
import { findPractice } from '../../src-main/host/tenant-endpoints.ts'

/** The practice tenant's pages, used as a person uses them. */

export interface Phone {
  readonly number: string
  /** Where its texts are read. */
  readonly inboxUrl: string
}

export async function signInAs(page: Page, userName: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(userName)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** The newest code on the "Phone & inbox" page, which a person reads on the phone. */
export async function newestCode(page: Page, inboxUrl: string): Promise<string> {
  const inbox = await page.context().newPage()
  await inbox.goto(inboxUrl)
  const code = (await inbox.locator('.big-code').first().textContent())?.trim() ?? ''
  expect(code).toMatch(/^\d{6,8}$/)
  await inbox.close()
  return code
}

/** From the sign-in in front of Security info to "Phone" in the list of methods. */
export async function registerPhone(page: Page, userName: string, password: string): Promise<Phone> {
  const phone = { number: '2065550142', inboxUrl: new URL('/inbox', page.url()).href }
  await signInAs(page, userName, password)
  await page.getByRole('link', { name: '+ Add sign-in method' }).click()
  await page.getByRole('radio', { name: /^Phone/ }).check()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Phone number').fill(phone.number)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Enter code').fill(await newestCode(page, phone.inboxUrl))
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('link', { name: '+ Add sign-in method' })).toBeVisible()
  await expect(page.getByText('Rehearsal: this is ResetLab')).toBeVisible()
  return phone
}

/** The first page of the reset: who, and the characters shown. */
export async function identify(page: Page, userName: string): Promise<void> {
  await page.getByLabel('Email or Username').fill(userName)
  const characters = (await page.locator('#challenge').textContent())?.trim() ?? ''
  await page.getByLabel('Enter the characters shown above').fill(characters)
  await page.getByRole('button', { name: 'Next' }).click()
}

export async function resetByText(page: Page, userName: string, phone: Phone, newPassword: string): Promise<void> {
  await identify(page, userName)
  if ((await page.getByLabel('Text my mobile phone').count()) > 0) {
    await page.getByRole('radio', { name: /^Text my mobile phone/ }).check()
    await page.getByRole('button', { name: 'Next' }).click()
  }
  await page.getByLabel('Enter your phone number').fill(phone.number)
  await page.getByRole('button', { name: 'Text' }).click()
  await page.getByLabel('Enter your verification code').fill(await newestCode(page, phone.inboxUrl))
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Enter new password').fill(newPassword)
  await page.getByLabel('Confirm new password').fill(newPassword)
  await page.getByRole('button', { name: 'Finish' }).click()
  await expect(page.getByText('Your password has been reset')).toBeVisible()
}

/** The portal's Properties, to the end: signed in where it asks for it, the pilot group chosen and saved. */
export async function choosePilotGroup(portal: Page): Promise<void> {
  await expect(portal.getByText('Rehearsal: this is ResetLab')).toBeVisible()
  if ((await portal.getByLabel('User name').count()) > 0) {
    await portal.getByRole('button', { name: 'Fill these in for me' }).click()
    await portal.getByRole('button', { name: 'Sign in' }).click()
  }
  await portal.getByRole('radio', { name: /^Selected/ }).check()
  await portal.getByRole('radio', { name: /^SSPRTesters/ }).check()
  await portal.getByRole('button', { name: 'Save' }).click()
  await expect(portal.getByRole('status').first()).toBeVisible()
  await portal.close()
}

/** In the window: every claim of the step on the screen turns to Proven. */
export async function expectProven(page: Page, claims: number): Promise<void> {
  const proof = page.getByRole('region', { name: 'What proves it' })
  await expect(proof.getByRole('listitem')).toHaveCount(claims)
  await expect(proof.getByText('Proven', { exact: true })).toHaveCount(claims, { timeout: 60_000 })
}

const inEnglish = { practise: 'Practise without an account', open: 'Open the sign-in page', main: 'Main' }

/**
 * From the start page of the window to the overview. The practice tenant's sign-in pages are read and answered without a
 * browser: who tests them opens them. `words`: of the window.
 */
export async function signInAsOperator(page: Page, words = inEnglish): Promise<void> {
  await page.getByRole('button', { name: words.practise }).click()
  const address = (await page.getByRole('link', { name: words.open }).getAttribute('href')) ?? ''
  const practice = await findPractice(new URL(address).origin)
  const player = createPlayer(practice)
  await player.openSignIn(address, practice.adminUpn, await player.readOperatorPassword())
  await expect(page.getByRole('navigation', { name: words.main })).toBeVisible()
}

/** The same, with the sign-in pages opened and used in the browser. */
export async function signInInBrowser(page: Page): Promise<void> {
  await page.getByRole('button', { name: inEnglish.practise }).click()
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: inEnglish.open }).click()
  const signIn = await opened
  await signIn.getByRole('button', { name: 'Fill these in for me' }).click()
  await signIn.getByRole('button', { name: 'Sign in' }).click()
  const isSignedIn = signIn.getByRole('heading', { name: 'You are signed in' })
  const accept = signIn.getByRole('button', { name: 'Accept' })
  // Only the first sign-in to a practice tenant asks for permissions.
  await expect(isSignedIn.or(accept)).toBeVisible()
  if (await accept.isVisible()) {
    await signIn.getByRole('checkbox', { name: 'Consent on behalf of your organization' }).check()
    await accept.click()
  }
  await expect(isSignedIn).toBeVisible()
  await signIn.close()
  await expect(page.getByRole('navigation', { name: inEnglish.main })).toBeVisible()
}

/** Makes something in the practice tenant without our doing, by its control room and its Graph; answers its id. */
export async function makeInTenant(page: Page, path: string, body: unknown): Promise<string> {
  const home = (await page.getByRole('link', { name: 'All practice pages' }).getAttribute('href')) ?? ''
  const post = async (to: string, given: unknown, token = ''): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const answer = await fetch(new URL(to, home), { method: 'POST', headers, body: JSON.stringify(given) })
    const text = await answer.text()
    expect(answer.ok, text).toBe(true)
    return JSON.parse(text)
  }
  const admin = { userPrincipalName: 'admin@practicelab.onmicrosoft.com' }
  const { accessToken } = z.object({ accessToken: z.string() }).parse(await post('/control/tokens', admin))
  return z.object({ id: z.string() }).parse(await post(`/v1.0/${path}`, body, accessToken)).id
}
