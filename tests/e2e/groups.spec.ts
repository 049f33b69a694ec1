import { expect, type Page } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { makeInTenant, signInAsOperator } from './practice-pages.ts'

const securityGroup = (description: string) => ({
  displayName: 'SSPRTesters',
  description,
  mailEnabled: false,
  mailNickname: 'testers',
  securityEnabled: true,
})

async function goOnTo(page: Page, ...steps: string[]): Promise<void> {
  for (const step of steps) await page.getByRole('button', { name: `Next: ${step}` }).click()
}

test('asks which of two groups is meant, and gives the chosen one a licence its members inherit', async ({
  page,
  open,
}) => {
  await open(page)
  await signInAsOperator(page)
  const old = await makeInTenant(page, 'groups', securityGroup('Autumn course'))
  await makeInTenant(page, 'groups', securityGroup('Spring course'))
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  await goOnTo(page, 'Group', 'Users', 'Licences')
  await page.getByRole('radio', { name: 'Assign it to the group' }).click()
  await goOnTo(page, 'SSPR', 'Review')

  const question = page.getByTestId('plan-question')
  await expect(question.getByRole('radio')).toHaveCount(2)
  await expect(page.getByRole('button', { name: /^Apply to/ })).toBeDisabled()
  await expectAccessible(page)
  await question.getByRole('radio', { name: 'Autumn course' }).click()
  await question.getByRole('button', { name: 'Use this group' }).click()
  await expect(question).toHaveCount(0)
  await expect(page.getByText('Assign Microsoft Entra ID P2 to the group SSPRTesters')).toBeVisible()

  await page.getByRole('button', { name: 'Apply to practicelab.onmicrosoft.com' }).click()
  await expect(page.getByText('All 6 done.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo this run…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo 6 rows' }).click()
  await expect(page.getByTestId('undo-proof')).toContainText('The tenant is as it was before')

  await page.getByRole('button', { name: 'Make the plan again' }).click()
  await page.getByRole('button', { name: /^Group/ }).click()
  await expect(page.getByText(old)).toBeVisible()
  await page.getByRole('button', { name: 'Go by the name SSPRTesters again' }).click()
  await expect(page.getByText(old)).toHaveCount(0)
})
