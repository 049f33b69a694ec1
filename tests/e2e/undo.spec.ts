import { expect } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { signInAsOperator } from './practice-pages.ts'

test('lists what a run left, shows what undoing would do, undoes it row by row, and proves that the tenant is as before', async ({
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
  await expect(page.getByTestId('plan-estimate')).toHaveText(/^About \d+ seconds: \d+ requests, \d+ writes$/)
  await page.getByRole('switch', { name: 'Details' }).click()
  await expect(page.getByRole('columnheader', { name: 'Least role' })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'License Administrator' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Apply to practicelab.onmicrosoft.com' }).click()
  await expect(page.getByText('All 7 done.')).toBeVisible()

  // What it left is listed with the run it belongs to, which is one click away.
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

  await page.getByRole('button', { name: 'Undo this run…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Undo this run' })
  await expect(dialog.getByRole('list', { name: 'What will be undone' }).getByRole('listitem')).toHaveCount(7)
  await expect(dialog.getByText('What it cannot take back')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Keep things as they are' }).click()
  await expect(page.getByText('All 7 done.')).toBeVisible()

  await page.getByRole('button', { name: 'Undo this run…' }).click()
  await dialog.getByRole('button', { name: 'Undo 7 rows' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByTestId('undo-proof')).toContainText('The tenant is as it was before')
  await expect(page.getByText('All 7 undone.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Rows of the undo' }).getByText('Undone', { exact: true })).toHaveCount(7)
  await expectAccessible(page)
  await expect(page.getByRole('button', { name: /Undo this run|Go on undoing/ })).toHaveCount(0)

  await page.getByRole('button', { name: 'Make the plan again' }).click()
  await expect(page.getByText(/6 to add, 1 to change/)).toBeVisible()

  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByText('Nothing here bears the mark of a run.')).toBeVisible()
})
