import { describe, expect, it } from 'vitest'

import type { ContactKind } from '../../../src-main/contract/lab.ts'
import {
  type AuditRow,
  judgePasswordAudit,
  judgeRefusal,
  judgeRegistrationAudit,
  judgeResetAudit,
  judgeScopeAudit,
} from '../../../src-main/domain/judge-audit.ts'
import { judgeDoneEvent, judgeRefusedEvent, type MethodEvent } from '../../../src-main/domain/judge-events.ts'

const mark = '2026-11-21T09:00:00.000Z'
const later = '2026-11-21T09:05:00.000Z'
const before = '2026-11-21T08:55:00.000Z'

const row = (activity: string, change: Partial<AuditRow> = {}): AuditRow => ({
  at: later,
  activity,
  service: 'Self-service Password Management',
  result: 'success',
  reason: '',
  correlationId: 'c1',
  userIds: ['u1'],
  ...change,
})
const reset = row('Reset password (self-service)')
const gate = row('Self-service password reset flow activity progress', {
  reason: 'User completed the mobile app code verification option',
})

const secondGate = { ...gate, reason: 'User completed the email verification option' }

const asked = (methodsRequired: number, resetWith?: readonly ContactKind[]) => ({ methodsRequired, resetWith })

describe('a reset in the audit log', () => {
  it('is proven by the final row and one verified gate of the same correlation id', () => {
    expect(judgeResetAudit([gate, reset], 'u1', mark, asked(1)).verdict).toBe('proven')
  })
  it.each([
    ['no row at all', [], 'not-yet-seen'],
    ['a final row of another user', [gate, { ...reset, userIds: ['u2'] }], 'not-yet-seen'],
    ['a final row before the mark', [gate, { ...reset, at: before }], 'not-yet-seen'],
    ['a failed final row', [gate, { ...reset, result: 'failure' }], 'not-yet-seen'],
    ['gates of another correlation id', [{ ...gate, correlationId: 'c2' }, reset], 'not-yet-seen'],
    ['a reset by an administrator', [row('Reset password (by admin)')], 'contradicted'],
  ] as const)('%s', (_name, rows, verdict) => {
    expect(judgeResetAudit(rows, 'u1', mark, asked(1)).verdict).toBe(verdict)
  })
  it('needs two gates when two methods are required', () => {
    expect(judgeResetAudit([gate, reset], 'u1', mark, asked(2)).verdict).toBe('not-yet-seen')
    expect(judgeResetAudit([gate, secondGate, reset], 'u1', mark, asked(2)).verdict).toBe('proven')
  })
  it('reads strings in any case and with trailing blanks', () => {
    const odd = row('RESET PASSWORD (SELF-SERVICE) ', { result: 'Success' })
    expect(judgeResetAudit([gate, odd], 'u1', mark, asked(1)).verdict).toBe('proven')
    const shouted = { ...gate, reason: ' USER COMPLETED THE Mobile App Code VERIFICATION OPTION ', correlationId: 'C1' }
    expect(judgeResetAudit([shouted, odd], 'U1', mark, asked(1)).verdict).toBe('proven')
  })
  it('names the kinds of methods, also one it does not know, and counts a kind once', () => {
    const unknown = { ...gate, reason: 'User completed the carrier pigeon verification option' }
    expect(judgeResetAudit([gate, gate, unknown, reset], 'u1', mark, asked(2))).toMatchObject({
      verdict: 'proven',
      detail:
        '4 rows of one correlation id, verified by mobile app code and carrier pigeon, reset at 2026-11-21 09:05:00 UTC',
    })
    expect(judgeResetAudit([gate, gate, reset], 'u1', mark, asked(2)).verdict).toBe('not-yet-seen')
  })
  it.each([
    ['by the app, as the lab says', [gate], asked(1, ['authenticatorCode']), 'proven'],
    ['by both, as the lab says', [secondGate, gate], asked(2, ['authenticatorCode', 'email']), 'proven'],
    ['by mail, where the lab says the app', [secondGate], asked(1, ['authenticatorCode']), 'contradicted'],
    ['by two methods, where the lab says one', [gate, secondGate], asked(1, ['authenticatorCode']), 'contradicted'],
    ['by two methods, one of them another', [gate, secondGate], asked(2, ['email', 'phoneText']), 'contradicted'],
    [
      'by a name nobody has documented',
      [{ ...gate, reason: 'User completed the Authenticator one-time code verification option' }],
      asked(1, ['authenticatorCode']),
      'proven',
    ],
  ] as const)('is compared with the methods of the lab: verified %s', (_how, gates, wanted, verdict) => {
    expect(judgeResetAudit([...gates, reset], 'u1', mark, wanted).verdict).toBe(verdict)
  })
  it('takes the reset that was verified as the lab asks, where there were several', () => {
    const other = { ...reset, correlationId: 'c2' }
    expect(judgeResetAudit([reset, { ...gate, correlationId: 'c2' }, other], 'u1', mark, asked(1)).verdict).toBe(
      'proven',
    )
  })
  it('says how far the flow has come, in the words of the log', () => {
    const odd = { ...gate, reason: 'Something nobody has documented ' }
    expect(judgeResetAudit([gate, odd], 'u1', mark, asked(1))).toMatchObject({
      verdict: 'not-yet-seen',
      detail:
        'no self-service reset of this user since the step began; last: “Something nobody has documented” at 2026-11-21 09:05:00 UTC',
    })
  })
})

describe('a refusal of the control user', () => {
  const refusal = row('Self-service password reset flow activity progress', {
    result: 'failure',
    reason: 'Password reset is not enabled for this user',
  })
  it('is proven by its reason, with or without a trailing blank', () => {
    expect(judgeRefusal([refusal], 'u1', mark).verdict).toBe('proven')
    expect(judgeRefusal([{ ...refusal, reason: `${refusal.reason} ` }], 'u1', mark).verdict).toBe('proven')
  })
  it('is contradicted when the control user could reset', () => {
    expect(judgeRefusal([refusal, reset], 'u1', mark).verdict).toBe('contradicted')
  })
  it('is not yet seen before the mark', () => {
    expect(judgeRefusal([{ ...refusal, at: before }], 'u1', mark).verdict).toBe('not-yet-seen')
  })
})

describe('a registration in the audit log', () => {
  it('is the closing row, or one row for each method', () => {
    const single = row('User registered security info', { service: 'Authentication Methods' })
    const all = row('User registered all required security info', { service: 'Authentication Methods' })
    expect(judgeRegistrationAudit([all], 'u1', mark, ['phoneText', 'email']).verdict).toBe('proven')
    expect(judgeRegistrationAudit([single], 'u1', mark, ['phoneText', 'email']).verdict).toBe('not-yet-seen')
    expect(judgeRegistrationAudit([single, single], 'u1', mark, ['phoneText', 'email']).verdict).toBe('proven')
  })
  it.each(['Security info saved for self-service password reset', 'user registered for SELF-SERVICE password reset '])(
    'is also the older “%s”',
    (activity) => {
      expect(judgeRegistrationAudit([row(activity)], 'u1', mark, ['email']).verdict).toBe('proven')
    },
  )
})

describe('the scope in the audit log', () => {
  const letIn = { ...gate, reason: 'User was presented with verification options' }
  const refused = { ...gate, result: 'failure', reason: 'Password reset is not enabled for this user ' }
  it.each([
    ['no attempt', [], 'not-yet-seen', 'not-yet-seen'],
    ['let past the user name', [letIn], 'proven', 'contradicted'],
    ['refused', [refused], 'contradicted', 'proven'],
    ['refused, then let in', [refused, { ...letIn, at: '2026-11-21T09:06:00.000Z' }], 'proven', 'contradicted'],
    ['an attempt before the mark', [{ ...letIn, at: before }], 'not-yet-seen', 'not-yet-seen'],
  ] as const)('%s', (_name, rows, on, off) => {
    expect(judgeScopeAudit(rows, 'u1', mark, 'on').verdict).toBe(on)
    expect(judgeScopeAudit(rows, 'u1', mark, 'off').verdict).toBe(off)
  })
})

describe('a new password in the audit log', () => {
  it('is any change of it that succeeded', () => {
    expect(judgePasswordAudit([reset], 'u1', mark).verdict).toBe('proven')
    expect(judgePasswordAudit([row('Reset password (by admin)')], 'u1', mark).verdict).toBe('proven')
    expect(judgePasswordAudit([{ ...reset, result: 'failure' }], 'u1', mark).verdict).toBe('not-yet-seen')
  })
})

describe('single events of the beta report', () => {
  const event: MethodEvent = {
    userId: 'u1',
    at: later,
    feature: 'reset',
    method: 'mobileSMS',
    isSuccess: true,
    reason: '',
  }
  const failed = { ...event, isSuccess: false, reason: 'Something new ' }
  it('prove what succeeded, say that they are beta, and show what is unknown', () => {
    expect(judgeDoneEvent([event], 'U1', mark, 'reset')).toMatchObject({
      verdict: 'proven',
      detail: 'reset by mobileSMS succeeded at 2026-11-21 09:05:00 UTC (beta report)',
    })
    expect(judgeDoneEvent([failed], 'u1', mark, 'reset')).toMatchObject({
      verdict: 'not-yet-seen',
      detail: 'reset by mobileSMS failed at 2026-11-21 09:05:00 UTC: “Something new” (beta report)',
    })
  })
  it('of one method do not prove a reset by two', () => {
    const byApp = { ...event, method: 'appCode' }
    expect(judgeDoneEvent([event, event], 'u1', mark, 'reset', 2)).toMatchObject({
      verdict: 'not-yet-seen',
      detail: expect.stringContaining('1 of 2 methods') as string,
    })
    expect(judgeDoneEvent([event, byApp], 'u1', mark, 'reset', 2).verdict).toBe('proven')
  })
  it.each([
    ['of another user', { userId: 'u2' }],
    ['before the mark', { at: before }],
    ['of another feature', { feature: 'registration' }],
  ])('%s prove nothing', (_name, change) => {
    expect(judgeDoneEvent([{ ...event, ...change }], 'u1', mark, 'reset').verdict).toBe('not-yet-seen')
  })
  it('a refusal is one by its reason alone; a reset contradicts it', () => {
    const refused = { ...failed, reason: 'password reset is not enabled for this user ' }
    expect(judgeRefusedEvent([refused], 'u1', mark).verdict).toBe('proven')
    expect(judgeRefusedEvent([failed], 'u1', mark).verdict).toBe('not-yet-seen')
    expect(judgeRefusedEvent([refused, event], 'u1', mark).verdict).toBe('contradicted')
  })
})
