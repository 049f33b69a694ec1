import { describe, expect, it } from 'vitest'

import type { Recording } from '../../../src-main/contract/recording.ts'
import { firstPageOf, pageAt, personOf, stepAt } from '../../../src-main/domain/companion.ts'
import { sampleRecording } from '../../support/sample-recording.ts'

const microsoft = {
  register: 'https://mysignins.microsoft.com/security-info',
  reset: 'https://passwordreset.microsoftonline.com/',
  signIn: 'https://myaccount.microsoft.com/',
}
const practice = {
  register: 'http://127.0.0.1:4711/security-info',
  reset: 'http://127.0.0.1:4711/reset',
  signIn: 'http://127.0.0.1:4711/signin',
}

describe('a page is recognised by its address', () => {
  it.each([
    ['https://mysignins.microsoft.com/security-info?tenant=lab', 'register'],
    ['https://passwordreset.microsoftonline.com/?ru=x', 'reset'],
    ['https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=x', 'sign-in'],
    ['https://login.microsoftonline.us/organizations/login', 'sign-in'],
    ['https://myaccount.microsoft.com/?ref=x', 'sign-in'],
    ['https://mysignins.microsoft.com/', 'elsewhere'],
    ['https://login.microsoftonline.com.evil.example/', 'elsewhere'],
    ['https://passwordreset.microsoftonline.com.evil.example/', 'elsewhere'],
    ['about:blank', 'elsewhere'],
    ['no address', 'elsewhere'],
  ])('%s is %s', (address, page) => {
    expect(pageAt(address, microsoft)).toBe(page)
  })
  it.each([
    ['http://127.0.0.1:4711/reset/flow/abc', 'reset'],
    ['http://127.0.0.1:4711/security-info/add', 'register'],
    ['http://127.0.0.1:4711/signin', 'sign-in'],
    ['http://127.0.0.1:4711/resets', 'elsewhere'],
    ['http://127.0.0.1:9/reset', 'elsewhere'],
  ])('%s of the practice tenant is %s', (address, page) => {
    expect(pageAt(address, practice)).toBe(page)
  })
})

describe('the step a person is at', () => {
  const recording = sampleRecording()
  const { testUser, controlUser } = recording
  const at = (change: Partial<Recording>): Recording => ({ ...recording, ...change })

  it('is the current one where the page fits it', () => {
    expect(stepAt('sign-in', testUser, at({ currentStep: 'sign-in' }))).toBe('sign-in')
    expect(stepAt('reset', testUser, at({ currentStep: 'reset' }))).toBe('reset')
  })
  it('is the first open one of this person otherwise', () => {
    expect(stepAt('register', testUser, recording)).toBe('register')
    expect(stepAt('reset', controlUser, recording)).toBe('control-user')
  })
  it('is none on a page no step of theirs opens', () => {
    expect(stepAt('elsewhere', testUser, recording)).toBeNull()
    expect(stepAt('register', controlUser, recording)).toBeNull()
  })
  it('has an actor and a first page only where a person acts on one', () => {
    const found = recording.steps.map((step) => [step.stepId, personOf(step, recording), firstPageOf(step) !== null])
    expect(found).toContainEqual(['register', testUser, true])
    expect(found).toContainEqual(['operator-checks', null, false])
    expect(found).toContainEqual(['clean-up', null, false])
  })
})
