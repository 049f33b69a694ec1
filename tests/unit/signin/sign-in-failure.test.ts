import { AuthError, InteractionRequiredAuthError, ServerError } from '@azure/msal-node'
import { describe, expect, it } from 'vitest'

import { failureDetails, failureText } from '../../../src-main/contract/failure-text.ts'
import { AppError, needsPerson } from '../../../src-main/domain/app-error.ts'
import { signInFailure } from '../../../src-main/signin/sign-in-failure.ts'

const correlationId = '11111111-2222-4333-8444-555555555555'
const description = (code: number): string =>
  `AADSTS${String(code)}: ana@contoso.com in 'Contoso' may not. Trace ID: 9 Correlation ID: ${correlationId} Timestamp: 2026-11-21 10:00:00Z`

/** Every code of graph-facts §10.3, as Entra would answer it. */
const codes = [
  16000, 50011, 50020, 50034, 50053, 50055, 50057, 50058, 50059, 50072, 50079, 50074, 50076, 50105, 50125, 50126, 50132,
  50133, 50173, 50140, 50158, 50194, 50196, 53000, 53001, 53002, 53004, 53003, 53010, 530032, 530035, 65001, 65002,
  65004, 650052, 650056, 7000218, 700016, 70008, 700082, 70043, 70011, 70016, 70018, 70019, 90002, 90014, 900144, 90072,
  90094, 90095, 90124, 90130, 900971, 500113, 500011, 500021, 500208, 5000225, 120000, 120002, 120003, 120016, 120018,
]

describe('a refused sign-in', () => {
  it.each(codes)('AADSTS%i has a text of its own, a remedy, and what to copy', (code) => {
    const { failure } = signInFailure(new ServerError('invalid_grant', correlationId, description(code)))
    const text = failureText(failure)
    expect(failure.code).toMatch(/^signin\./)
    expect(failure.code).not.toBe('signin.refused')
    // What it is, and what to do.
    expect(text.split(/[.:] /).length).toBeGreaterThan(1)
    expect(text).not.toMatch(/\{\w+\}/)
    expect(failureDetails(failure)).toEqual([
      `Code: AADSTS${String(code)}`,
      `Correlation id: ${correlationId}`,
      'Time: 2026-11-21 10:00:00Z',
    ])
  })

  it('keeps nothing of the words of one that is known: they may name people', () => {
    const { failure } = signInFailure(new ServerError('invalid_grant', correlationId, description(50105)))
    expect(JSON.stringify(failure)).not.toContain('ana@contoso.com')
  })

  it('keeps one nobody knows whole, to be read and copied, without anything secret', () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJhIjoxfQ.x'
    const words = description(987654).replace('may not', `with ${token} may not`)
    const { failure } = signInFailure(new ServerError('invalid_request', correlationId, words))
    expect(failureText(failure)).toContain('The sign-in was refused (AADSTS987654).')
    expect(failure.params?.['said']).toBe(words.replace(token, '[token removed]'))
    expect(failureDetails(failure)).toEqual([
      'Code: AADSTS987654',
      `Correlation id: ${correlationId}`,
      'Time: 2026-11-21 10:00:00Z',
      `Microsoft’s own words: ${failure.params?.['said'] ?? ''}`,
    ])
  })

  it.each([
    ['temporarily_unavailable', 'signin.service-down'],
    ['consent_required', 'signin.consent-missing'],
    ['interaction_required', 'signin.interaction'],
    ['access_denied', 'signin.refused'],
    ['invalid_grant', 'signin.refused'],
  ])('goes by the word %s beside a number nobody knows only as far as it is sure', (word, code) => {
    const refusal = { error: word, error_description: description(987654) }
    const { failure } = signInFailure(new ServerError(word, correlationId, description(987654)), refusal)
    expect(failure.code).toBe(code)
    expect(failureText(failure)).not.toMatch(/\{\w+\}/)
    expect(failure.params?.['said']).toContain('AADSTS987654')
  })

  it('goes by the words of OAuth where there is no number', () => {
    const nameOf = (error: AuthError, refusal?: { error: string }): string =>
      signInFailure(error, refusal ?? null).failure.code
    expect(nameOf(new AuthError('device_code_expired', correlationId))).toBe('signin.device-expired')
    expect(nameOf(new AuthError('post_request_failed', correlationId, 'authorization_declined'))).toBe(
      'signin.device-declined',
    )
    expect(nameOf(new ServerError('access_denied', correlationId))).toBe('signin.consent-declined')
    expect(nameOf(new InteractionRequiredAuthError('interaction_required', correlationId))).toBe('signin.interaction')
    expect(nameOf(new InteractionRequiredAuthError('something_new', correlationId))).toBe('signin.interaction')
    expect(nameOf(new AuthError('something_new', correlationId))).toBe('signin.refused')
  })

  it('tells a declined code from one that was typed wrongly, though both have one number', () => {
    const error = new AuthError('post_request_failed', correlationId, 'x')
    const refusal = { error_description: description(70018), error_codes: [70018] }
    expect(signInFailure(error, { ...refusal, error: 'authorization_declined' }).failure.code).toBe(
      'signin.device-declined',
    )
    expect(signInFailure(error, { ...refusal, error: 'bad_verification_code' }).failure.code).toBe('signin.device-bad')
  })

  it('waits for a person where one can help, and not for the network', () => {
    expect(needsPerson(signInFailure(new ServerError('invalid_grant', correlationId, description(50173))))).toBe(true)
    expect(needsPerson(AppError.of('unreachable', 'signin.offline'))).toBe(false)
    expect(needsPerson(AppError.of('forbidden', 'graph.forbidden'))).toBe(false)
    expect(needsPerson(new Error('other'))).toBe(false)
  })
})
