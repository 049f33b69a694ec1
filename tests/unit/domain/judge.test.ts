import { describe, expect, it } from 'vitest'

import {
  judgeAdminFlag,
  judgeEnoughMethods,
  judgeLastSignIn,
  judgeLicence,
  judgeMembership,
  judgeMethods,
  judgeMethodsReported,
  judgePasswordChange,
  judgeRegistration,
  judgeRoles,
  judgeScope,
  judgeSignIn,
} from '../../../src-main/domain/judge.ts'

const mark = '2026-11-21T09:00:00.000Z'
const later = '2026-11-21T09:05:00.000Z'
const before = '2026-11-21T08:55:00.000Z'

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
  it('a failed sign-in proves nothing', () => {
    expect(judgeSignIn([{ at: later, errorCode: 50126 }], mark).verdict).toBe('not-yet-seen')
    expect(judgeSignIn([{ at: before, errorCode: 0 }], mark).verdict).toBe('not-yet-seen')
    expect(judgeSignIn([{ at: later, errorCode: 0 }], mark).verdict).toBe('proven')
  })
})

describe('witnesses that stand in for others', () => {
  const detail = {
    isSsprEnabled: true,
    isSsprRegistered: true,
    isSsprCapable: true,
    methodsRegistered: ['microsoftAuthenticatorPush', 'email', 'someNewMethod'],
    computedAt: later,
  }
  it('the report for the methods: unknown kinds are shown, a row from before the mark proves nothing', () => {
    expect(judgeMethodsReported(detail, ['authenticatorCode', 'email'], mark)).toEqual({
      verdict: 'proven',
      detail: 'holds microsoftAuthenticatorPush, email, someNewMethod',
      sourceAsOf: later,
    })
    expect(judgeMethodsReported(detail, ['phoneText'], mark).verdict).toBe('not-yet-seen')
    expect(judgeMethodsReported({ ...detail, computedAt: before }, ['email'], mark).verdict).toBe('not-yet-seen')
    expect(judgeMethodsReported(null, ['email'], mark).verdict).toBe('not-yet-seen')
  })
  it('the report for the roles', () => {
    expect(judgeAdminFlag({ ...detail, isAdmin: true })).toMatchObject({ verdict: 'contradicted', sourceAsOf: later })
    expect(judgeAdminFlag({ ...detail, isAdmin: false }).verdict).toBe('proven')
    expect(judgeAdminFlag(detail).verdict).toBe('not-yet-seen')
    expect(judgeAdminFlag(null).verdict).toBe('not-yet-seen')
  })
  it('the methods for the report: all authenticator apps together are one kind', () => {
    const apps = ['softwareOathAuthenticationMethod', 'microsoftAuthenticatorAuthenticationMethod']
    const types = ['passwordAuthenticationMethod', ...apps].map((name) => `#microsoft.graph.${name}`)
    expect(judgeEnoughMethods(types, 1).verdict).toBe('proven')
    expect(judgeEnoughMethods(types, 2)).toMatchObject({ verdict: 'not-yet-seen' })
    expect(judgeEnoughMethods([...types, '#microsoft.graph.emailAuthenticationMethod'], 2).verdict).toBe('proven')
  })
  it('the last sign-in for the log of sign-ins', () => {
    expect(judgeLastSignIn(later, mark).verdict).toBe('proven')
    expect(judgeLastSignIn(before, mark).verdict).toBe('not-yet-seen')
    expect(judgeLastSignIn(null, mark).verdict).toBe('not-yet-seen')
  })
})
