import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, type Page } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { makeInTenant, signInAsOperator } from './practice-pages.ts'

/** The admin centre's template as Excel saves it: UTF-16, with an example, accents, a country's name and somebody twice. */
const template = [
  'version:v1.0',
  'Name [displayName] Required\tUser name [userPrincipalName] Required\tInitial password [passwordProfile] Required\tUsage location [usageLocation]',
  'Example: Chris Green\tchris@contoso.com\tmyPassword1234\tUS',
  'Anna Berg\tanna@practicelab.onmicrosoft.com\tTr0ub4dor&3\tDE',
  'Zoë Ångström\tzoë@practicelab.onmicrosoft.com\tTr0ub4dor&4\tNorway',
  'Anna Berg\tANNA@practicelab.onmicrosoft.com\tTr0ub4dor&5\tDE',
].join('\r\n')

async function openUsersStep(page: Page): Promise<void> {
  await signInAsOperator(page)
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  for (const step of ['Group', 'Users']) await page.getByRole('button', { name: `Next: ${step}` }).click()
}

/** Somebody who is in the practice tenant without our doing. */
async function addPerson(page: Page, userName: string, displayName: string): Promise<void> {
  await makeInTenant(page, 'users', {
    accountEnabled: true,
    displayName,
    surname: displayName.split(' ').at(-1),
    mailNickname: userName,
    userPrincipalName: `${userName}@practicelab.onmicrosoft.com`,
    passwordProfile: { password: 'Wandering-Otter-58' },
  })
}

/** Two seats, and somebody who is there already. */
async function addTheOtherWays(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Generate' }).click()
  const panel = page.getByRole('region', { name: 'Generate people' })
  await panel.getByRole('button', { name: '4 rows of 6 seats' }).click()
  await expect(panel.getByText('Makes 24 people')).toBeVisible()
  await panel.getByLabel('User name pattern').fill('seat{A1..A2}')
  await expect(panel.getByText('0 in the tenant already, 0 in its recycle bin.')).toBeVisible()
  await expectAccessible(page)
  await panel.getByRole('button', { name: 'Add 2 people' }).click()
  await expect(panel.getByText('2 people were added to the lab.')).toBeVisible()

  await page.getByRole('tab', { name: 'Already in the tenant' }).click()
  await addPerson(page, 'quincy', 'Quincy Adams-Fitzgerald')
  const search = page.getByRole('searchbox', { name: 'Look for people in practicelab.onmicrosoft.com' })
  await search.fill('admin')
  const found = page.getByRole('list', { name: 'People found' })
  await expect(found.getByText('Is you, who are signed in.')).toBeVisible()
  // A search asks an index, which learns of somebody new a little later.
  await expect(async () => {
    await search.fill('')
    await search.fill('adams')
    await expect(found.getByRole('button', { name: /^Add Quincy/ })).toBeVisible({ timeout: 2000 })
  }).toPass()
  await expectAccessible(page)
  await found.getByRole('button', { name: /^Add Quincy/ }).press('Enter')
  await expect(page.getByText('Quincy Adams-Fitzgerald was added to the lab.')).toBeVisible()
  await expect(found.getByText('Already in this lab.')).toHaveCount(1)
}

test('takes people from a file with each problem at its cell, from a pattern and from the tenant, and hands out passwords', async ({
  page,
  open,
  home,
}) => {
  test.setTimeout(240_000)
  const app = await open(page)
  await openUsersStep(page)
  const buffer = Buffer.from(`\ufeff${template}`, 'utf16le')
  await page.getByLabel('CSV file of people').setInputFiles({ name: 'class.csv', mimeType: 'text/csv', buffer })
  await expect(page.getByText('1 good, 2 with problems')).toBeVisible()
  await expect(page.getByText('are kept in memory until the run')).toBeVisible()
  await expect(page.getByText('Tr0ub4dor')).toHaveCount(0)
  const region = page.getByRole('region', { name: 'People in the file' })
  await expect(region.getByText('The same person as in row 4.')).toBeVisible()
  await expectAccessible(page)

  await region.getByRole('button', { name: 'User name, row 5 of the file: use zoe' }).click()
  await region.getByRole('textbox', { name: 'Usage location, row 5 of the file' }).fill('no')
  await page.getByLabel('Leave out rows with problems').check()
  await page.getByRole('button', { name: 'Take over 2 people' }).click()
  await expect(page.getByText('2 people bring their own initial password.')).toBeVisible()
  await expect(page.getByText('1 person with problems is still here to be mended.')).toBeVisible()
  await expect(page.getByLabel('Usage location, row 3', { exact: true })).toHaveValue('NO')
  await page.getByRole('button', { name: 'Close the file' }).click()
  const question = page.getByRole('dialog', { name: 'Close class.csv?' })
  await expect(question).toContainText('is lost')
  await question.getByRole('button', { name: 'Close the file' }).click()
  await addTheOtherWays(page)

  for (const step of ['Licences', 'SSPR', 'Review']) await page.getByRole('button', { name: `Next: ${step}` }).click()
  await expect(page.getByText('anna@practicelab.onmicrosoft.com').first()).toBeVisible()
  await expect(page.getByText('zoe@practicelab.onmicrosoft.com').first()).toBeVisible()
  await expect(page.getByTestId('brought-passwords')).toContainText('2 people bring their own initial password')
  await page.getByRole('button', { name: 'Apply to practicelab.onmicrosoft.com' }).click()
  await page.getByRole('button', { name: 'Show the initial passwords' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Seat A2')).toBeVisible()
  await expect(dialog.getByText('Quincy Adams-Fitzgerald')).toHaveCount(0)
  await expect(dialog.getByRole('row', { name: /zoe@.*Tr0ub4dor&4.*from your file/s })).toBeVisible()
  await expect(dialog.getByText('from your file')).toHaveCount(2)
  await expectAccessible(page)
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save as CSV' }).click()
  expect(await readFile(await (await saved).path(), 'utf8')).toContain('"Tr0ub4dor&4"')
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await dialog.getByRole('button', { name: 'Close and forget them' }).click()
  await expect(page.getByText('Only what you printed, saved or copied is left.')).toBeVisible()
  await expect(page.getByText('Tr0ub4dor')).toHaveCount(0)

  // The practice tenant keeps passwords as hashes; nothing of ours writes them anywhere.
  expect(app.stderr()).not.toContain('Tr0ub4dor')
  const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  for (const { parentPath, name } of files) {
    expect((await readFile(join(parentPath, name))).includes('Tr0ub4dor'), name).toBe(false)
  }
})
