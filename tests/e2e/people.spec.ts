import { expect } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { signInAsOperator } from './practice-pages.ts'

/** The admin centre's template as Excel saves it: UTF-16, with an example, accents, a country's name and somebody twice. */
const template = [
  'version:v1.0',
  'Name [displayName] Required\tUser name [userPrincipalName] Required\tInitial password [passwordProfile] Required\tUsage location [usageLocation]',
  'Example: Chris Green\tchris@contoso.com\tmyPassword1234\tUS',
  'Anna Berg\tanna@practicelab.onmicrosoft.com\tTr0ub4dor&3\tDE',
  'Zoë Ångström\tzoë@practicelab.onmicrosoft.com\tTr0ub4dor&4\tNorway',
  'Anna Berg\tANNA@practicelab.onmicrosoft.com\tTr0ub4dor&5\tDE',
].join('\r\n')

test('takes people over from the admin centre’s template, each problem at its cell, and plans them', async ({
  page,
  open,
}) => {
  await open(page)
  await signInAsOperator(page)
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  for (const step of ['Group', 'Users']) await page.getByRole('button', { name: `Next: ${step}` }).click()

  const buffer = Buffer.from(`\ufeff${template}`, 'utf16le')
  await page.getByLabel('CSV file of people').setInputFiles({ name: 'class.csv', mimeType: 'text/csv', buffer })
  await expect(page.getByText('1 good, 2 with problems')).toBeVisible()
  await expect(page.getByText('are not taken over')).toBeVisible()
  await expect(page.getByText('Tr0ub4dor')).toHaveCount(0)
  const region = page.getByRole('region', { name: 'People in the file' })
  await expect(region.getByText('The same person as in row 4.')).toBeVisible()
  await expectAccessible(page)

  await region.getByRole('button', { name: 'User name, row 5 of the file: use zoe' }).click()
  await region.getByRole('textbox', { name: 'Usage location, row 5 of the file' }).fill('no')
  await page.getByLabel('Leave out rows with problems').check()
  await page.getByRole('button', { name: 'Take over 2 people' }).click()
  await expect(page.getByText('1 person with problems is still here to be mended.')).toBeVisible()
  await expect(page.getByLabel('Usage location, row 3', { exact: true })).toHaveValue('NO')
  await page.getByRole('button', { name: 'Close the file' }).click()

  for (const step of ['Licences', 'SSPR', 'Review']) await page.getByRole('button', { name: `Next: ${step}` }).click()
  await expect(page.getByText('anna@practicelab.onmicrosoft.com').first()).toBeVisible()
  await expect(page.getByText('zoe@practicelab.onmicrosoft.com').first()).toBeVisible()
})
