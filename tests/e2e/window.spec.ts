import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, type Page } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { rehearseQuickly, resetlab } from './command-line.ts'
import { signInAsOperator, signInInBrowser } from './practice-pages.ts'

async function chooseLab(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
}

test('closing the app loses neither the draft nor the recording', async ({ page, open, home }) => {
  expect((await resetlab('apply', 'learn-reset', '--yes', '--home', home)).exitCode).toBe(0)
  const first = await open(page)
  await signInInBrowser(page)
  await chooseLab(page)
  await page.getByRole('button', { name: 'Next: Group' }).click()
  await page.getByLabel('Description').fill('Kept over a restart')
  await page.getByRole('button', { name: 'Next: Users' }).click()
  await expect(page.getByText('Draft saved')).toBeVisible()
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await page.getByRole('button', { name: 'Start the guided test' }).click()
  await expect(page.getByText('Proven', { exact: true }).first()).toBeVisible()
  expect(await first.stop()).toBe(0)

  await open(page)
  await signInInBrowser(page)
  await expect(page.getByText(/1 check is waiting for the registration report/)).toBeVisible()
  await page.getByRole('link', { name: 'Test', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Operator checks', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Next: Register' }).click()
  await expect(page.getByRole('heading', { name: 'Register', level: 1 })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Register', level: 1 })).toBeVisible()
  await page.getByRole('link', { name: 'Set up' }).click()
  await expect(page.getByRole('heading', { name: 'Users', exact: true })).toBeVisible()
  await page.getByRole('button', { name: /Group/ }).click()
  await expect(page.getByLabel('Description')).toHaveValue('Kept over a restart')
})

test('a lab file can be saved and opened; a broken one names line and reason and changes nothing; what does not fit is said at its field', async ({
  page,
  open,
}) => {
  await open(page)
  await signInAsOperator(page)
  // A browser has its own way with files, and nothing to look for updates with.
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('switch', { name: 'Read-only mode' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Updates' })).toHaveCount(0)

  // Whoever goes on before the choice is kept is not called back when it is.
  const mayKeep = Promise.withResolvers<undefined>()
  await page.route('**/bridge/call/draft.put', async (route) => {
    await mayKeep.promise
    await route.continue()
  })
  await chooseLab(page)
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save lab file' }).click()
  expect((await saved).suggestedFilename()).toMatch(/\.yaml$/)
  const text = await readFile(await (await saved).path(), 'utf8')
  await page.getByRole('button', { name: 'Choose another lab' }).click()
  await expect(page.getByLabel('Lab file')).toBeAttached()
  const kept = page.waitForResponse('**/bridge/call/draft.put')
  mayKeep.resolve(undefined)
  await kept
  await page.unroute('**/bridge/call/draft.put')

  const broken = text.replace('usageLocation', 'usagelocation')
  await page
    .getByLabel('Lab file')
    .setInputFiles({ name: 'my.yaml', mimeType: 'text/yaml', buffer: Buffer.from(broken) })
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('The lab file my.yaml has mistakes.')
  await expect(alert).toContainText('users.usagelocation')
  await expect(alert).toContainText('did you mean usageLocation?')
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible()

  const good = text.replace('SSPRTesters', 'Another group')
  await page.getByLabel('Lab file').setInputFiles({ name: 'my.yaml', mimeType: 'text/yaml', buffer: Buffer.from(good) })
  await page.getByRole('button', { name: 'Replace it' }).click()
  await page.getByRole('button', { name: 'Next: Group' }).click()
  await expect(page.getByLabel('Group name')).toHaveValue('Another group')

  // What does not fit is said at its field, and holds the step up.
  await page.getByLabel('Group name').fill('')
  await page.getByRole('button', { name: 'Next: Users' }).click()
  await expect(page.getByLabel('Group name')).toBeFocused()
  await expect(page.getByRole('heading', { name: 'Group', exact: true })).toBeVisible()
  await page.getByLabel('Group name').fill('Pilot')
  await page.getByRole('button', { name: 'Next: Users' }).click()
  await expect(page.getByRole('heading', { name: 'Users', exact: true })).toBeVisible()
})

test('a damaged practice tenant is kept aside, and the start page says so', async ({ page, open, home }) => {
  const first = await open(page)
  await signInAsOperator(page)
  await first.stop()
  const folder = join(home, 'practice', 'tenants', 'practicelab.onmicrosoft.com')
  const [state = ''] = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'))
  await writeFile(join(folder, state), '{"damaged')

  await open(page)
  await page.getByRole('button', { name: 'Practise without an account' }).click()
  await expect(page.getByText(/kept aside as .*damaged/)).toBeVisible()
  const [kept = ''] = (await readdir(folder)).filter((name) => name.includes('damaged'))
  expect(await readFile(join(folder, kept), 'utf8')).toBe('{"damaged')
  await signInAsOperator(page)
})

test('starting the practice tenant over asks first, and signs out; a plan is not applied when the tenant moved meanwhile', async ({
  page,
  open,
  home,
}) => {
  expect((await resetlab('apply', 'learn-reset', '--yes', '--home', home)).exitCode).toBe(0)
  await open(page)
  await signInAsOperator(page)
  await page.getByRole('button', { name: 'Practice Admin' }).click()
  await page.getByRole('menuitem', { name: 'Start the practice tenant over…' }).click()
  await page.getByRole('button', { name: 'Start over' }).click()
  await expect(page.getByText('everything in it is new')).toBeVisible()
  await signInAsOperator(page)
  await chooseLab(page)
  for (const step of ['Group', 'Users', 'Licences', 'SSPR', 'Review']) {
    await page.getByRole('button', { name: `Next: ${step}` }).click()
  }
  await expect(page.getByText('Create the group SSPRTesters')).toBeVisible()

  // Somebody else makes the group in the meantime, over the practice tenant's own Graph.
  const homeUrl = (await page.getByRole('link', { name: 'All practice pages' }).getAttribute('href')) ?? ''
  const other = await mkdtemp(join(tmpdir(), 'resetlab-other-'))
  expect(
    (await resetlab('apply', 'fundamentals-reset', '--yes', '--practice', homeUrl, '--home', other)).exitCode,
  ).toBe(0)
  await rm(other, { recursive: true, force: true })
  await page.getByRole('button', { name: /^Apply to/ }).click()
  await expect(page.getByText(/The tenant changed since the plan was made/)).toBeVisible()
  await expect(page.getByText('The group SSPRTesters is there; before there was none of this id.')).toBeVisible()
  await expect(page.getByText('Show the initial passwords')).toHaveCount(0)
})

test('shows an evidence file that was altered, and one that is none', async ({ page, open, home }) => {
  expect((await rehearseQuickly('app-code-group', home)).exitCode).toBe(0)
  const folder = join(home, 'evidence')
  const [name = ''] = await readdir(folder)
  const bytes = await readFile(join(folder, name))
  const place = bytes.indexOf('is in ') + 3
  bytes[place] = (bytes[place] ?? 0) ^ 1
  await open(page)
  await signInAsOperator(page)
  await page.getByRole('link', { name: 'Evidence' }).click()
  await expect(page.getByText(/\d+ of \d+ claims proven/)).toBeVisible()
  const input = page.getByLabel('Evidence file', { exact: true })
  await input.setInputFiles({ name: 'sent.resetlab', mimeType: 'application/zip', buffer: bytes })
  await expect(page.getByText('Altered: sent.resetlab')).toBeVisible()
  await page.getByRole('button', { name: 'Look inside' }).click()
  await expect(page.getByText('It proves nothing any more.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'All evidence' }).click()
  await input.setInputFiles({ name: 'text.resetlab', mimeType: 'application/zip', buffer: Buffer.from('no zip') })
  await expect(page.getByText('Unreadable: text.resetlab')).toBeVisible()
})
