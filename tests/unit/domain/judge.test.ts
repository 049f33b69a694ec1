import { describe, expect, it } from 'vitest'

import {
  type AuditRow,
  judgeLicence,
  judgeMembership,
  judgeMethods,
  judgePasswordChange,
  judgeRefusal,
  judgeRegistration,
  judgeRegistrationAudit,
  judgeResetAudit,
  judgeRoles,
  judgeScope,
  judgeSignIn,
} from '../../../src-main/domain/judge.ts'

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

describe('a reset in the audit log', () => {
  it('is proven by the final row and one verified gate of the same correlation id', () => {
    expect(judgeResetAudit([gate, reset], 'u1', mark, 1).verdict).toBe('proven')
  })
  it.each([
    ['no row at all', [], 'not-yet-seen'],
    ['a final row of another user', [gate, { ...reset, userIds: ['u2'] }], 'not-yet-seen'],
    ['a final row before the mark', [gate, { ...reset, at: before }], 'not-yet-seen'],
    ['a failed final row', [gate, { ...reset, result: 'failure' }], 'not-yet-seen'],
    ['gates of another correlation id', [{ ...gate, correlationId: 'c2' }, reset], 'not-yet-seen'],
    ['a reset by an administrator', [row('Reset password (by admin)')], 'contradicted'],
  ] as const)('%s', (_name, rows, verdict) => {
    expect(judgeResetAudit(rows, 'u1', mark, 1).verdict).toBe(verdict)
  })
  it('needs two gates when two methods are required', () => {
    expect(judgeResetAudit([gate, reset], 'u1', mark, 2).verdict).toBe('not-yet-seen')
    expect(judgeResetAudit([gate, gate, reset], 'u1', mark, 2).verdict).toBe('proven')
  })
  it('reads strings in any case and with trailing blanks', () => {
    const odd = row('RESET PASSWORD (SELF-SERVICE) ', { result: 'Success' })
    expect(judgeResetAudit([gate, odd], 'u1', mark, 1).verdict).toBe('proven')
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

describe('a password change', () => {
  it.each([
    ['moved after the mark', later, before, 'proven'],
    ['did not move', before, before, 'not-yet-seen'],
    ['moved in the second of the mark, but is the one known before', mark, mark, 'not-yet-seen'],
    ['is empty', null, null, 'not-yet-seen'],
  ] as const)('%s', (_name, changedAt, known, verdict) => {
    expect(judgePasswordChange(changedAt, known, mark).verdict).toBe(verdict)
  })
  it('moved right after the mark, in whole seconds as the directory keeps them', () => {
    expect(judgePasswordChange(mark, before, '2026-11-21T09:00:00.850Z').verdict).toBe('proven')
    expect(judgePasswordChange(before, null, '2026-11-21T09:00:00.850Z').verdict).toBe('not-yet-seen')
  })
})

describe('the registration report', () => {
  const detail = {
    isSsprEnabled: false,
    isSsprRegistered: true,
    isSsprCapable: false,
    methodsRegistered: [],
    computedAt: before,
  }
  it('takes a missing row for "not computed yet", never for off', () => {
    expect(judgeScope(null, 'on').verdict).toBe('not-yet-seen')
    expect(judgeScope(null, 'off').verdict).toBe('not-yet-seen')
    expect(judgeRegistration(null).verdict).toBe('not-yet-seen')
  })
  it('waits while it still says off, since it lags by hours', () => {
    expect(judgeScope(detail, 'on')).toMatchObject({ verdict: 'not-yet-seen', sourceAsOf: before })
  })
  it('contradicts an "off" that is on', () => {
    expect(judgeScope({ ...detail, isSsprEnabled: true }, 'off').verdict).toBe('contradicted')
  })
  it('counts a user as registered only when capable too', () => {
    expect(judgeRegistration(detail).verdict).toBe('not-yet-seen')
    expect(judgeRegistration({ ...detail, isSsprCapable: true }).verdict).toBe('proven')
  })
})

describe('the other witnesses', () => {
  it('membership', () => {
    expect(judgeMembership(['a'], 'a', 'inside').verdict).toBe('proven')
    expect(judgeMembership(['a'], 'b', 'inside').verdict).toBe('contradicted')
    expect(judgeMembership(['a'], 'a', 'outside').verdict).toBe('contradicted')
  })
  it('a role makes the test user an administrator, who proves nothing', () => {
    expect(judgeRoles([]).verdict).toBe('proven')
    expect(judgeRoles(['Helpdesk Administrator'])).toMatchObject({ verdict: 'contradicted' })
  })
  it('a licence that is still being provisioned is waited for', () => {
    expect(judgeLicence([{ name: 'AAD_PREMIUM', status: 'Success' }]).verdict).toBe('proven')
    expect(judgeLicence([{ name: 'AAD_PREMIUM', status: 'PendingProvisioning' }]).verdict).toBe('not-yet-seen')
    expect(judgeLicence([]).verdict).toBe('contradicted')
  })
  it('either kind of authenticator counts as an authenticator app', () => {
    for (const type of ['softwareOathAuthenticationMethod', 'microsoftAuthenticatorAuthenticationMethod']) {
      expect(judgeMethods([`#microsoft.graph.${type}`], ['authenticatorCode']).verdict).toBe('proven')
    }
    expect(
      judgeMethods(['#microsoft.graph.phoneAuthenticationMethod'], ['authenticatorCode', 'phoneText']),
    ).toMatchObject({
      verdict: 'not-yet-seen',
      detail: 'not there yet: authenticator app',
    })
  })
  it('registration in the audit log: the closing row, or one row for each method', () => {
    const single = row('User registered security info', { service: 'Authentication Methods' })
    const all = row('User registered all required security info', { service: 'Authentication Methods' })
    expect(judgeRegistrationAudit([all], 'u1', mark, ['phoneText', 'email']).verdict).toBe('proven')
    expect(judgeRegistrationAudit([single], 'u1', mark, ['phoneText', 'email']).verdict).toBe('not-yet-seen')
    expect(judgeRegistrationAudit([single, single], 'u1', mark, ['phoneText', 'email']).verdict).toBe('proven')
  })
  it('a failed sign-in proves nothing', () => {
    expect(judgeSignIn([{ at: later, errorCode: 50126 }], mark).verdict).toBe('not-yet-seen')
    expect(judgeSignIn([{ at: before, errorCode: 0 }], mark).verdict).toBe('not-yet-seen')
    expect(judgeSignIn([{ at: later, errorCode: 0 }], mark).verdict).toBe('proven')
  })
})
