import { join } from 'node:path'

import { expect } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { servePractice } from './command-line.ts'
import { chooseTenant, signIn } from './lab-tenant-pages.ts'

test('the tenant’s own app registration is planned, made, signed in through, and removed', async ({
  page,
  open,
  home,
}) => {
  const practice = await servePractice('--home', join(home, 'other'), '--lags', 'none', '--quota', 'off')
  const { info } = practice
  await open(page)
  await chooseTenant(page, info, info['domain'] ?? '')
  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  await signIn(page, info)
  await expect(page.getByRole('heading', { name: 'Welcome to your lab' })).toBeVisible()

  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Plan an app registration' }).click()
  await expect(page.getByText('The permission Application.ReadWrite.All was not granted')).toBeVisible()
  await page.getByRole('button', { name: 'Give this permission' }).click()
  await signIn(page, info)
  await expect(page.getByText('The permission Application.ReadWrite.All was not granted')).toHaveCount(0)
  await expect(page.getByTestId('plan-total')).toHaveText('2 to add')
  await page.getByText('Details', { exact: true }).click()
  await expect(page.getByText('POST /servicePrincipals')).toBeVisible()
  const register = page.getByRole('button', { name: `Register it in ${info['domain'] ?? ''}` })
  await expect(register).toBeDisabled()
  await page.getByRole('checkbox', { name: /is the lab tenant I mean$/ }).check()
  await expect(register).toBeEnabled()
  await expectAccessible(page)
  await register.click()

  await expect(page.getByText('Application (client) id')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Open the page for administrators' })).toBeVisible()
  await expectAccessible(page)

  await page.getByTitle(/^You are/).click()
  await page.getByRole('menuitem', { name: 'Sign in to another tenant…' }).click()
  await page.getByRole('button', { name: /^Sign in in .* through its own app registration$/ }).click()
  await signIn(page, info)
  // Who comes in anew begins at the Overview; gone on before, one is led back to it.
  await expect(page.getByRole('heading', { name: 'Welcome to your lab' })).toBeVisible()
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByText('You are signed in through it.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Remove it…' })).toBeDisabled()

  await page.getByTitle(/^You are/).click()
  await page.getByRole('menuitem', { name: 'Sign in to another tenant…' }).click()
  await page.getByRole('button', { name: `Sign in in ${info['domain'] ?? ''}`, exact: true }).click()
  await signIn(page, info)
  await expect(page.getByRole('heading', { name: 'Welcome to your lab' })).toBeVisible()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Remove it…' }).click()
  await expect(page.getByRole('dialog').getByText('Delete the application ResetLab')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click()
  await expect(page.getByText('It is removed, out of the recycle bin too.')).toBeVisible()
  await practice.stop()
})
