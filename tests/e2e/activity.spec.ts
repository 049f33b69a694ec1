import { readFile } from 'node:fs/promises'

import { expect } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { signInAsOperator } from './practice-pages.ts'

test('shows what was sent and why, finds the failures, and saves them without a secret', async ({ page, open }) => {
  await open(page)
  await signInAsOperator(page)
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  await expect(page.getByText('is a workforce tenant')).toBeVisible()
  await page.getByRole('link', { name: 'Activity' }).click()
  const list = page.getByRole('list', { name: 'Calls' })
  await expect(list.getByRole('button', { name: /POST .*\$batch/ }).first()).toBeVisible()
  await expect(list.getByText(/^Checking what the lab needs/).first()).toBeVisible()
  await expectAccessible(page)

  await page.getByLabel('Find in the calls').fill('oauth2/v2.0/token')
  await expect(list.getByRole('button').first()).toContainText('Sign-in server · Signing in')
  await list.getByRole('button').first().press('Enter')
  const detail = page.getByRole('dialog')
  await expect(detail.getByText('the sign-in server, 127.0.0.1')).toBeVisible()
  await expect(detail.getByRole('button', { name: /^Copy [0-9a-f]{8}-/ }).first()).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(list.getByRole('button').first()).toBeFocused()

  await page.getByLabel('Find in the calls').fill('')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save what is shown' }).click()
  await page.getByRole('menuitem', { name: /^JSON/ }).click()
  const text = await readFile(await (await saved).path(), 'utf8')
  expect(text).toContain('/v1.0/organization')
  expect(text).not.toMatch(/eyJ|Bearer|password"|code=[^…]/)

  await page.getByRole('switch', { name: 'Only failures' }).click()
  await page.getByLabel('Find in the calls').fill('nothing is called so')
  await expect(page.getByText('No call fits')).toBeVisible()
  await page.getByRole('button', { name: 'Show all calls' }).click()
  await expect(list.getByRole('button').nth(3)).toBeVisible()
})
