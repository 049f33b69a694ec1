import { expect } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { signInAsOperator } from './practice-pages.ts'

test('what runs left in the tenant is listed with the run it belongs to, until the run is undone', async ({
  page,
  open,
}) => {
  await open(page)
  await signInAsOperator(page)
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByText('Nothing here bears the mark of a run.')).toBeVisible()

  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  for (const step of ['Group', 'Users', 'Licences', 'SSPR', 'Review']) {
    await page.getByRole('button', { name: `Next: ${step}` }).click()
  }
  await page.getByRole('button', { name: 'Apply to practicelab.onmicrosoft.com' }).click()
  await expect(page.getByText('All 7 done.')).toBeVisible()

  await page.getByRole('link', { name: 'Settings' }).click()
  const rows = page.getByRole('list', { name: 'What runs left' }).getByRole('listitem')
  await expect(async () => {
    await page.getByRole('button', { name: 'Look again' }).click()
    await expect(rows).toHaveCount(3, { timeout: 1000 })
  }).toPass()
  await expect(rows.first()).toContainText('Allow users to reset their password')
  await expect(page.getByRole('button', { name: 'Copy as text' })).toBeVisible()
  await expectAccessible(page)
  await page
    .getByRole('link', { name: /^Open the run that made/ })
    .first()
    .click()
  await expect(page.getByRole('button', { name: 'Undo this run…' })).toBeVisible()
})
