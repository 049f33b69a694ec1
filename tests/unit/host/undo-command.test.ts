import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { applyCommand } from '../../../src-main/host/cli/apply-commands.ts'
import { undoCommand } from '../../../src-main/host/cli/undo-command.ts'
import { openWorkspace } from '../../../src-main/host/workspace.ts'
import { lagPresets, startPractice } from '../../../src-main/practice/index.ts'
import { FakeClock } from '../../support/fake-clock.ts'

/** A lab applied by the command line to a practice tenant of this test. */
async function applied() {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-undo-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  const server = await startPractice({
    home: join(home, 'practice'),
    lags: lagPresets.none,
    settings: { quota: false },
  })
  onTestFinished(() => server.close())
  const clock = new FakeClock(new Date().toISOString())
  const workspace = { ...openWorkspace(join(home, 'own'), join(import.meta.dirname, '../../..')), clock }
  const there = { practice: server.baseUrl, yes: true }
  expect(await applyCommand(workspace, 'learn-reset', there)).toMatchObject({ exitCode: 0 })
  return {
    undo: (yes: boolean) => undoCommand(workspace, 'last', { ...there, yes }),
    buyLicences: () =>
      fetch(`${server.baseUrl}/control/tenants/${server.info.domain}`, {
        method: 'PATCH',
        body: '{ "subscription": { "totalLicenses": 321 } }',
      }),
  }
}

describe('the exit code of undo', () => {
  it('is 1 where nothing was undone, and 0 where all is undone and the tenant is as before', async () => {
    const { undo } = await applied()
    expect(await undo(false)).toMatchObject({ exitCode: 1 })
    expect(await undo(true)).toMatchObject({ exitCode: 0, document: { state: 'done', proof: { outcome: 'same' } } })
  })

  it('is 2 where all is undone and the tenant is not as before', async () => {
    const { undo, buyLicences } = await applied()
    await buyLicences()
    const { exitCode, document, lines } = await undo(true)
    expect([exitCode, document]).toEqual([2, expect.objectContaining({ state: 'done' })])
    expect(lines.join('\n')).toMatch(/not as it was before:\n.*of 321/)
  })
})
