import { describe, expect, it } from 'vitest'

import type { AuditRow } from '../../../src-main/domain/judge-audit.ts'
import {
  judgeAdministrator,
  judgeSamePerson,
  judgeStopped,
  judgeTakenAway,
  judgeWeakPassword,
} from '../../../src-main/domain/judge-negative.ts'

const user = '33333333-1111-4111-8111-111111111111'
const control = '44444444-1111-4111-8111-111111111111'
const operator = '22222222-1111-4111-8111-111111111111'
const mark = '2026-11-21T09:00:00.000Z'
const flowProgress = 'Self-service password reset flow activity progress'

function row(change: Partial<AuditRow>): AuditRow {
  return {
    at: '2026-11-21T09:05:00.000Z',
    activity: flowProgress,
    service: 'Self-service Password Management',
    result: 'success',
    reason: '',
    correlationId: 'one',
    userIds: [user],
    ...change,
  }
}
const started = row({ reason: 'User started the mobile SMS verification option' })
const completed = row({ reason: 'User completed the mobile SMS verification option' })
const cancelled = row({
  reason: 'User cancelled before passing the required authentication methods ',
  result: 'failure',
})
const presented = row({ reason: 'User was presented with verification options' })
const reset = row({ activity: 'Reset password (self-service)', reason: 'Successfully completed reset.' })
const refusedPassword = row({ ...reset, result: 'failure', reason: 'PasswordDoesnotComplyFuzzyPolicy' })

describe('a reset that was begun with a code and must not pass', () => {
  it.each([
    ['left without passing', [started, cancelled], 'proven'],
    ['not left yet', [started], 'not-yet-seen'],
    ['never begun', [presented], 'not-yet-seen'],
    ['left after the right code', [started, completed, cancelled], 'not-yet-seen'],
    [
      'left in another flow than it was begun in',
      [started, row({ ...cancelled, correlationId: 'two' })],
      'not-yet-seen',
    ],
    [
      'left without passing, before another one that succeeded',
      [started, cancelled, ...[started, completed, reset].map((each) => ({ ...each, correlationId: 'two' }))],
      'proven',
    ],
    ['carried out', [started, completed, reset], 'contradicted'],
    [
      'left before the mark',
      [started, cancelled].map((each) => ({ ...each, at: '2026-11-21T08:59:59.000Z' })),
      'not-yet-seen',
    ],
    ['of another user', [started, cancelled].map((each) => ({ ...each, userIds: [control] })), 'not-yet-seen'],
  ] as const)('%s', (_how, rows, verdict) => {
    expect(judgeStopped(rows, user, mark).verdict).toBe(verdict)
  })
})

describe('a weak password', () => {
  it.each([
    ['is refused by a failed row of the reset', [refusedPassword], 'proven'],
    ['is refused, whatever good one came after it', [refusedPassword, reset], 'proven'],
    ['was taken', [reset], 'contradicted'],
    ['was not tried yet', [completed], 'not-yet-seen'],
  ] as const)('%s', (_how, rows, verdict) => {
    expect(judgeWeakPassword(rows, user, mark).verdict).toBe(verdict)
  })
})

describe('an administrator at the reset page', () => {
  const his = (each: AuditRow): AuditRow => ({ ...each, userIds: [operator] })
  const notEnabled = row({ reason: 'PASSWORD RESET is not enabled for this user', result: 'failure' })
  const tooFew = row({
    reason: "User's account has insufficient authentication methods defined. Add authentication info to resolve this ",
    result: 'failure',
  })
  it.each([
    ['is refused, for password reset is off', [notEnabled], 'proven'],
    ['is refused, for too few methods are registered', [tooFew], 'proven'],
    ['resets with two methods', [completed, completed, reset], 'proven'],
    ['resets with one method', [completed, reset], 'contradicted'],
    [
      'is let in and leaves: only a person can say how many methods were asked for',
      [presented, cancelled],
      'not-yet-seen',
    ],
    ['was not there', [], 'not-yet-seen'],
  ] as const)('%s', (_how, rows, verdict) => {
    expect(judgeAdministrator(rows.map(his), operator, mark).verdict).toBe(verdict)
  })
})

describe('the one who registered and the one who reset', () => {
  const subjects = { testUserId: user, controlUserId: control, operatorId: operator }
  const registered = row({ activity: 'User registered all required security info', service: 'Authentication Methods' })
  const by = (userId: string, each: AuditRow): AuditRow => ({ ...each, userIds: [userId] })
  it.each([
    ['are the test user', [registered, reset], 'proven'],
    [
      'are the test user, where the older registration is in use',
      [row({ activity: 'Security info saved for self-service password reset ' }), reset],
      'proven',
    ],
    ['are not both seen yet', [registered], 'not-yet-seen'],
    ['are nobody of the test', [by('55555555-1111-4111-8111-111111111111', reset)], 'not-yet-seen'],
    ['are two: the administrator registered', [by(operator, registered), reset], 'contradicted'],
    ['are two: the control user reset', [registered, by(control, reset)], 'contradicted'],
    [
      'are the test user, whatever the administrator registered besides',
      [by(operator, registered), registered, reset],
      'proven',
    ],
  ] as const)('%s', (_who, rows, verdict) => {
    expect(judgeSamePerson(rows, subjects, mark).verdict).toBe(verdict)
  })
  it('are told by the object id, not by the whole of it', () => {
    expect(judgeSamePerson([registered, reset], subjects, mark).detail).toContain('object id 33333333…')
  })
})

it('what a run made is taken away once nothing of it is found', () => {
  expect(judgeTakenAway([], 3).verdict).toBe('proven')
  expect(judgeTakenAway(['balas@lab.onmicrosoft.com'], 3)).toMatchObject({
    verdict: 'not-yet-seen',
    detail: 'still there: balas@lab.onmicrosoft.com',
  })
})
