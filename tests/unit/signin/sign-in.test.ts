import { describe, expect, it, vi } from 'vitest'

import { failureText } from '../../../src-main/contract/failure-text.ts'
import { toFailure } from '../../../src-main/domain/app-error.ts'
import { createSignIn, type SignIn } from '../../../src-main/signin/sign-in.ts'
import type { SecretText } from '../../../src-main/signin/token-cache.ts'
import { refusal, stubSignIn, tokensFor } from '../../support/stub-sign-in.ts'
import { hangUp } from '../../support/stub-server.ts'

const clientId = '14d82eec-204b-4c2f-b7e8-296a70dab67e'

type Stub = Awaited<ReturnType<typeof stubSignIn>>
const signInTo = ({ authority, url }: Stub, kept: SecretText | null = null): SignIn =>
  createSignIn({ authority, loopbackOrigin: url, clientId, kept })
const byCode = (signIn: SignIn, signal = new AbortController().signal): Promise<void> =>
  signIn.byDeviceCode({ scopes: ['User.Read'], loginHint: undefined, signal, show: () => undefined })
const coded = (code: string) => ({ failure: { code } })

describe('a sign-in', () => {
  it('takes a token of its own tenant, and knows what it was granted', async () => {
    await using server = await stubSignIn({ tokens: [tokensFor({ scopes: 'User.Read Group.Read.All' })] })
    const signIn = signInTo(server)
    expect(signIn.grantedScopes()).toBeNull()
    await byCode(signIn)
    expect(await signIn.token()).toBe('access-1')
    expect(signIn.grantedScopes()).toEqual(['User.Read', 'Group.Read.All'])
    expect(JSON.parse(server.asked[0]?.get('claims') ?? '{}')).toMatchObject({
      access_token: { xms_cc: { values: ['CP1'] } },
    })
  })

  it('refuses a token of another tenant, and has none then', async () => {
    await using server = await stubSignIn({
      tokens: [tokensFor({ tenantId: 'bbbbbbbb-1111-4111-8111-111111111111' })],
    })
    const signIn = signInTo(server)
    await expect(byCode(signIn)).rejects.toMatchObject(coded('signin.other-tenant'))
    await expect(signIn.token()).rejects.toMatchObject(coded('signin.none'))
  })

  it('refuses somebody else in the place of who is signed in', async () => {
    await using server = await stubSignIn({ tokens: [tokensFor(), tokensFor({ person: 'p2', token: 'access-2' })] })
    const signIn = signInTo(server)
    await byCode(signIn)
    await expect(byCode(signIn)).rejects.toMatchObject({
      failure: { code: 'signin.other-person', params: { name: 'p1@contoso.com' } },
    })
    expect(await signIn.token()).toBe('access-1')
  })

  it('hands a challenge of Graph’s on silently, and to the person where that does not do', async () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}'
    await using server = await stubSignIn({
      tokens: [
        tokensFor(),
        tokensFor({ token: 'access-2' }),
        refusal('interaction_required', 50076, 'Second factor.'),
        tokensFor({ token: 'access-3' }),
      ],
    })
    const signIn = signInTo(server)
    await byCode(signIn)
    expect(await signIn.token({ renew: true, claims })).toBe('access-2')
    await expect(signIn.token({ renew: true, claims })).rejects.toMatchObject(coded('signin.mfa'))
    await byCode(signIn)
    expect(await signIn.token()).toBe('access-3')
    const challenges = server.asked.map((asked) => asked.get('claims')?.includes('"essential":true'))
    expect(challenges).toEqual([false, true, true, true])
  })

  it('goes on waiting when it is told to slow down', async () => {
    await using server = await stubSignIn({
      tokens: [refusal('authorization_pending', 70016), refusal('slow_down', 70016), tokensFor()],
    })
    const signIn = signInTo(server)
    await byCode(signIn)
    expect(await signIn.token()).toBe('access-1')
  })

  it.each([
    ['authorization_declined', 70018, 'signin.device-declined'],
    ['expired_token', 70020, 'signin.device-expired'],
    ['bad_verification_code', 70018, 'signin.device-bad'],
    ['access_denied', 53003, 'signin.conditional-access'],
    ['invalid_client', 7000218, 'signin.public-client-off'],
  ])('by a code that ends with %s (%i) says so', async (error, code, name) => {
    await using server = await stubSignIn({ tokens: [refusal(error, code, 'x')] })
    await expect(byCode(signInTo(server))).rejects.toMatchObject(coded(name))
  })

  it('that a person cancels ends at once', async () => {
    await using server = await stubSignIn({ tokens: [refusal('authorization_pending', 70016)] })
    const cancel = new AbortController()
    const waiting = signInTo(server).byDeviceCode({
      scopes: ['User.Read'],
      loginHint: undefined,
      signal: cancel.signal,
      show: () => {
        cancel.abort()
      },
    })
    await expect(waiting).rejects.toMatchObject({ failure: { kind: 'cancelled' } })
  })

  it.each([
    ['a proxy that wants a sign-in', 407, '<html>Proxy Authentication</html>', 'signin.proxy-page'],
    ['a gateway’s page', 502, '<!doctype html><h1>Bad gateway</h1>', 'signin.proxy-page'],
    ['a guest network', 200, '<html>Welcome</html>', 'signin.proxy-page'],
    ['a service that is down', 503, 'unavailable', 'signin.service-down'],
  ])('that meets %s says what to do, and can be tried again', async (_what, status, page, code) => {
    await using server = await stubSignIn({
      tokens: [
        tokensFor(),
        (_request, response) => {
          response.writeHead(status, { 'Content-Type': 'text/html' }).end(page)
        },
        tokensFor({ token: 'access-2' }),
      ],
    })
    const signIn = signInTo(server)
    await byCode(signIn)
    await expect(signIn.token({ renew: true })).rejects.toMatchObject({ failure: { kind: 'unreachable', code } })
    expect(await signIn.token({ renew: true })).toBe('access-2')
  })

  it('whose way is looked into by a proxy says so, and can be tried again', async () => {
    await using server = await stubSignIn({ tokens: [tokensFor(), tokensFor({ token: 'access-2' })] })
    const signIn = signInTo(server)
    await byCode(signIn)
    const untrusted = Object.assign(new Error('self-signed certificate in certificate chain'), {
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
    })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed', { cause: untrusted })))
    const { failure } = await signIn.token({ renew: true }).then(
      () => ({ failure: null }),
      (error: unknown) => ({ failure: toFailure(error) }),
    )
    expect(failure).toMatchObject({ kind: 'unreachable', code: 'signin.certificate' })
    expect(failure && failureText(failure)).toContain('(SELF_SIGNED_CERT_IN_CHAIN)')
    vi.unstubAllGlobals()
    expect(await signIn.token({ renew: true })).toBe('access-2')
  })

  it('that many need at once is renewed once for all of them', async () => {
    await using server = await stubSignIn({ tokens: [tokensFor(), tokensFor({ token: 'access-2' })] })
    const signIn = signInTo(server)
    await byCode(signIn)
    const tokens = await Promise.all(Array.from({ length: 20 }, () => signIn.token({ renew: true })))
    expect(new Set(tokens)).toEqual(new Set(['access-2']))
    expect(server.asked).toHaveLength(2)
  })

  it('says what happened to each that is asked at the same time', async () => {
    const page: Parameters<typeof stubSignIn>[0]['tokens'][number] = (_request, response) => {
      response.writeHead(407, { 'Content-Type': 'text/html' }).end('<html>Proxy</html>')
    }
    await using server = await stubSignIn({ tokens: [tokensFor(), page, refusal('invalid_grant', 50173)] })
    const signIn = signInTo(server)
    await byCode(signIn)
    const renewed = Array.from({ length: 2 }, async (_none, at) => {
      // Another challenge each, so that none is shared.
      const claims = JSON.stringify({ access_token: { nbf: { value: String(at) } } })
      return signIn.token({ renew: true, claims }).catch((error: unknown) => toFailure(error).code)
    })
    const cached = Array.from({ length: 5 }, () => signIn.token())
    expect(new Set(await Promise.all(renewed))).toEqual(new Set(['signin.proxy-page', 'signin.revoked']))
    await Promise.allSettled(cached)
  })

  it('without a network says so, and can be tried again', async () => {
    await using server = await stubSignIn({ tokens: [tokensFor(), hangUp, tokensFor({ token: 'access-2' })] })
    const signIn = signInTo(server)
    await byCode(signIn)
    await expect(signIn.token({ renew: true })).rejects.toMatchObject(coded('signin.offline'))
    expect(await signIn.token({ renew: true })).toBe('access-2')
  })

  it('that ended keeps nothing', async () => {
    await using server = await stubSignIn({ tokens: [tokensFor()] })
    let text: string | null = null
    const kept: SecretText = {
      read: () => Promise.resolve(text),
      write: async (next) => {
        text = next
      },
      remove: async () => {
        text = null
      },
    }
    const signIn = signInTo(server, kept)
    await byCode(signIn)
    expect(text).toContain('access-1')
    expect(await signInTo(server, kept).again(['User.Read'])).toBe(true)
    await signIn.signOut()
    expect(text).toBeNull()
    await expect(signIn.token()).rejects.toMatchObject(coded('signin.none'))
    expect(await signInTo(server, kept).again(['User.Read'])).toBe(false)
  })
})
