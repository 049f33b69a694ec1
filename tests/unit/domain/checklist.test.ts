import { describe, expect, it } from 'vitest'

import { type Lab, negativeTests } from '../../../src-main/contract/lab.ts'
import { stepIds } from '../../../src-main/contract/recording.ts'
import { buildChecklist } from '../../../src-main/domain/checklist/build-checklist.ts'
import { witnessesOf } from '../../../src-main/domain/witnesses.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'

const build = (lab: Lab = sampleLab()) =>
  buildChecklist({ lab, domain: 'lab.onmicrosoft.com', links: sampleLinks, operator: 'admin@lab.onmicrosoft.com' })
const withChecklist = (change: Partial<Lab['checklist']>, sspr: Partial<Lab['sspr']> = {}): Lab => {
  const lab = sampleLab()
  return { ...lab, checklist: { ...lab.checklist, ...change }, sspr: { ...lab.sspr, ...sspr } }
}
const wordsOf = (lab: Lab, stepId: string): string =>
  build(lab)
    .filter((step) => step.stepId === stepId)
    .flatMap((step) => step.instructions.flat().map(({ text }) => text))
    .join('')

describe('the checklist of a lab', () => {
  it('is the same for the same lab', () => {
    expect(build()).toEqual(build())
  })
  it('has the refused control user and the clean-up in every lab, and the other refusals only where they are asked for', () => {
    const ids = build().map((step) => step.stepId)
    expect(ids).toEqual(stepIds.filter((id) => !(negativeTests as readonly string[]).includes(id)))
    const every = build(withChecklist({ negativeTests: ['weak-password', 'administrator'] })).map((step) => step.stepId)
    expect(every.slice(-4)).toEqual(['control-user', 'administrator', 'weak-password', 'clean-up'])
  })
  it('has no refused control user where the scope leaves nobody outside', () => {
    expect(build(withChecklist({}, { scope: 'all' })).map((step) => step.stepId)).not.toContain('control-user')
  })
  it('asks only what the app knows how to ask', () => {
    const claims = build(withChecklist({ negativeTests: [...negativeTests] })).flatMap((step) => step.claims)
    for (const { claimId } of claims) expect(Object.keys(witnessesOf)).toContain(claimId)
    expect(new Set(claims.map(({ claimId }) => claimId)).size).toBe(claims.length)
  })
  it.each([
    ['interrupt', 'More information required'],
    ['security-info', 'Open Security info'],
  ] as const)('registers by %s', (route, words) => {
    expect(wordsOf(withChecklist({ route }), 'register')).toContain(words)
  })
  it.each([
    ['reset-page', 'Open the reset page'],
    ['forgot-my-password', 'Forgot my password'],
    ['cant-access', 'Can’t access your account?'],
  ] as const)('resets from %s', (entrance, words) => {
    expect(wordsOf(withChecklist({ entrance }), 'reset')).toContain(words)
  })
  it('passes as many gates as the lab says, by its own kinds of method', () => {
    const two = withChecklist(
      { register: ['authenticatorCode', 'email'], resetWith: ['authenticatorCode', 'email'] },
      { methodsRequired: 2 },
    )
    const words = wordsOf(two, 'reset')
    expect(words).toContain('Verification step 2: Email my alternate email')
    expect(build(two).flatMap((step) => step.claims.map(({ claim }) => claim))).toContain(
      'It was a self-service reset with two methods: authenticator app and e-mail',
    )
    expect(wordsOf(sampleLab(), 'reset')).not.toContain('Verification step 2')
  })
  it('says where each step is done, and what to do when it goes wrong', () => {
    for (const step of build(withChecklist({ negativeTests: [...negativeTests] }))) {
      if (step.actor !== 'app') expect(step.where, step.stepId).toBeTruthy()
      expect(step.troubles?.length, step.stepId).toBeGreaterThan(1)
    }
    const signs = build().flatMap((step) => step.troubles?.map(({ sign }) => sign) ?? [])
    for (const code of [
      'SSPR_0009',
      'SSPR_0010',
      'SSPR_0011',
      'SSPR_0012',
      'SSPR_0013',
      'SSPR_0014',
      'AADSTS50053',
      'not enabled this feature',
    ]) {
      expect(signs.join('\n')).toContain(code)
    }
  })
})
