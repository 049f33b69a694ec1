import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Failure } from '@contract/failure'
import type { LabSummary } from '@contract/lab'
import { RunSummary } from '@contract/run'
import { RouterView } from 'vue-router'

import SetupPage from '../../../../src-renderer/wizards/setup/SetupPage.vue'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'
import { sampleRow, sampleRun } from '../../../support/sample-plan'
import { refused, refusedAs, showInWindow } from '../../../support/show-in-window'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

type Answers = NonNullable<ConstructorParameters<typeof FakeBridge>[0]>

const summary: LabSummary = {
  id: 'sample',
  title: 'A lab whose title goes on and on: '.repeat(3).trim(),
  summary: 'One user, one group.',
  minutes: 10,
  users: 1,
  methodsRequired: 2,
  notices: ['text-messages-end'],
}
const nothing: Answers = {
  'draft.get': () => ok(null),
  'draft.put': () => ok(undefined),
  'run.current': () => ok(null),
  'lab.list': () => ok([summary]),
  'lab.load': () => ok(sampleLab()),
  'tenant.look': () => refused,
  'tenant.check': () => ok(undefined),
}

async function open(answers: Answers = {}, at = '/set-up') {
  const bridge = new FakeBridge({ ...nothing, ...answers })
  const window = await showInWindow(RouterView, {}, bridge, { at, page: SetupPage })
  const isDown = (above: Element, below: Element): boolean =>
    (above.compareDocumentPosition(below) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  return { ...window, bridge, isDown }
}

describe('Set up', () => {
  it('that cannot be loaded says so once, under its heading, and loads again', async () => {
    let isBroken = true
    const once = <T>(value: T) => (isBroken ? refused : ok(value))
    const { view, alerts, isDown, press } = await open({
      'draft.get': () => once(null),
      'run.current': () => once(null),
      'lab.list': () => once([summary]),
    })
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    expect(isDown(view.get('h1').element, view.get('[role=alert]').element)).toBe(true)
    expect(view.text()).not.toContain('No labs here')
    isBroken = false
    await press('Try again')
    expect(alerts()).toEqual([])
    expect(view.get('[aria-label=Labs]').text()).toContain(summary.title)
  })

  it('says that it is loading, then which labs there are, and what is dated of them', async () => {
    const answer = Promise.withResolvers<unknown>()
    const { view } = await open({ 'lab.list': () => answer.promise as never })
    expect(view.find('[role=status][aria-label=Loading]').exists()).toBe(true)
    // Once: the kit's own bars are alerts, in English, each of them.
    expect(view.findAll('[role=alert]:not([aria-hidden=true])')).toHaveLength(0)
    answer.resolve(ok([summary]))
    await flushPromises()
    expect(view.find('[role=status][aria-label=Loading]').exists()).toBe(false)
    const row = view.get('[aria-label=Labs] li').text()
    for (const part of [summary.title, '10 minutes', '1 user', '2 methods to reset', '1 February 2027'])
      expect(row).toContain(part)
  })

  it('says where one is while it loads, and while a run is opened', async () => {
    const never = Promise.withResolvers<never>().promise as never
    const { view } = await open({ 'draft.get': () => never })
    expect(view.find('[role=status][aria-label=Loading]').exists()).toBe(true)
    expect(view.get('h1').text()).toBe('Set up')
    const run = await open({ 'run.open': () => never }, `/set-up?view=run&run=${sampleRun('done', []).runId}`)
    expect(run.view.findAll('h1').map((one) => one.text())).toEqual(['Set up', 'Set up'])
  })

  it('without a lab says what to do', async () => {
    const { view, button } = await open({ 'lab.list': () => ok([]) })
    expect(view.text()).toContain('No labs here')
    expect(button('Open a lab file…').exists()).toBe(true)
  })

  it('says why a lab cannot be used, and opens the wizard with one that can', async () => {
    const problems = [{ field: 'group.displayName', line: 4, reason: 'holds a character that cannot be seen' }]
    const failure: Failure = { kind: 'invalid-input', code: 'lab.invalid', params: { file: 'a.yaml' }, problems }
    let isBroken = true
    const { view, alerts, press } = await open({ 'lab.load': () => (isBroken ? refusedAs(failure) : ok(sampleLab())) })
    await press(`Choose ${summary.title}`)
    expect(alerts()).toEqual([expect.stringMatching(/line 4.*group\.displayName.*cannot be seen/)])
    isBroken = false
    await press(`Choose ${summary.title}`)
    expect(view.get('nav[aria-label=Steps] [aria-current=step]').text()).toContain('Tenant')
  })

  it('sends a draft that could not be kept again, and never puts an older one in its place', async () => {
    let isBroken = true
    const { alerts, press, bridge } = await open({ 'draft.put': () => (isBroken ? refused : ok(undefined)) })
    await press(`Choose ${summary.title}`)
    await press('Choose another lab')
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    isBroken = false
    await press('Try again')
    expect(alerts()).toEqual([])
    const asked = bridge.asked.filter(({ name }) => name.startsWith('draft.')).map(({ name }) => name)
    expect(asked[0]).toBe('draft.get')
    expect(asked.lastIndexOf('draft.get')).toBe(0)
    expect(bridge.asked.findLast(({ name }) => name === 'draft.put')?.ask).toMatchObject({ lab: { id: 'sample' } })
  })

  it('keeps what could not be kept on the way to another place and back', async () => {
    let isBroken = true
    const kept = { lab: sampleLab({ title: 'On the disk' }), step: 'tenant' as const }
    const { router, press, view, bridge } = await open({
      'draft.put': () => (isBroken ? refused : ok(undefined)),
      'draft.get': () => (isBroken ? ok(null) : ok(kept)),
    })
    await press(`Choose ${summary.title}`)
    isBroken = false
    await router.push('/')
    await router.push('/set-up')
    await flushPromises()
    expect(view.get('header').text()).toContain(sampleLab().title)
    expect(bridge.asked.findLast(({ name }) => name === 'draft.put')?.ask).toMatchObject({ lab: sampleLab() })
  })

  it('asks before a lab takes the place of one that could not be read', async () => {
    const { view, press, bridge } = await open({ 'draft.get': () => refused })
    const isKept = () => bridge.asked.some(({ name }) => name === 'draft.put')
    await press(`Choose ${summary.title}`)
    expect(view.get('[role=dialog]').text()).toMatch(/could not be read.*is replaced by “Sample lab”/)
    await press('Keep things as they are')
    expect(isKept()).toBe(false)
    await press(`Choose ${summary.title}`)
    await press('Replace it')
    expect(isKept()).toBe(true)
  })

  it('says that a damaged one was kept aside, and asks nothing', async () => {
    const damaged: Failure = {
      kind: 'damaged',
      code: 'storage.damaged-draft',
      params: { file: 'draft.damaged-1.json' },
    }
    const { alerts, press, bridge } = await open({ 'draft.get': () => refusedAs(damaged) })
    expect(alerts()).toEqual([expect.stringContaining('kept aside as draft.damaged-1.json')])
    await press(`Choose ${summary.title}`)
    expect(bridge.asked.some(({ name }) => name === 'draft.put')).toBe(true)
  })

  it('asks before the lab in the making is replaced, and goes on with it', async () => {
    const draft = { lab: sampleLab({ title: 'The one before' }), step: 'group' as const }
    const { view, press, bridge } = await open({ 'draft.get': () => ok(draft) }, '/set-up?view=labs')
    await press(`Choose ${summary.title}`)
    expect(view.get('[role=dialog]').text()).toContain('What you entered for “The one before” is replaced')
    await press('Keep things as they are')
    expect(bridge.asked.some(({ name }) => name === 'draft.put')).toBe(false)
    await press('Go on')
    expect(view.get('[aria-current=step]').text()).toContain('Group')
  })

  it('leads to the run that is under way', async () => {
    const { view } = await open({ 'run.current': () => ok(sampleRun('running', [sampleRow('a', 'working')])) })
    expect(view.get('h1').text()).toBe('Applying to lab.onmicrosoft.com')
  })

  it('says under a heading why an earlier run cannot be shown, and tries again', async () => {
    const run = sampleRun('done', [sampleRow('a', 'done')])
    let isBroken = true
    const { view, alerts, isDown, press } = await open(
      { 'run.open': () => (isBroken ? refused : ok({ kind: 'whole' as const, run })) },
      `/set-up?view=run&run=${run.runId}`,
    )
    expect(alerts()).toHaveLength(1)
    expect(isDown(view.get('h1').element, view.get('[role=alert]').element)).toBe(true)
    isBroken = false
    await press('Try again')
    expect(alerts()).toEqual([])
    expect(view.get('h1').text()).toBe('Applied to lab.onmicrosoft.com')
  })

  it('shows of a damaged run what is damaged, what it means and what is left', async () => {
    const runId = sampleRun('done', []).runId
    const damaged = {
      runId,
      labTitle: null,
      startedAt: null,
      file: `runs/${runId}/journal.ndjson`,
      damagedLines: [3],
      meaning: 'What the line said is lost.',
      canBeUndone: false,
      rows: [{ actionId: 'a', what: 'Make a', state: 'done' as const, reason: null }],
    }
    const { view } = await open(
      { 'run.open': () => ok({ kind: 'damaged' as const, run: damaged }) },
      `/set-up?view=run&run=${runId}`,
    )
    expect(view.get('[data-testid=damaged-run]').text()).toContain('Line 3 of its journal is damaged')
    expect(view.get('[data-testid=damaged-run]').text()).toContain('What the line said is lost.')
    expect(view.text()).toContain('Make a')
    expect(view.findAll('button').some((one) => one.text() === 'Undo this run…')).toBe(false)
  })
})

describe('the earlier runs', () => {
  const earlier = '/set-up?view=runs'
  const run = (change: Record<string, unknown>) =>
    RunSummary.parse({
      runId: sampleRun('done', []).runId,
      labTitle: 'Sample lab',
      startedAt: '2026-11-21T09:00:00Z',
      state: 'done',
      undo: null,
      rows: 3,
      done: 3,
      failed: 0,
      unsettled: 0,
      ...change,
    })

  it('are listed with what came of them, also those nobody can read any more', async () => {
    const runs = [
      run({ labTitle: summary.title, state: 'failed', done: 1, failed: 2 }),
      run({ runId: '7b1c1c1e-0000-4000-8000-000000000009', labTitle: null, startedAt: null, state: 'damaged' }),
    ]
    const { view } = await open({ 'run.list': () => ok(runs) }, earlier)
    const rows = view.get('ul[aria-label=Runs]').findAll('li')
    expect(rows[0]?.text()).toContain('1 of 3 done, 2 failed')
    // It is cut where it is too long, and whole to whoever points at it.
    expect(rows[0]?.get('p').attributes('title')).toBe(summary.title)
    expect(rows[1]?.text()).toContain('The lab is not known')
    expect(rows[1]?.get('a').attributes('href')).toContain('run=7b1c1c1e-0000-4000-8000-000000000009')
  })

  it('are found by their lab, their state and their day', async () => {
    const runs = Array.from({ length: 300 }, (_, at) =>
      run({
        runId: `7b1c1c1e-0000-4000-8000-${String(at).padStart(12, '0')}`,
        labTitle: at === 250 ? 'Pilot of the north' : 'Sample lab',
      }),
    )
    const { view } = await open({ 'run.list': () => ok(runs) }, earlier)
    await view.get('input[aria-label="Find in: Runs"]').setValue('north pilot done')
    const rows = view.get('ul[aria-label=Runs]').findAll('li')
    expect(rows.map((one) => one.text())).toEqual([expect.stringContaining('Pilot of the north')])
  })

  it('that cannot be listed say why, and are listed then; none at all is said, too', async () => {
    let isBroken = true
    const { view, alerts, press } = await open({ 'run.list': () => (isBroken ? refused : ok([])) }, earlier)
    expect(alerts()).toHaveLength(1)
    expect(view.text()).not.toContain('No runs yet')
    isBroken = false
    await press('Try again')
    expect(alerts()).toEqual([])
    expect(view.text()).toContain('No runs yet')
  })
})
