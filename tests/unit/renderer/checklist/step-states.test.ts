import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { ClaimState, InstructionPart, StepState, Verdict } from '@contract/recording'

import IdentityAlert from '../../../../src-renderer/checklist/IdentityAlert.vue'
import StepInstructions from '../../../../src-renderer/checklist/StepInstructions.vue'
import StepList from '../../../../src-renderer/checklist/StepList.vue'
import StepProof from '../../../../src-renderer/checklist/StepProof.vue'
import { clockTimeOrDay } from '../../../../src-renderer/components/clock-time'
import { FakeBridge } from '../../../support/fake-bridge'
import { sampleRecording } from '../../../support/sample-recording'
import { showInWindow } from '../../../support/show-in-window'

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

const at = '2026-11-21T09:31:30.000Z'
const next = '2026-11-21T09:36:30.000Z'

const sampleStep = (): StepState => {
  const step = sampleRecording().steps.find(({ stepId }) => stepId === 'reset')
  if (!step) throw new Error('the sample has no step')
  return step
}

function claimOf(verdict: Verdict, detail: string, nextLookAt: string | null = null): ClaimState {
  const isAsked = verdict !== 'waiting'
  const witness = { verdict, detail, lookedAt: isAsked ? at : null, sourceAsOf: null, nextLookAt, requestId: null }
  return {
    claimId: verdict,
    claim: 'The password changed after the start mark',
    verdict,
    witness: { ...witness, witness: 'users/{id}/lastPasswordChangeDateTime' },
  }
}

async function proofOf(
  claims: ClaimState[],
  {
    begunAt = at,
    isWatched = true,
    actor = 'test-user',
  }: { begunAt?: string | null; isWatched?: boolean; actor?: StepState['actor'] } = {},
) {
  const looks: string[] = []
  const step = { ...sampleStep(), begunAt, actor, claims }
  const props = { step, isLooking: false, isWatched, onLook: () => looks.push('look') }
  const window = await showInWindow(StepProof, props, new FakeBridge())
  const has = (name: string): boolean => window.view.findAll('button').some((one) => one.text() === name)
  const claim = (): string => window.view.findAll('[aria-live=polite] > li').at(-1)?.text() ?? ''
  return { ...window, looks, has, claim }
}

describe('what proves a step', () => {
  it('is not looked for before the step has begun', async () => {
    const { view, has, claim } = await proofOf([claimOf('waiting', 'nothing yet')], { begunAt: null })
    expect(view.text()).toContain('looked for once the step has begun')
    expect([has('Look now'), has('I saw this…')]).toEqual([false, false])
    expect(claim()).toContain('Waiting for you')
    expect(claim()).not.toContain('nothing yet')
    expect(view.text()).not.toMatch(/\bwatching\b/)
  })

  it.each([
    ['waiting', '', 'Waiting for you', true],
    ['proven', 'changed at 09:31', 'Proven', false],
    ['contradicted', 'the administrator changed it', 'Contradicted', false],
    ['could-not-check', 'this takes the role Reports Reader', 'Could not check', true],
    ['attested', 'nothing in the log yet', 'Attested', false],
    ['skipped', '', 'Skipped', false],
  ] as const)(
    'that is %s says so, with what was found, and whether it is still watched',
    async (verdict, detail, word, isOpen) => {
      const { view, claim } = await proofOf([claimOf(verdict, detail)])
      expect(claim()).toContain(word)
      expect(claim()).toContain(detail)
      expect(view.get('h2').element.parentElement?.textContent.includes('watching')).toBe(isOpen)
    },
  )

  it('that was not yet seen says when it was looked for, of what age the source is, and when it is looked for next', async () => {
    const claim = claimOf('not-yet-seen', 'the log ends before the reset', next)
    const late = { ...claim, witness: { ...claim.witness, sourceAsOf: '2026-11-21T09:01:30.000Z' } }
    const window = await proofOf([late])
    for (const [word, time] of [
      ['looked', at],
      ['source as of', '2026-11-21T09:01:30.000Z'],
      ['next look', next],
    ] as const)
      expect(window.claim()).toContain(`${word} ${clockTimeOrDay(time, new Date())}`)
    await window.press('Look now')
    expect(window.looks).toEqual(['look'])
  })

  it('is not waited for from anybody where ResetLab itself acts', async () => {
    const step = { actor: 'app' as const }
    expect((await proofOf([claimOf('waiting', '')], step)).claim()).toContain('Not looked at yet')
    expect((await proofOf([claimOf('waiting', '')], { ...step, begunAt: null })).claim()).toContain('Waiting for you')
  })

  it('says when nobody watches any more', async () => {
    const { view, has } = await proofOf([claimOf('not-yet-seen', 'x')], { isWatched: false })
    expect(view.text()).toContain('not watching')
    expect(has('Look now')).toBe(true)
  })

  it('names the other witnesses with what each of them said', async () => {
    const other = {
      ...claimOf('could-not-check', 'the log needs a role').witness,
      witness: 'auditLogs/directoryAudits',
    }
    const { view } = await proofOf([{ ...claimOf('proven', 'changed'), others: [other] }])
    expect(view.get('details summary').text()).toBe('1 other witness was asked')
    expect(view.get('details').text()).toContain('Could not check: the log needs a role')
  })

  it('shows every claim of a step, each with its own verdict, however long it is', async () => {
    const long = { ...claimOf('contradicted', 'x'.repeat(300)), claim: `${'y'.repeat(300)} is so` }
    const { view } = await proofOf([claimOf('proven', 'changed'), long])
    const claims = view.findAll('[aria-live=polite] > li')
    expect(claims.map((one) => one.text().includes('Contradicted'))).toEqual([false, true])
    expect(claims[1]?.text()).toContain(long.claim)
    expect(claims[1]?.find('p').classes()).toContain('break-words')
  })
})

describe('the instructions of a step', () => {
  it('say where, what to do word by word, what one should see and what may go wrong', async () => {
    const parts: InstructionPart[] = [
      { type: 'text', text: 'Type the user name ' },
      { type: 'copy', text: 'balas@lab.onmicrosoft.com' },
      { type: 'text', text: ' and choose ' },
      { type: 'strong', text: 'Next' },
      { type: 'open', text: 'Open the reset page', url: 'https://passwordreset.example/', privately: false },
    ]
    const step: StepState = {
      ...sampleStep(),
      where: 'In a private window',
      instructions: [parts, [{ type: 'text', text: 'Then wait.' }]],
      expect: 'Your password has been reset',
      help: 'Begin again.',
      troubles: [{ sign: 'The page says “not enabled”', remedy: 'Wait a quarter of an hour.' }],
    }
    const { view } = await showInWindow(StepInstructions, { step }, new FakeBridge())
    const [first, second] = view.findAll('ol > li')
    expect(first?.text()).toContain('Type the user name')
    expect(first?.get('strong').text()).toBe('Next')
    expect(first?.find('[aria-label="Copy balas@lab.onmicrosoft.com"]').exists()).toBe(true)
    expect(first?.get('a').attributes()).toMatchObject({ href: 'https://passwordreset.example/', target: '_blank' })
    // What may be opened here needs no address to be carried to a private window.
    expect(first?.find('[aria-label="Copy the address of: Open the reset page"]').exists()).toBe(false)
    expect(second?.text()).toBe('2Then wait.')
    expect(view.text()).toContain('In a private window')
    expect(view.text()).toContain('You should see: Your password has been reset')
    const troubles = view.get('details')
    expect(troubles.attributes('open')).toBeUndefined()
    expect(troubles.get('summary').text()).toBe('If it does not go that way')
    for (const text of ['Begin again.', 'The page says “not enabled”', 'Wait a quarter of an hour.'])
      expect(troubles.text()).toContain(text)
  })

  it('of a page for another person give its address to be carried to a private window', async () => {
    const open: InstructionPart = { type: 'open', text: 'Open it', url: 'https://reset.example/', privately: true }
    const step = { ...sampleStep(), instructions: [[open]], troubles: undefined, where: undefined }
    const { view } = await showInWindow(StepInstructions, { step }, new FakeBridge())
    expect(view.find('[aria-label="Copy the address of: Open it"]').exists()).toBe(true)
    expect(view.find('dl').exists()).toBe(false)
  })
})

describe('the word that somebody else was there', () => {
  it('is an alert only where a witness says so', async () => {
    const claim = { ...claimOf('contradicted', 'the administrator did'), claim: 'The test user reset it' }
    const { alerts } = await showInWindow(IdentityAlert, { claims: [claim] }, new FakeBridge())
    expect(alerts()).toEqual([expect.stringContaining('“The test user reset it” is not so: the administrator did')])
  })
  it('is not there otherwise', async () => {
    const { alerts } = await showInWindow(IdentityAlert, { claims: [] }, new FakeBridge())
    expect(alerts()).toEqual([])
  })
})

describe('the list of steps', () => {
  const verdicts: Verdict[] = ['proven', 'not-yet-seen', 'contradicted', 'could-not-check', 'attested']
  const recording = () => {
    const sample = sampleRecording()
    const steps = sample.steps.map((step, index) => {
      const verdict = verdicts[index]
      return verdict ? { ...step, begunAt: at, claims: [claimOf(verdict, 'x')] } : step
    })
    return { ...sample, steps, currentStep: 'reset' as const }
  }
  async function list() {
    const chosen: string[] = []
    const props = { recording: recording(), shown: 'reset', onShow: (stepId: string) => chosen.push(stepId) }
    const window = await showInWindow(StepList, props, new FakeBridge())
    const fold = () => window.view.get('[aria-controls=steps-of-test]')
    return { ...window, chosen, fold }
  }

  it('says of each how it stands, which one is shown, and shows another one', async () => {
    const { view, chosen } = await list()
    const steps = view.get('nav[aria-label="Steps of the test"]').findAll('button')
    expect(steps.map((one) => one.get('.sr-only').text())).toEqual([
      'Proven',
      'Not yet seen',
      'Contradicted',
      'Could not check',
      'Attested',
      ...Array<string>(steps.length - 5).fill('not begun'),
    ])
    expect(steps.filter((one) => one.attributes('aria-current') === 'step')).toHaveLength(1)
    await steps[1]?.trigger('click')
    expect(chosen).toEqual(['register'])
  })

  it('waits for nobody where ResetLab itself acts', async () => {
    const [first, ...rest] = sampleRecording().steps
    if (!first) throw new Error('the sample has no step')
    const steps = [{ ...first, begunAt: at }, ...rest]
    const props = { recording: { ...sampleRecording(), steps }, shown: 'operator-checks' }
    const { view } = await showInWindow(StepList, props, new FakeBridge())
    expect(view.get('nav button .sr-only').text()).toBe('Not looked at yet')
  })

  it('is one line in a narrow window that says where one is, and unfolds', async () => {
    const { view, fold, chosen } = await list()
    const steps = view.get('#steps-of-test')
    expect(fold().text()).toBe('Step 4 of 8: Reset(Could not check)')
    expect(fold().attributes('aria-expanded')).toBe('false')
    // Without a style sheet, the classes have to say what is folded away, and in which windows.
    expect(fold().classes()).toContain('md:hidden')
    expect(steps.classes()).toContain('max-md:hidden')
    await fold().trigger('click')
    expect(fold().attributes('aria-expanded')).toBe('true')
    expect(steps.classes()).not.toContain('max-md:hidden')
    // Choosing folds it again, and the keyboard goes on from the line.
    await steps.findAll('nav button')[2]?.trigger('click')
    await flushPromises()
    expect(chosen).toEqual(['registration-seen'])
    expect(fold().attributes('aria-expanded')).toBe('false')
    expect(document.activeElement).toBe(fold().element)
  })
})
