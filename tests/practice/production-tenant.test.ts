import { describe, expect, test, vi } from 'vitest'

import type { GuardPass } from '../../src-main/contract/guard.ts'
import type { JournalLine } from '../../src-main/contract/journal.ts'
import { applyCommand } from '../../src-main/host/cli/apply-commands.ts'
import { guardCommand, settingsCommand } from '../../src-main/host/cli/guard-commands.ts'
import { tokenVariable } from '../../src-main/host/cli/open-real-tenant.ts'
import { openWorkspace } from '../../src-main/host/workspace.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { type Bench, control, newHome, startBench } from './support/practice-bench.ts'
import { openWindow, permit } from './support/real-window.ts'

const root = new URL('../..', import.meta.url).pathname
const reason = 'The owner of the tenant asked for this pilot'
const refused = { failure: { kind: 'forbidden', code: 'guard.production' } }

/** A school of some years, with its own domains and bought licences. */
async function startSchool(): Promise<Bench> {
  const bench = await startBench({}, { users: 300, settings: { quota: false } })
  await control(bench, 'PATCH', `tenants/${bench.server.info.domain}`, {
    customDomains: ['school.example', 'pupils.school.example'],
    createdAt: '2019-09-01T08:00:00Z',
    subscription: { kind: 'paid', totalLicenses: 400 },
    devices: 120,
  })
  return bench
}

const journalOf = async (home: string): Promise<JournalLine[]> => {
  const { runs } = openWorkspace(home, root)
  const [runId] = await runs.list()
  return runId === undefined ? [] : runs.read(runId)
}
const passOf = async (home: string): Promise<Partial<GuardPass> | undefined> =>
  (await journalOf(home)).find((line) => line.mark === 'guard')
const letThrough = { likeness: 'production-like', given: 'domain-and-reason', reason }

describe('a tenant that looks like production', () => {
  test('is written to from the window once the settings allow it, its domain is typed and a reason named', async () => {
    const bench = await startSchool()
    const window = await openWindow(bench)
    const { handlers, home } = window
    await permit(window, 'set-up')
    const lab = await handlers['lab.load']({ id: 'learn-reset' })
    const { planId, domain } = await handlers['plan.build']({ lab })
    const begin = async (given: { domain: string; reason: string }) => {
      const reading = await handlers['guard.look']({ planId })
      if (reading === null) throw new Error('A real tenant has a reading.')
      return handlers['run.start']({ planId, confirmation: { readingId: reading.readingId, ...given } })
    }
    await expect(begin({ domain, reason })).rejects.toMatchObject(refused)
    await handlers['settings.change']({ mayWriteToProduction: true })
    await expect(begin({ domain: 'school.example', reason })).rejects.toMatchObject({
      failure: { code: 'guard.domain' },
    })
    await expect(begin({ domain, reason: ' ' })).rejects.toMatchObject({ failure: { code: 'guard.reason' } })
    expect([(await handlers['guard.marked'](undefined)).objects, await journalOf(home)]).toEqual([[], []])

    const done = window.untilRunEnds()
    await begin({ domain, reason })
    await done
    expect((await handlers['run.current'](undefined))?.state).toBe('done')
    expect(await passOf(home)).toMatchObject(letThrough)
    expect((await handlers['guard.marked'](undefined)).objects).toHaveLength(3)
  })

  test('is written to from the command line with the same three, and not with fewer', async () => {
    const bench = await startSchool()
    const { domain, loginUrl, graphUrl, portalUrl, adminUpn } = bench.server.info
    const token = await control(bench, 'POST', 'tokens', { userPrincipalName: adminUpn })
    vi.stubEnv(tokenVariable, token.text('accessToken'))
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const home = await newHome()
    // By the clock of the tenant: its tokens would have expired by ours.
    const workspace = { ...openWorkspace(home, root), clock: new FakeClock(new Date(bench.clock.now).toISOString()) }
    const options = { tenant: domain, loginUrl, graphUrl, portalUrl, yes: true }
    const apply = (given: { confirmDomain?: string; productionReason?: string }) =>
      applyCommand(workspace, 'learn-reset', { ...options, ...given })

    expect(await guardCommand(workspace, options)).toMatchObject({ exitCode: 1, document: { need: 'setting' } })
    const all = { confirmDomain: domain, productionReason: reason }
    await expect(apply(all)).rejects.toMatchObject(refused)
    await settingsCommand(workspace, { mayWriteToProduction: true })
    await expect(apply({ productionReason: reason })).rejects.toMatchObject({ failure: { code: 'guard.domain' } })
    await expect(apply({ confirmDomain: domain })).rejects.toMatchObject({ failure: { code: 'guard.reason' } })
    expect(await journalOf(home)).toEqual([])

    expect((await apply(all)).exitCode).toBe(0)
    expect(await passOf(home)).toMatchObject(letThrough)
  })
})
