import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { PortalWatch } from '@contract/calls'
import type { Run } from '@contract/plan'
import type { Verdict } from '@contract/recording'

import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { useSessionStore } from '../../../../src-renderer/stores/session'
import RunView from '../../../../src-renderer/wizards/setup/RunView.vue'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'
import { sampleRow, sampleRun } from '../../../support/sample-plan'
import { sampleSession } from '../../../support/sample-target'
import { refused, showInWindow } from '../../../support/show-in-window'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

type Answers = NonNullable<ConstructorParameters<typeof FakeBridge>[0]>

const witness = (verdict: Verdict, detail: string, nextLookAt: string | null = null) => ({
  witness: 'reports/authenticationMethods/userRegistrationDetails',
  verdict,
  detail,
  lookedAt: '2026-11-21T09:00:00.000Z',
  sourceAsOf: null,
  nextLookAt,
  requestId: null,
})
const setting = {
  blade: 'Properties' as const,
  name: 'Self service password reset enabled',
  value: 'Selected',
  url: 'https://entra.microsoft.com/#properties',
}
const watchOf = (change: Partial<PortalWatch> = {}): PortalWatch => ({
  settings: [setting, { ...setting, name: 'Select group', value: 'SSPRTesters' }],
  watching: true,
  inside: witness('not-yet-seen', 'isSsprEnabled is false', '2026-11-21T09:05:00.000Z'),
  outside: witness('proven', 'isSsprEnabled is false'),
  ...change,
})

async function open(run: Run, answers: Answers = {}, lab: unknown = sampleLab()) {
  const bridge = new FakeBridge({
    'session.current': () => ok(sampleSession()),
    'portal.current': () => ok(watchOf()),
    ...answers,
  })
  setBridge(bridge)
  await useSessionStore().refresh()
  const events: string[] = []
  const props = { run, lab, onPlanAgain: () => events.push('plan again'), onTest: () => events.push('test') }
  const window = await showInWindow(RunView, props, bridge)
  const has = (name: string): boolean => window.view.findAll('button').some((one) => one.text() === name)
  return { ...window, bridge, events, has, last: () => bridge.asked.at(-1) }
}

describe('a run', () => {
  it('under way shows how far it is, and can be paused or cancelled after its current rows', async () => {
    const rows = [sampleRow('a', 'done'), sampleRow('b', 'working'), sampleRow('c', 'waiting')]
    const pace = { rowsPerMinute: 120, secondsLeft: 120 }
    const { view, press, button, last } = await open(sampleRun('running', rows, { pace }), {
      'run.pause': () => ok(undefined),
    })
    expect(view.get('h1').text()).toBe('Applying to lab.onmicrosoft.com')
    expect(view.text()).toContain('1 of 3 done')
    expect(view.text()).toContain('120 rows a minute, about 2 minutes left')
    expect(view.get('[role=progressbar]').attributes('aria-label')).toBe('Rows done')
    expect(view.findAll('li').map((one) => one.text())).toEqual(
      ['Done', 'Working', 'Waiting'].map((word) => expect.stringContaining(word) as string),
    )
    await press('Pause')
    expect(last()?.name).toBe('run.pause')
    expect(button('Pauses after the current rows').attributes('disabled')).toBeDefined()
  })

  it('that is paused can be resumed, and says why that failed', async () => {
    const { view, press, alerts } = await open(sampleRun('paused', [sampleRow('a', 'waiting')]), {
      'run.resume': () => refused,
    })
    expect(view.text()).toContain('Paused after 0 of 1. Nothing is under way.')
    await press('Resume')
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
  })

  it('that failed in part says what and why, and tries those rows again', async () => {
    const long = `The name ${'x'.repeat(250)} is taken`
    const run = sampleRun('failed', [sampleRow('a', 'done'), sampleRow('b', 'failed', long)])
    const { view, press, last, has } = await open(run, { 'run.resume': () => ok(run) })
    expect(view.get('h1').text()).toBe('Applied in part to lab.onmicrosoft.com')
    expect(view.get('[data-testid=failed-rows]').text()).toContain('Of 2 rows, 1 failed')
    expect(view.get('[data-testid=failed-rows]').text()).toContain(long)
    expect(has('Go to the test')).toBe(false)
    await press('Try these again')
    expect(last()).toMatchObject({ name: 'run.resume', ask: { runId: run.runId } })
  })

  it.each([
    ['cancelled', 'Cancelled after 1 of 2.'],
    ['interrupted', 'Interrupted. Going on looks first'],
  ] as const)('that was %s can go on, or be planned anew', async (state, sentence) => {
    const rows = [sampleRow('a', 'done'), sampleRow('b', state === 'cancelled' ? 'cancelled' : 'waiting')]
    const { view, press, events, has } = await open(sampleRun(state, rows))
    expect(view.text()).toContain(sentence)
    expect(has('Go on with this run')).toBe(true)
    expect(has('Undo this run…')).toBe(true)
    await press('Make the plan again')
    expect(events).toEqual(['plan again'])
  })

  it('of another lab than the one being prepared says so in place of its portal settings', async () => {
    const { view, bridge, press, events } = await open(sampleRun('done', [sampleRow('a', 'done')]), {}, null)
    expect(view.text()).toContain('Another lab is being prepared now')
    expect(bridge.asked.some(({ name }) => name.startsWith('portal.'))).toBe(false)
    await press('Go to the test')
    expect(events).toEqual(['test'])
  })

  it('that was undone shows the proof, and what is different', async () => {
    const proof = { at: '2026-11-21T09:00:00Z', outcome: 'different', differences: ['One user more'], reason: null }
    const undo = { state: 'done', rows: [{ actionId: 'a', what: 'Delete a', state: 'undone', reason: null }], proof }
    const { view, has } = await open(sampleRun('undone', [sampleRow('a', 'done')], { undo }))
    expect(view.text()).toContain('All 1 undone.')
    expect(view.get('[data-testid=undo-proof]').text()).toContain('1 difference from before')
    expect(view.get('[data-testid=undo-proof]').text()).toContain('One user more')
    expect(has('Undo this run…')).toBe(false)
  })
})

describe('what is left after a run', () => {
  it('are initial passwords, which wait until they can be taken', async () => {
    const run = sampleRun('done', [sampleRow('a', 'done')], { passwordsWaiting: 2 })
    const { view, press, alerts } = await open(run, { 'run.takePasswords': () => refused }, null)
    expect(view.get('[aria-label="Initial passwords"]').text()).toContain('2 initial passwords wait')
    await press('Show the initial passwords')
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    expect(view.text()).toContain('2 initial passwords wait')
  })

  it('can be undone after its rows were shown, and what cannot be taken back', async () => {
    const run = sampleRun('done', [sampleRow('a', 'done')])
    const rows = [{ actionId: 'a', what: `Delete ${'x'.repeat(200)}`, why: 'This run made it.' }]
    let isBroken = true
    const { view, press, has, alerts, last } = await open(
      run,
      {
        'run.undoPlan': () => (isBroken ? refused : ok({ rows, notes: ['Passwords stay as they are.'] })),
        'run.undo': () => ok(run),
      },
      null,
    )
    await press('Undo this run…')
    expect(alerts()).toHaveLength(1)
    expect(has('Undo 1 row')).toBe(false)
    isBroken = false
    await press('Try again')
    const dialog = view.get('[role=dialog]').text()
    for (const text of [rows[0]?.what, 'This run made it.', 'Passwords stay as they are.', 'In lab.onmicrosoft.com'])
      expect(dialog).toContain(text)
    await press('Undo 1 row')
    expect(last()?.name).toBe('run.undo')
    expect(view.find('[role=dialog]').exists()).toBe(false)
  })

  it('says that there is nothing left to undo', async () => {
    const { view, press, has } = await open(
      sampleRun('done', [sampleRow('a', 'done')]),
      { 'run.undoPlan': () => ok({ rows: [], notes: [] }) },
      null,
    )
    await press('Undo this run…')
    expect(view.get('[role=dialog]').text()).toContain('There is nothing left to undo.')
    expect(has('Undo 1 row')).toBe(false)
  })
})

describe('the portal guide after a run', () => {
  const done = () => sampleRun('done', [sampleRow('a', 'done')])

  it('gives every value to be copied by its page, and what it replaces', async () => {
    const { view } = await open(done())
    const guide = view.get('[aria-labelledby=portal-guide-title]')
    expect(guide.findAll('h3').map((one) => one.text())).toEqual(['Properties', 'What Graph sees'])
    expect(guide.get('a').attributes('href')).toBe(setting.url)
    expect(guide.find('[aria-label="Copy SSPRTesters"]').exists()).toBe(true)
    expect(guide.text()).toContain('Choosing a group replaces the group selected there now')
    expect(guide.get('[data-testid=witness-inside]').text()).toMatch(/Not yet seen.*next look/)
    expect(view.text()).toContain('You may go on: the watch keeps looking.')
  })

  it.each([
    ['proven', 'isSsprEnabled is true', 'Proven'],
    ['contradicted', 'the user is outside the scope', 'Contradicted'],
    ['could-not-check', 'it takes the role Reports Reader', 'Could not check'],
  ] as const)('says when the effect is %s, and why', async (verdict, detail, word) => {
    const inside = witness(verdict, detail)
    const { view } = await open(done(), { 'portal.current': () => ok(watchOf({ inside })) })
    const line = view.get('[data-testid=witness-inside]').text()
    expect(line).toContain(word)
    expect(line).toContain(detail)
    expect(view.text().includes('You may go on')).toBe(verdict !== 'proven')
  })

  it('stops watching and says so, and looks again', async () => {
    const { view, press, last, bridge } = await open(done(), {
      'portal.stop': () => ok(undefined),
      'portal.watch': () => ok(watchOf()),
    })
    expect(view.text()).not.toContain('not watching')
    await press('Stop watching')
    bridge.publish('portal.changed', watchOf({ watching: false }))
    await flushPromises()
    expect(view.text()).toContain('not watching')
    expect(view.findAll('button').some((one) => one.text() === 'Stop watching')).toBe(false)
    await press('Look now')
    expect(last()?.name).toBe('portal.watch')
  })

  it('says why it could not watch, and tries again', async () => {
    let isBroken = true
    const { view, press, alerts } = await open(done(), {
      'portal.current': () => ok(null),
      'portal.watch': () => (isBroken ? refused : ok(watchOf())),
    })
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    isBroken = false
    await press('Try again')
    expect(alerts()).toEqual([])
    expect(view.text()).toContain('What Graph sees')
  })
})
