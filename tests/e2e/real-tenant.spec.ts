import { join } from 'node:path'

import { expect } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { servePractice } from './command-line.ts'
import { chooseTenant, type Info, signIn } from './lab-tenant-pages.ts'

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
  await expectAccessible(page)
  await practice.stop()
})

test('work that is under way waits for a sign-in that has ended', async ({ page, open, home }) => {
  const practice = await servePractice('--home', join(home, 'other'), '--lags', 'none', '--quota', 'off')
  const { info } = practice
  await open(page)
  await chooseTenant(page, info, info['domain'] ?? '')
  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  await signIn(page, info)
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
