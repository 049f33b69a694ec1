import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, type Page } from 'playwright/test'

import { expectAccessible } from './accessible.ts'
import { test } from './app.ts'
import { resetlab } from './command-line.ts'
import { signInAsOperator } from './practice-pages.ts'

/** Changes how the practice tenant behaves, where its own page would change it. */
async function control(page: Page, path: string, method: 'PUT' | 'PATCH', data: unknown): Promise<void> {
  const home = (await page.getByRole('link', { name: 'All practice pages' }).getAttribute('href')) ?? ''
  // The server may close an idle connection at the moment it is used again.
  const answer = await page.request.fetch(new URL(`/control/${path}`, home).href, { method, data, maxRetries: 2 })
  expect(answer.status()).toBe(200)
}

async function planLearnReset(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('button', { name: /Allow users to reset their password/ }).click()
  for (const step of ['Group', 'Users', 'Licences', 'SSPR', 'Review']) {
    await page.getByRole('button', { name: `Next: ${step}` }).click()
  }
  await expect(page.getByRole('button', { name: /^Apply to/ })).toBeEnabled()
}

test('a run is paused and resumed, says what failed and why, tries it again, and is found among the earlier ones', async ({
  page,
  open,
}) => {
  await open(page)
  await signInAsOperator(page)
  await control(page, 'faults', 'PUT', [
    { when: { path: 'assignLicense', times: 2 }, then: { do: 'answer', status: 403 } },
  ])
  await planLearnReset(page)
  // Slow enough for a person to be quicker than the first rows.
  await control(page, 'settings', 'PATCH', { latencyMs: 2000 })
  await page.getByRole('button', { name: /^Apply to/ }).click()
  await page.getByRole('button', { name: 'Pause' }).click()
  await control(page, 'settings', 'PATCH', { latencyMs: 0 })
  await expect(page.getByText(/^Paused after \d of 7/)).toBeVisible()
  // Under the pointer, too, its text can be read.
  await page.getByRole('button', { name: 'Resume' }).hover()
  await expectAccessible(page)
  await page.reload()
  await expect(page.getByText(/^Paused after \d of 7/)).toBeVisible()
  await page.getByRole('button', { name: 'Resume' }).click()

  const failed = page.getByTestId('failed-rows')
  await expect(failed.getByRole('list', { name: 'Reasons' })).toContainText('may not do this')
  const rows = page.getByRole('list', { name: 'Rows of the run' }).getByRole('listitem')
  await expect(rows).toHaveCount(8)
  await failed.getByText('Show only these rows').click()
  await expect(rows.getByText('Failed', { exact: true })).toHaveCount(await rows.count())
  expect(await rows.count()).toBeLessThan(8)
  await expectAccessible(page)
  await failed.getByRole('button', { name: 'Try these again' }).click()
  await expect(page.getByText('All 7 done.')).toBeVisible()
  await expect(failed).toHaveCount(0)

  await page.getByRole('link', { name: 'Earlier runs' }).click()
  await expect(page.getByRole('list', { name: 'Runs' }).getByRole('listitem')).toHaveText([/7 of 7 done.*Done/])
  await expectAccessible(page)
  await page.getByRole('link', { name: /^Open the run of/ }).click()
  await expect(page.getByText('All 7 done.')).toBeVisible()
})

test('an earlier run is opened and undone; a damaged one is shown with its damage, and saved', async ({
  page,
  open,
  home,
}) => {
  for (let time = 1; time <= 2; time += 1) {
    expect((await resetlab('apply', 'learn-reset', '--yes', '--home', home)).exitCode).toBe(0)
  }
  await open(page)
  await signInAsOperator(page)
  await page.getByRole('link', { name: 'Set up' }).click()
  await page.getByRole('link', { name: 'Earlier runs' }).click()
  const runs = page.getByRole('list', { name: 'Runs' }).getByRole('listitem')
  await expect(runs).toHaveText([/Everything was already right/, /7 of 7 done/])
  await runs.nth(1).getByRole('link', { name: 'Open' }).click()
  await expect(page.getByText('All 7 done.')).toBeVisible()
  const runId = new URL(page.url()).hash.split('run=')[1] ?? ''

  const journal = join(home, 'runs', `${runId}.jsonl`)
  const whole = await readFile(journal, 'utf8')
  const lines = whole.split('\n')
  const damaged = lines.findIndex((line) => line.includes('"done"'))
  lines[damaged] = '{"mark":"do'
  await writeFile(journal, lines.join('\n'))
  await page.reload()
  const damage = page.getByTestId('damaged-run')
  await expect(damage).toContainText(`Line ${String(damaged + 1)} of its journal is damaged`)
  await expect(damage).toContainText('neither gone on with nor undone')
  await expect(page.getByText('how it ended may stand in a damaged line')).toBeVisible()
  await expect(page.getByRole('button', { name: /Undo|Try|Go on/ })).toHaveCount(0)
  await expectAccessible(page)
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save journal and plan' }).click()
  expect((await saved).suggestedFilename()).toBe(`resetlab-run-${runId}.zip`)
  await page.getByRole('link', { name: 'Earlier runs' }).click()
  await expect(runs).toHaveText([/Everything was already right/, /Damaged/])

  await writeFile(journal, whole)
  await runs.nth(1).getByRole('link', { name: 'Open' }).click()
  await page.getByRole('button', { name: 'Undo this run…' }).click()
  await page.getByRole('button', { name: 'Undo 7 rows' }).click()
  await expect(page.getByText('All 7 undone.')).toBeVisible()
  await page.getByRole('link', { name: 'Earlier runs' }).click()
  await expect(runs).toHaveText([/Everything was already right/, /Undone/])
})
