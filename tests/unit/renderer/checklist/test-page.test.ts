import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Recording, StepId, StepState, Verdict } from '@contract/recording'

import { setBridge } from '../../../../src-renderer/bridge/bridge'
import TestPage from '../../../../src-renderer/checklist/TestPage.vue'
import { useRecordingStore } from '../../../../src-renderer/stores/recording'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { sampleLab } from '../../../support/sample-lab'
import { sampleRecording } from '../../../support/sample-recording'
import { refused, showInWindow } from '../../../support/show-in-window'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

type Answers = NonNullable<ConstructorParameters<typeof FakeBridge>[0]>

const at = '2026-11-21T09:31:30.000Z'
const draft = { lab: sampleLab({ title: 'A lab whose title goes on: '.repeat(4).trim() }), step: 'group' as const }
const around: Answers = {
  'recording.list': () => ok([]),
  'draft.get': () => ok(draft),
  'run.current': () => ok(null),
  'app.about': () => ok({ version: '1', host: 'browser', home: '/x' }),
  'companion.current': () => ok(null),
}

async function open(recording: Recording | null, answers: Answers = {}) {
  const bridge = new FakeBridge({ ...around, 'recording.current': () => ok(recording), ...answers })
  const window = await showInWindow(TestPage, {}, bridge)
  const has = (name: string): boolean => window.view.findAll('button').some((one) => one.text() === name)
  return { ...window, bridge, has, last: () => bridge.asked.at(-1) }
}

/** The sample at a step that was changed. */
function sampleAt(stepId: StepId, change: Partial<StepState> = {}): Recording {
  const sample = sampleRecording()
  const steps = sample.steps.map((step) => (step.stepId === stepId ? { ...step, ...change } : step))
  return { ...sample, steps, currentStep: stepId }
}

/** Every claim of every step seen so, each step begun. */
function allSeen(verdict: Verdict): Recording {
  const sample = sampleRecording()
  const steps = sample.steps.map((step) => ({
    ...step,
    begunAt: at,
    claims: step.claims.map((claim) => ({ ...claim, verdict })),
  }))
  return { ...sample, steps, currentStep: 'clean-up' }
}

describe('the test page', () => {
  it('that cannot be loaded says so once, under its heading, begins no test, and loads again', async () => {
    let isBroken = true
    const once = <T>(value: T) => (isBroken ? refused : ok(value))
    const { view, alerts, has, press } = await open(null, {
      'recording.current': () => once(null),
      'recording.list': () => once([]),
      'draft.get': () => once(draft),
    })
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    const [heading, alert] = [view.get('h1').element, view.get('[role=alert]').element]
    expect(heading.compareDocumentPosition(alert) & Node.DOCUMENT_POSITION_FOLLOWING).not.toBe(0)
    expect(has('Start the guided test')).toBe(false)
    isBroken = false
    await press('Try again')
    expect(alerts()).toEqual([])
    expect(has('Start the guided test')).toBe(true)
  })

  it('begins no test while it is not known any more whether one is under way', async () => {
    const answers = [ok(null), refused]
    const bridge = new FakeBridge({ ...around, 'recording.current': () => answers.shift() ?? refused })
    setBridge(bridge)
    // As another screen did before.
    await useRecordingStore().refresh()
    const { alerts, button, view } = await showInWindow(TestPage, {}, bridge)
    expect(alerts()).toHaveLength(1)
    expect(button('Try again').exists()).toBe(true)
    expect(view.text()).not.toContain('Start the guided test')
  })

  it('says that it is loading, and without a lab what to do first', async () => {
    const answer = Promise.withResolvers<unknown>()
    const { view } = await open(null, {
      'recording.current': () => answer.promise as never,
      'draft.get': () => ok(null),
    })
    expect(view.find('[role=status][aria-label=Loading]').exists()).toBe(true)
    answer.resolve(ok(null))
    await flushPromises()
    expect(view.find('[role=status][aria-label=Loading]').exists()).toBe(false)
    expect(view.text()).toContain('No lab to test yet')
    expect(view.get('a').text()).toBe('Choose a lab')
  })

  it('before a test says whom it is about, that the lab was not applied, and why it could not begin', async () => {
    const { view, press, alerts, field, last } = await open(null, { 'recording.start': () => refused })
    expect(view.findAll('h1').map((one) => one.text())).toEqual(['Guided test'])
    expect(view.get('dl').text()).toContain(draft.lab.title)
    expect(view.text()).toContain('This lab was not applied in this tenant yet')
    await field('Your name').setValue('Zoë “Z” Ünal')
    await press('Start the guided test')
    expect(last()?.ask).toMatchObject({ learner: { name: 'Zoë “Z” Ünal', classCode: '' } })
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    expect(field('Your name').element.value).toBe('Zoë “Z” Ünal')
  })
})

describe('a step of the test', () => {
  it('that was not begun begins when it is asked to, and goes on only then', async () => {
    const { view, press, has, last } = await open(sampleAt('register'), {
      'recording.openStep': () => ok({ ...sampleAt('register', { begunAt: at }), events: 3, watching: true }),
    })
    expect(view.get('h1').text()).toBe('Register')
    expect(view.text()).toContain('Step 2 of 8')
    expect(view.text()).toContain('you, as the test user')
    expect([has('Repeat this step'), has('Next: Registration seen')]).toEqual([false, false])
    await press('Begin: Register')
    expect(last()).toMatchObject({ name: 'recording.openStep', ask: { stepId: 'register' } })
    expect([has('Begin: Register'), has('Repeat this step'), has('Next: Registration seen')]).toEqual([
      false,
      true,
      true,
    ])
    expect(view.get('[aria-labelledby=proof-title]').text()).toMatch(/What proves it\s*watching/)
  })

  it('that cannot begin says why, and what was there stays', async () => {
    const { view, press, alerts, has } = await open(sampleAt('register'), { 'recording.openStep': () => refused })
    await press('Begin: Register')
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    expect(has('Begin: Register')).toBe(true)
    expect(view.get('h1').text()).toBe('Register')
  })

  it('that was begun anew says how often', async () => {
    const { view, press, last } = await open(sampleAt('reset', { begunAt: at, repeats: 2 }), {
      'recording.repeatStep': () => refused,
    })
    expect(view.text()).toContain('begun anew 2 times')
    await press('Repeat this step')
    expect(last()).toMatchObject({ name: 'recording.repeatStep', ask: { stepId: 'reset' } })
  })

  it('is skipped with a reason only, which is still there when that failed', async () => {
    const skipped = { at, reason: 'No phone' }
    let isBroken = true
    const { view, press, button, alerts, last } = await open(sampleAt('register'), {
      'recording.skipStep': () => (isBroken ? refused : ok({ ...sampleAt('register', { skipped }), events: 4 })),
    })
    const reason = () => view.get<HTMLTextAreaElement>('[role=dialog] textarea')
    await press('Skip this step…')
    expect(view.get('[role=dialog]').text()).toContain('What it claims stays unproven')
    expect(button('Skip this step').attributes('disabled')).toBeDefined()
    await reason().setValue('   ')
    expect(button('Skip this step').attributes('disabled')).toBeDefined()
    await reason().setValue(' No phone ')
    await press('Skip this step')
    expect(last()).toMatchObject({ name: 'recording.skipStep', ask: { stepId: 'register', reason: 'No phone' } })
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    isBroken = false
    await press('Skip this step…')
    expect(reason().element.value).toBe(' No phone ')
    await press('Skip this step')
    expect(alerts()).toEqual([])
    expect(view.get('h1').text()).toBe('Registration seen')
    await press('Skip this step…')
    expect(reason().element.value).toBe('')
  })

  it('says when it could not be left open for later', async () => {
    const { press, alerts } = await open(sampleAt('reset', { begunAt: at }), { 'recording.leave': () => refused })
    expect(alerts()).toEqual([])
    await press('Leave it open for later')
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
  })

  it('is abandoned after a question that says what is lost', async () => {
    const { view, press, last } = await open(sampleAt('reset'), { 'recording.abandon': () => ok(undefined) })
    await press('Abandon the recording…')
    const question = view.get('[role=dialog]').text()
    for (const part of ['balas@lab.onmicrosoft.com', 'No evidence file is made of it.', 'cannot be continued'])
      expect(question).toContain(part)
    await press('Abandon it')
    expect(last()?.name).toBe('recording.abandon')
    expect(view.text()).toContain('Guided test')
  })
})

describe('the end of the test', () => {
  const sealed = {
    evidenceId: '33333333-3333-4333-8333-333333333333',
    fileName: 'a.resetlab',
    labTitle: 'Sample',
    domain: 'lab.onmicrosoft.com',
    targetKind: 'practice' as const,
    testUser: 'balas@lab.onmicrosoft.com',
    startedAt: at,
    finishedAt: at,
    proven: 1,
    claims: 1,
    integrity: 'intact' as const,
  }

  it('seals at once what is proven, and leads to the evidence', async () => {
    const { press, last, router, view } = await open(allSeen('proven'), { 'recording.finish': () => ok(sealed) })
    await press('Finish and seal the evidence')
    expect(view.find('[role=dialog]').exists()).toBe(false)
    expect(last()?.name).toBe('recording.finish')
    expect(router.currentRoute.value.name).toBe('evidence')
  })

  it('asks first where something is open, and says why it could not be sealed', async () => {
    const { press, view, alerts, bridge } = await open(allSeen('not-yet-seen'), { 'recording.finish': () => refused })
    await press('Finish and seal the evidence')
    expect(view.get('[role=dialog]').text()).toContain('Seal now, or wait?')
    expect(bridge.asked.some(({ name }) => name === 'recording.finish')).toBe(false)
    await press('Seal it as it is')
    expect(alerts()).toEqual([expect.stringContaining('did not answer')])
    expect(view.get('h1').text()).toBe('Clean up')
  })
})
