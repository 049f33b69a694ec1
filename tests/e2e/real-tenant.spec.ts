import { join } from 'node:path'

import { expect, type Page } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { servePractice } from './command-line.ts'
import { chooseTenant, type Info, signIn } from './lab-tenant-pages.ts'
import { anyToken, windowState } from './window-state.ts'

const wait91Days = (info: Info) =>
  fetch(new URL('/control/clock', info['homeUrl']), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceMs: 91 * 86_400_000 }),
  })

test('a real tenant is found by its name, signed in to step by step, and says who you are', async ({
  page,
  open,
  home,
}) => {
  const practice = await servePractice('--home', join(home, 'other'), '--lags', 'none', '--quota', 'off')
  const { info } = practice
  await open(page)

  await chooseTenant(page, info, 'nobody.onmicrosoft.com')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  await expect(page.getByText('There is no such tenant in the cloud at these addresses.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Tenant' })).toBeFocused()
  await expect(page.getByLabel('Sign-in server')).toHaveValue(info['loginUrl'] ?? '')

  await page.getByRole('textbox', { name: 'Tenant' }).fill(info['adminUpn'] ?? '')
  await page.getByRole('button', { name: 'Sign in with a code' }).click()
  await expect(page.getByText('Type this code there')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  await signIn(page, info)
  await expect(page.getByText('Lab tenant', { exact: true })).toBeVisible()
  await expect(page.getByTitle(`You are ${info['adminUpn'] ?? ''} in ${info['domain'] ?? ''}`)).toBeVisible()

  await page.getByRole('link', { name: 'Set up' }).click()
  await expect(page.getByRole('heading', { name: 'Setting up needs 5 more permissions' })).toBeVisible()
  await page.getByRole('button', { name: 'Give these permissions' }).click()
  await signIn(page, info)
  await expect(page.getByRole('heading', { name: /^Setting up needs/ })).toHaveCount(0)

  await page.getByTitle(/^You are/).click()
  await page.getByRole('menuitem', { name: 'Permissions…' }).click()
  await expect(page.getByRole('dialog').getByText('Granted', { exact: true })).toHaveCount(12)
  await expect(page.getByRole('dialog').getByText('Not yet', { exact: true })).toHaveCount(2)
  await expect(page.getByRole('dialog').getByText('Active', { exact: true })).toHaveCount(7)
  await expectAccessible(page)
  const held = await windowState(page)
  expect(held).toContain(info['adminUpn'])
  expect(held).not.toContain(info['adminPassword'])
  expect(held).not.toMatch(anyToken)
  await practice.stop()
})

test('work that is under way waits for a sign-in that has ended', async ({ page, open, home }) => {
  const practice = await servePractice('--home', join(home, 'other'), '--lags', 'none', '--quota', 'off')
  const { info } = practice
  await open(page)
  await chooseTenant(page, info, info['domain'] ?? '')
  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  await signIn(page, info)
  // The page that says so is there before the window has asked who it is.
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await wait91Days(info)
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  await expect(page.getByText(/The sign-in has ended: .*AADSTS700082/)).toBeVisible()
  await page.getByRole('button', { name: 'Sign in again' }).click()
  await signIn(page, info)
  await expect(page.getByText('is a workforce tenant')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in again' })).toHaveCount(0)

  await page.getByTitle(/^You are/).click()
  await page.getByRole('menuitem', { name: 'Sign in to another tenant…' }).click()
  await page.getByRole('button', { name: 'Practise without an account' }).click()
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open the sign-in page' }).click()
  const practicePage = await opened
  await practicePage.getByRole('button', { name: 'Fill these in for me' }).click()
  await practicePage.getByRole('button', { name: 'Sign in' }).click()
  await practicePage.getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByText('Practice tenant', { exact: true })).toBeVisible()
  await page.getByTitle(/^You are/).click()
  await page.getByRole('menuitem', { name: `Switch to ${info['domain'] ?? ''}` }).click()
  await expect(page.getByText('Lab tenant', { exact: true })).toBeVisible()
  await practice.stop()
})

test('who may not agree for everybody gets the page for somebody who may, and two people share a tenant', async ({
  page,
  open,
  home,
}) => {
  const practice = await servePractice('--home', join(home, 'other'), '--lags', 'none', '--quota', 'off')
  const { info } = practice
  const learner = await addLearner(info)
  await open(page)
  await chooseTenant(page, info, info['domain'] ?? '')
  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open the sign-in page' }).click()
  const refused = await opened
  await refused.getByLabel('User name').fill(learner.upn)
  await refused.getByRole('button', { name: 'Next' }).click()
  await refused.getByLabel('Password').fill(learner.password)
  await refused.getByRole('button', { name: 'Sign in' }).click()
  await refused.getByRole('button', { name: 'Return to the application without granting consent' }).click()
  await expect(page.getByText(/^Only an administrator can agree to these permissions/)).toBeVisible()
  await expectAccessible(page)

  const consenting = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open the page for administrators' }).click()
  const consent = await consenting
  await consent.getByRole('button', { name: 'Use another account' }).click()
  await consent.getByLabel('User name').fill(info['adminUpn'] ?? '')
  await consent.getByRole('button', { name: 'Next' }).click()
  await consent.getByLabel('Password').fill(info['adminPassword'] ?? '')
  await consent.getByRole('button', { name: 'Sign in' }).click()
  const ended = consent.waitForRequest(/localhost\/?\?.*admin_consent=True/)
  await consent.getByRole('button', { name: 'Accept' }).click()
  await ended
  await consent.close()

  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  await pickAccount(page, learner.upn)
  await expect(page.getByTitle(`You are ${learner.upn} in ${info['domain'] ?? ''}`)).toBeVisible()

  await page.getByTitle(/^You are/).click()
  await page.getByRole('menuitem', { name: 'Sign in to another tenant…' }).click()
  await chooseTenant(page, info, info['domain'] ?? '')
  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  await pickAccount(page, info['adminUpn'] ?? '')
  await expect(page.getByTitle(`You are ${info['adminUpn'] ?? ''} in ${info['domain'] ?? ''}`)).toBeVisible()
  await page.getByTitle(/^You are/).click()
  await page.getByRole('menuitem', { name: `as ${learner.upn}` }).click()
  await expect(page.getByTitle(`You are ${learner.upn} in ${info['domain'] ?? ''}`)).toBeVisible()

  await page.getByTitle(/^You are/).click()
  await page.getByRole('menuitem', { name: 'Sign in to another tenant…' }).click()
  await page.getByRole('button', { name: `Sign in in ${info['domain'] ?? ''}` }).click()
  await expect(page.getByRole('heading', { name: 'Welcome to your lab' })).toBeVisible()
  await practice.stop()
})

/** Somebody without any role, with a password of their own. */
async function addLearner(info: Info): Promise<{ upn: string; password: string }> {
  const learner = { upn: `learner@${info['domain'] ?? ''}`, password: 'Copper-Kettle-19!' }
  const answer = await fetch(`${info['graphUrl'] ?? ''}/v1.0/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${info['adminToken'] ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      accountEnabled: true,
      displayName: 'A learner with quite a long name, of the evening class',
      mailNickname: 'learner',
      userPrincipalName: learner.upn,
      passwordProfile: { password: learner.password, forceChangePasswordNextSignIn: false },
    }),
  })
  expect(answer.status).toBe(201)
  return learner
}

/** At the sign-in page, where several people are signed in to this browser. */
async function pickAccount(page: Page, upn: string): Promise<void> {
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open the sign-in page' }).click()
  const signInPage = await opened
  await signInPage.getByRole('button', { name: upn }).click()
  await expect(signInPage.getByRole('heading', { name: 'You are signed in' })).toBeVisible()
  await signInPage.close()
}
