import { readFile } from 'node:fs/promises'

import { expect, type Page } from 'playwright/test'

import { test } from './app.ts'
import { signInAsOperator } from './practice-pages.ts'

/** Would leave a mark where any of it were taken for more than text. */
const nasty = `<script>window.hit=1</script><img src=x onerror="window.hit=2">'%27 %s {{7*7}} \${7*7} 🦦`
/** Of about this length, and never with half a sign at its end. */
const longest = (length: number): string => {
  const cut = `${nasty} `.repeat(10).slice(0, length - 1)
  return `${cut.replace(/[\ud800-\udbff\s]$/, '')}Ж`
}
/** Turns the reading direction of all that follows it. */
const turned = 'Group \u202Eevil'

async function next(page: Page, step: string): Promise<void> {
  await page.getByRole('button', { name: `Next: ${step}` }).click()
}

/** Fills the steps of the wizard; what no directory would take is refused at its field first. */
async function fillTheLab(page: Page, group: string): Promise<void> {
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  await next(page, 'Group')
  await page.getByLabel('Group name').fill(group)
  await page.getByLabel('Description').fill(longest(900))
  await next(page, 'Users')
  const userName = page.getByLabel('User name, row 1')
  const before = await userName.inputValue()
  await userName.fill(nasty)
  await next(page, 'Licences')
  await expect(userName).toBeFocused()
  await expect(userName).toHaveValue(nasty.slice(0, 64))
  await expect(page.getByRole('heading', { name: 'Users', exact: true })).toBeVisible()
  await userName.fill(before)
  await page.getByLabel('Display name, row 1').fill(longest(256))
  for (const step of ['Licences', 'SSPR', 'Review']) await next(page, step)
}

test('whatever is typed stays text, from the form over the tenant to the report', async ({ page, open }) => {
  test.setTimeout(180_000)
  const alarms: string[] = []
  page.on('dialog', (dialog) => {
    alarms.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => alarms.push(error.message))
  const app = await open(page)
  await signInAsOperator(page)
  const group = longest(200)
  await fillTheLab(page, group)
  await expect(page.getByText(`Create the group ${group}`)).toBeVisible()
  await page.getByRole('button', { name: /^Apply to/ }).click()
  await expect(page.getByText('All 7 done.')).toBeVisible()

  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await page.getByLabel('Your name').fill(`${nasty} ${turned}`.slice(0, 120))
  await page.getByRole('button', { name: 'Start the guided test' }).click()
  // The group and the person in it are found again by what they are called.
  await expect(page.getByText('Proven', { exact: true }).first()).toBeVisible()
  await page.getByLabel('Note on this step').fill(`${nasty} ${turned}`)
  await page.getByRole('button', { name: 'Add the note' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: turned })).toBeVisible()
  await page.getByRole('button', { name: 'Skip this step…' }).click()
  await page.getByLabel('Why').fill(nasty)
  await page.getByRole('button', { name: 'Skip this step', exact: true }).click()
  await page.getByRole('button', { name: 'Finish early…' }).click()
  await page.getByRole('button', { name: 'Seal it as it is' }).click()
  await page.getByRole('list', { name: 'Evidence files' }).getByRole('link').first().click()
  await expect(page.getByText(nasty).first()).toBeVisible()

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the report' }).click()
  await page.getByRole('menuitem', { name: /^HTML/ }).click()
  const report = await readFile(await (await saved).path(), 'utf8')
  const reader = await page.context().newPage()
  await reader.setContent(report)
  await expect(reader.getByText(nasty).first()).toBeVisible()
  expect(await reader.locator('script, img[src="x"]').count()).toBe(0)

  await page.getByRole('link', { name: 'Activity' }).click()
  await page.getByLabel('Find in the calls').fill(nasty)
  await expect(page.getByText('No call fits').or(page.getByRole('list', { name: 'Calls' }))).toBeVisible()
  for (const one of [page, reader]) expect(await one.evaluate(() => 'hit' in window)).toBe(false)
  expect(alarms).toEqual([])
  expect(app.stderr()).not.toMatch(/Error/)
})
