import { expect, type Page } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { signInAsOperator } from './practice-pages.ts'

const domain = 'practicelab.onmicrosoft.com'

/** Opens the Tenant step, and answers a way to change the practice tenant behind it. */
async function openTenantStep(page: Page) {
  await signInAsOperator(page)
  const home = (await page.getByLabel('All practice pages').getAttribute('href')) ?? ''
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  const control = async (method: string, path: string, body: unknown): Promise<void> => {
    const url = new URL(`/control/${path}`, home)
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(url, { method, headers, body: JSON.stringify(body) })).status).toBeLessThan(300)
  }
  return control
}

const lineOf = (page: Page, title: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

test('tells what the lab needs line by line, and looks again at one line, at all, or for a lab that was changed', async ({
  page,
  open,
}) => {
  await open(page)
  // Who has no tenant is told how to get one.
  await page.getByText('I have no lab tenant yet').click()
  await expect(page.getByRole('heading', { name: 'Azure free account' })).toBeVisible()
  await expect(page.getByText(/Practise meanwhile/)).toBeVisible()
  await expectAccessible(page)

  const control = await openTenantStep(page)
  await expect(lineOf(page, 'Kind of tenant')).toContainText('is a workforce tenant')
  await expect(page.getByText('3 notes')).toBeVisible()
  await expect(page.getByText('9 ready')).toBeVisible()
  await expectAccessible(page)

  // Changed in a later step, the lab is looked at anew.
  const licence = lineOf(page, 'Your own licence')
  await expect(licence).toContainText('The plan assigns you one.')
  for (const step of ['Group', 'Users', 'Licences']) {
    await page.getByRole('button', { name: `Next: ${step}` }).click()
  }
  await page.getByRole('switch', { name: /Make sure I hold one too/ }).click()
  await page.getByRole('button', { name: /Tenant/ }).click()
  await expect(licence).toContainText('the lab does not assign you one')
  await page.getByRole('button', { name: /Licences/ }).click()
  await page.getByRole('switch', { name: /Make sure I hold one too/ }).click()
  await page.getByRole('button', { name: /Tenant/ }).click()
  await expect(licence).toContainText('The plan assigns you one.')

  await control('PATCH', `tenants/${domain}`, {
    conditionalAccessPolicies: [{ displayName: 'Ask everybody', state: 'enabled' }],
    isSynced: true,
  })
  const access = lineOf(page, 'Conditional Access')
  await access.getByRole('button', { name: 'Look again: Conditional Access' }).click()
  await expect(access).toContainText('“Ask everybody”, for everybody and all resources: asks for a second factor.')
  await expect(page.getByText('1 needs you')).toBeVisible()

  await control('PUT', 'faults', [
    { when: { path: 'authorizationPolicy' }, then: { do: 'answer', status: 403, code: 'Authorization_RequestDenied' } },
  ])
  await page.getByRole('button', { name: 'Look again', exact: true }).click()
  await expect(page.getByText('2 need you')).toBeVisible()
  await expect(lineOf(page, 'Administrators’ own password reset')).toContainText('takes the permission Policy.Read.All')
  await expectAccessible(page)

  const practicePage = page.waitForEvent('popup')
  await access.getByRole('link', { name: 'Open the page: Conditional Access' }).click()
  await expect((await practicePage).getByRole('heading', { name: 'Conditional Access policies' })).toBeVisible()
})
