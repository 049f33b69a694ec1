import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'

import type { PageView } from '../../../src-main/host/rehearse/page-view.ts'
import { PrivateWindow } from '../../../src-main/host/rehearse/private-window.ts'
import { walkSignIn } from '../../../src-main/host/rehearse/sign-in-walk.ts'
import { type Bench, control, Json } from './practice-bench.ts'

export const graphTools = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
export const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

/** RFC 7636, appendix B. */
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

export const redirectUri = 'http://localhost:65000'

/** For values inside an expected object: vitest types its matchers as `any`. */
export const containing = (text: string): unknown => expect.stringContaining(text)
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

type Fields = Record<string, string | null>

/** Fields without those that were set to null. */
const given = (fields: Fields): [string, string][] =>
  Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))

/** A good authorize address, with changes; null takes a parameter away. */
export function authorizeUrl({ server }: Bench, changes: Fields = {}, tenant = server.info.tenantId): string {
  const fields: Fields = {
    client_id: graphTools,
    response_type: 'code',
    response_mode: 'form_post',
    redirect_uri: redirectUri,
    scope: 'openid profile offline_access User.Read',
    state: 'state-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  }
  const query = new URLSearchParams(given(fields))
  return `${server.info.loginUrl}/${tenant}/oauth2/v2.0/authorize?${query.toString()}`
}

/** What a page that goes back to the application would send there. */
export const answerOf = (page: PageView): Record<string, string> => Object.fromEntries(page.form('return').values)

/** An application on this machine that takes answers and says "Thank you". */
export async function startApplication(): Promise<string> {
  const server = createServer((_request, response) => response.end('<h1>Thank you</h1>'))
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  )
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  return `http://localhost:${String(port)}/`
}

export const administrator = ({ server }: Bench) => ({ upn: server.info.adminUpn, password: server.info.adminPassword })

/** From an address through all sign-in pages, permissions accepted, to what comes after them. */
export async function walk(
  url: string,
  person: { upn: string; password: string },
  window = new PrivateWindow(),
): Promise<PageView> {
  return walkSignIn(window, await window.visit(url), person)
}

/** To the page after the right password, whatever it is. */
export async function afterPassword(
  window: PrivateWindow,
  url: string,
  person: { upn: string; password: string },
): Promise<PageView> {
  const first = await window.visit(url)
  const named = first.findForm('user-name')
  const second = named ? await window.submit(named.fill('User name', person.upn).press('Next')) : first
  return window.submit(second.form('password').fill('Password', person.password).press('Sign in'))
}

export interface TokenAnswer {
  status: number
  headers: Headers
  body: Json
}

export async function postEndpoint(
  { server }: Bench,
  path: string,
  fields: Fields,
  options: { tenant?: string; headers?: Record<string, string> } = {},
): Promise<TokenAnswer> {
  const tenant = options.tenant ?? server.info.tenantId
  const answer = await fetch(`${server.info.loginUrl}/${tenant}/oauth2/v2.0/${path}`, {
    method: 'POST',
    headers: options.headers ?? {},
    body: new URLSearchParams(given(fields)),
  })
  return { status: answer.status, headers: answer.headers, body: new Json(await answer.json()) }
}

export const postToken = (bench: Bench, fields: Fields, options?: Parameters<typeof postEndpoint>[3]) =>
  postEndpoint(bench, 'token', { client_id: graphTools, ...fields }, options)

export const redeemCode = (bench: Bench, code: string, changes: Fields = {}, tenant?: string) =>
  postToken(
    bench,
    { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri, ...changes },
    tenant === undefined ? {} : { tenant },
  )

/** Signs a person in as an application would have it, permissions accepted, and takes the tokens. */
export async function takeTokens(
  bench: Bench,
  person: { upn: string; password: string },
  changes: Fields = {},
): Promise<TokenAnswer> {
  const { code = '' } = answerOf(await walk(authorizeUrl(bench, changes), person))
  return redeemCode(bench, code, { client_id: changes['client_id'] ?? graphTools })
}

export const refresh = (bench: Bench, refreshToken: string, changes: Fields = {}, tenant?: string) =>
  postToken(
    bench,
    { grant_type: 'refresh_token', refresh_token: refreshToken, ...changes },
    tenant === undefined ? {} : { tenant },
  )

/** The claims of a token, unchecked. */
export function claimsOf(token: string): Json {
  const [, payload = ''] = token.split('.')
  return new Json(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
}

/** Registers an application of the tenant's own and says its id. */
export const registerApplication = async (bench: Bench, displayName = 'Lab Tool', tenant?: string): Promise<string> =>
  (await control(bench, 'POST', 'applications', { displayName, ...(tenant ? { tenant } : {}) })).text('appId')

export interface OtherTenant {
  tenantId: string
  domain: string
  administrator: { upn: string; password: string }
}

/** A second tenant on the same server. */
export async function addTenant(bench: Bench, domain = 'fabrikam.onmicrosoft.com'): Promise<OtherTenant> {
  const made = await control(bench, 'POST', 'tenants', { domain, displayName: 'Fabrikam', users: 3 })
  const administrator = { upn: made.text('adminUpn'), password: made.text('adminPassword') }
  return { tenantId: made.text('tenantId'), domain, administrator }
}

/** Error codes of a person's sign-ins, newest first. */
export async function signInCodes(bench: Bench, userId: string): Promise<unknown[]> {
  const rows = await bench.graph.get(`auditLogs/signIns?$filter=userId eq '${userId}'`)
  return rows.body.list('value').map((row) => row.at('status', 'errorCode').value)
}
