import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Answer } from '@contract/calls'
import type { Lab } from '@contract/lab'
import type { Reply } from '@contract/failure'

import { SettingsInForce } from '@contract/settings'

import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { useRunStore } from '../../../../src-renderer/stores/run'
import { useSessionStore } from '../../../../src-renderer/stores/session'
import { useSettingsStore } from '../../../../src-renderer/stores/settings'
import { createLabForm, labFormKey } from '../../../../src-renderer/wizards/setup/lab-form'
import ReviewStep from '../../../../src-renderer/wizards/setup/steps/ReviewStep.vue'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'
import { samplePlan, sampleRow, sampleRun } from '../../../support/sample-plan'
import { sampleSession } from '../../../support/sample-target'
import { refused, showInWindow } from '../../../support/show-in-window'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

type Answers = NonNullable<ConstructorParameters<typeof FakeBridge>[0]>

/** The step in a practice tenant; `events` are what the wizard around it is told. */
async function open(answers: Answers, lab: Lab = sampleLab()) {
  const bridge = new FakeBridge({ 'session.current': () => ok(sampleSession()), ...answers })
  setBridge(bridge)
  await useSessionStore().refresh()
  if (answers['run.current']) await useRunStore().refresh()
  const events: unknown[] = []
  const props = {
    onOpen: (step: unknown) => events.push(step),
    onApplied: () => events.push('applied'),
  }
  const window = await showInWindow(ReviewStep, props, bridge, { provide: { [labFormKey]: createLabForm(lab) } })
  const names = () => bridge.asked.map(({ name }) => name)
  const isDisabled = (name: string): boolean => window.button(name).attributes('disabled') !== undefined
  return { ...window, bridge, events, names, isDisabled }
}

const apply = 'Apply to lab.onmicrosoft.com'

describe('the step Review', () => {
  it('says that the plan is being made, then shows every row with one total, and applies it as shown', async () => {
    const answer = Promise.withResolvers<Reply<Answer<'plan.build'>>>()
    const { view, press, events, bridge } = await open({
      'plan.build': () => answer.promise as never,
      'run.start': () => ok(sampleRun('running', [])),
    })
    expect(view.get('[role=status]').text()).toContain('Reading the tenant and making the plan')
    expect(view.findAll('button').map((one) => one.text())).toEqual(['Stop', 'Back'])
    answer.resolve(ok(samplePlan()))
    await flushPromises()
    expect(view.get('table').text()).toContain('Create the group SSPRTesters')
    expect(view.get('[data-testid=plan-total]').text()).toBe('1 to add, 1 yours to do in the portal')
    expect(view.text()).not.toContain('Group.ReadWrite.All')
    await view.get('[role=switch]').trigger('click')
    expect(view.get('table').text()).toContain('Group.ReadWrite.All')
    await press(apply)
    expect(bridge.asked.at(-1)?.ask).toMatchObject({ planId: samplePlan().planId })
    expect(events).toEqual(['applied'])
  })

  it('says how many users were looked at and how long the rest takes, stops, and makes the plan after all', async () => {
    const answer = Promise.withResolvers<Reply<Answer<'plan.build'>>>()
    let isStopped = false
    const { view, press, bridge, names } = await open({
      'plan.build': () => (isStopped ? ok(samplePlan()) : (answer.promise as never)),
      'plan.stop': () => ok(undefined),
    })
    bridge.publish('plan.progress', { done: 1200, of: 5000 })
    await flushPromises()
    expect(view.text()).toContain('1,200 of 5,000 users looked at, a few seconds left')
    expect(view.find('[role=progressbar]').exists()).toBe(true)
    await press('Stop')
    expect(names().at(-1)).toBe('plan.stop')
    expect(view.text()).toContain('Nothing was changed in the tenant.')
    expect(view.text()).not.toContain('users looked at')
    isStopped = true
    answer.resolve({ ok: false, failure: { kind: 'cancelled', code: 'graph.cancelled' } })
    await flushPromises()
    expect(view.find('[role=alert]').exists()).toBe(false)
    await press('Make the plan again')
    expect(view.get('[data-testid=plan-total]').text()).toBe('1 to add, 1 yours to do in the portal')
    expect(view.text()).not.toContain('There is no plan')
  })

  it('says why there is no plan, and makes it again', async () => {
    let isBroken = true
    const { view, alerts, press } = await open({ 'plan.build': () => (isBroken ? refused : ok(samplePlan())) })
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    expect(view.find('table').exists()).toBe(false)
    isBroken = false
    await press('Try again')
    expect(alerts()).toEqual([])
    expect(view.find('table').exists()).toBe(true)
  })

  it('makes no plan of fields that do not fit, and leads to their steps', async () => {
    const lab = sampleLab()
    lab.group.displayName = 'Class\u200fA'
    const { view, events, press, names } = await open({}, lab)
    expect(names()).not.toContain('plan.build')
    expect(view.text()).toContain('Some fields do not fit yet')
    expect(view.text()).toContain('Holds a character that cannot be seen.')
    await press('Group')
    await press('Back')
    expect(events).toEqual(['group', 'sspr'])
  })

  it('applies nothing while something stands in the way, however long it is', async () => {
    const obstacle = `The group “${'x'.repeat(200)}” is synchronised`
    const { view, isDisabled } = await open({ 'plan.build': () => ok(samplePlan({ obstacles: [obstacle] })) })
    expect(view.text()).toContain('This must be mended before anything is written')
    expect(view.text()).toContain(obstacle)
    expect(isDisabled(apply)).toBe(true)
  })

  it('applies nothing before it was said which group is meant, and plans anew with the answer', async () => {
    const groupId = '33333333-3333-4333-8333-333333333333'
    const candidate = { groupId, description: 'Of last year', members: 1, createdAt: null, unusable: null }
    const question = { about: 'group', name: 'SSPRTesters', isPilot: true, candidates: [candidate] }
    const { view, isDisabled, press, bridge } = await open({
      'plan.build': (ask) => ok(samplePlan(JSON.stringify(ask).includes(groupId) ? {} : { questions: [question] })),
    })
    expect(view.text()).toContain('Which group “SSPRTesters” is meant?')
    expect([isDisabled(apply), isDisabled('Use this group')]).toEqual([true, true])
    await view.get('[data-testid=plan-question] [role=radio]').trigger('click')
    await press('Use this group')
    expect(bridge.asked.filter(({ name }) => name === 'plan.build')).toHaveLength(2)
    expect(view.find('[data-testid=plan-question]').exists()).toBe(false)
    expect(isDisabled(apply)).toBe(false)
  })

  it('applies nothing while a run is under way', async () => {
    const { view, isDisabled } = await open({
      'plan.build': () => ok(samplePlan()),
      'run.current': () => ok(sampleRun('running', [sampleRow('a', 'working')])),
    })
    expect(view.text()).toContain('A run is under way.')
    expect(isDisabled(apply)).toBe(true)
  })

  it('applies nothing in read-only mode, and says where it is turned off', async () => {
    const settings = SettingsInForce.parse({ isReadOnly: true, isHeldReadOnly: false })
    const { view, isDisabled, button } = await open({
      'plan.build': () => ok(samplePlan()),
      'settings.get': () => ok(settings),
    })
    await useSettingsStore().refresh()
    await flushPromises()
    expect(isDisabled(apply)).toBe(true)
    const reason = button(apply).attributes('aria-describedby') ?? ''
    expect(view.get(`[id="${reason}"]`).text()).toBe('Read-only mode is on.')
    expect(view.get('a').attributes('href')).toBe('/settings')
    expect(view.get('table').text()).toContain('Create the group SSPRTesters')
  })

  it('with nothing to write goes on to the portal, and says why it could not begin', async () => {
    const nothing = { actions: [], totals: { add: 0, change: 0, none: 0, guided: 0 } }
    const { view, press, events, alerts } = await open({
      'plan.build': () => ok(samplePlan(nothing)),
      'run.start': () => refused,
    })
    expect(view.get('[data-testid=plan-total]').text()).toBe('Nothing to do')
    await press('Go on to the portal settings')
    expect(events).toEqual([])
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
  })
})
