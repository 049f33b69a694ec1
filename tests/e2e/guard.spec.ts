import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, type Page } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { servePractice } from './command-line.ts'
import { signInAs, signInAsOperator } from './practice-pages.ts'

type Info = Awaited<ReturnType<typeof servePractice>>['info']

/** A tenant elsewhere on this computer stands in for a real one. */
async function signInElsewhere(page: Page, info: Info): Promise<void> {
  const field = (name: string): string => info[name] ?? ''
  await page.getByRole('button', { name: 'Sign in to a lab tenant' }).click()
  await page.getByRole('textbox', { name: 'Tenant' }).fill(field('domain'))
  await page.getByLabel('Cloud').click()
  await page.getByRole('option', { name: 'Addresses of my own' }).click()
  await page.getByLabel('Sign-in server').fill(field('loginUrl'))
  await page.getByLabel('Microsoft Graph', { exact: true }).fill(field('graphUrl'))
  await page.getByLabel('Portal').fill(field('portalUrl'))
  await page.getByRole('button', { name: 'Sign in in the browser' }).click()
  const pages = await openSignInPage(page)
  await signInAs(pages, field('adminUpn'), field('adminPassword'))
  await pages.getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByText('Lab tenant', { exact: true })).toBeVisible()
}

async function openSignInPage(page: Page): Promise<Page> {
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open the sign-in page' }).click()
  return opened
}

/** Reading a tenant and changing it are asked for apart. */
async function allowSetUp(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: 'Give these permissions' }).click()
  await (await openSignInPage(page)).getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByText(/^Setting up needs/)).toHaveCount(0)
}

async function reviewLab(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  for (const step of ['Group', 'Users', 'Licences', 'SSPR', 'Review']) {
    await page.getByRole('button', { name: `Next: ${step}` }).click()
  }
}

let practice: Awaited<ReturnType<typeof servePractice>> | null = null
test.afterEach(async () => {
  await practice?.stop()
  practice = null
})

/** A practice tenant by itself, with so many users that they speak for production. */
const serveMany = (home: string) => servePractice('--home', home, '--lags', 'none', '--quota', 'off', '--users', '300')

test('a tenant in doubt is written to once its domain was typed; one like production is refused', async ({
  page,
  open,
  home,
}) => {
  practice = await serveMany(join(home, 'elsewhere'))
  const { info } = practice
  const domain = info['domain'] ?? ''
  const shape = (body: unknown): Promise<Response> =>
    fetch(new URL(`/control/tenants/${domain}`, info['homeUrl']), { method: 'PATCH', body: JSON.stringify(body) })
  await open(page)
  await signInElsewhere(page, info)
  await allowSetUp(page)
  await reviewLab(page)
  await expect(page.getByRole('heading', { name: 'This tenant may be one that people work in' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'What speaks for production' })).toContainText('300 users.')
  await expectAccessible(page)
  const apply = page.getByRole('button', { name: `Apply to ${domain}` })
  await expect(apply).toBeDisabled()

  await shape({ isSynced: true, customDomains: ['company.example'] })
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(page.getByRole('heading', { name: 'This tenant looks like one that people work in' })).toBeVisible()
  await expect(page.getByText('Looks like production', { exact: true })).toBeVisible()
  await expect(apply).toBeDisabled()

  await shape({ isSynced: false, customDomains: [] })
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByLabel('Type the initial domain of the tenant').fill(domain)
  await apply.click()
  await expect(page.getByText('All 7 done.')).toBeVisible()
  const [journal = ''] = await readdir(join(home, 'runs'))
  const lines = (await readFile(join(home, 'runs', journal), 'utf8')).split('\n')
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ mark: 'guard', likeness: 'doubtful', given: 'domain' })
})

test('one like production is written to once Settings allow it, its domain was typed and a reason named', async ({
  page,
  open,
  home,
}) => {
  practice = await serveMany(join(home, 'elsewhere'))
  const { info } = practice
  const domain = info['domain'] ?? ''
  const body = JSON.stringify({ customDomains: ['company.example', 'company.test'], devices: 200 })
  await fetch(new URL(`/control/tenants/${domain}`, info['homeUrl']), { method: 'PATCH', body })
  await open(page)
  await signInElsewhere(page, info)
  await allowSetUp(page)
  await reviewLab(page)
  const apply = page.getByRole('button', { name: `Apply to ${domain}` })
  await expect(page.getByText('ResetLab writes nothing here.')).toBeVisible()
  await expect(apply).toBeDisabled()
  await expect(page.getByLabel('Type the initial domain of the tenant')).toHaveCount(0)

  await page.getByRole('link', { name: 'Open Settings' }).click()
  await page.getByRole('switch', { name: 'Allow tenants that look like production' }).click()
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByLabel('Type the initial domain of the tenant').fill('company.example')
  await page.getByLabel('Why must it be this tenant?').fill('because')
  await page.getByLabel('Why must it be this tenant?').blur()
  await expect(page.getByText('This is not the initial domain of the tenant you are signed in to.')).toBeVisible()
  await expect(page.getByText('A sentence, please.')).toBeVisible()
  await expect(apply).toBeDisabled()
  await expectAccessible(page)

  await page.getByLabel('Type the initial domain of the tenant').fill(domain.toUpperCase())
  await expect(apply).toBeDisabled()
  const reason = 'The owner of the tenant asked for a pilot on 30 November.'
  await page.getByLabel('Why must it be this tenant?').fill(reason)
  await apply.click()
  await expect(page.getByText('All 7 done.')).toBeVisible()
  const [journal = ''] = await readdir(join(home, 'runs'))
  const lines = (await readFile(join(home, 'runs', journal), 'utf8')).split('\n')
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({
    mark: 'guard',
    likeness: 'production-like',
    given: 'domain-and-reason',
    reason,
  })
})

test('read-only mode holds every write up, says so in the frame, and outlives a restart', async ({ page, open }) => {
  const first = await open(page)
  await signInAsOperator(page)
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('switch', { name: 'Read-only mode' }).click()
  await expect(page.getByRole('link', { name: 'Read-only' })).toBeVisible()
  await expectAccessible(page)
  await first.stop()

  await open(page)
  await signInAsOperator(page)
  await page.getByRole('link', { name: 'Set up' }).click()
  await reviewLab(page)
  await expect(page.getByText('Read-only mode is on', { exact: true })).toBeVisible()
  const apply = page.getByRole('button', { name: /^Apply to/ })
  await expect(apply).toBeDisabled()
  await page.getByRole('link', { name: 'Read-only' }).click()
  await page.getByRole('switch', { name: 'Read-only mode' }).click()
  await page.getByRole('link', { name: 'Set up' }).click()
  await expect(page.getByText('A practice tenant: nobody’s work depends on it')).toBeVisible()
  await apply.click()
  await expect(page.getByText('All 7 done.')).toBeVisible()
})
