import { openIdScopes } from '../graph/scopes.ts'
import type { Application } from '../state/tenant-record.ts'
import type { Switches } from '../switches.ts'
import {
  badCodeChallenge,
  noCodeChallenge,
  noRedirect,
  notPreauthorised,
  parameterMissing,
  promptNotSupported,
  redirectNotRegistered,
  responseModeNotServed,
  responseTypeNotServed,
  scopeDoesNotExist,
} from './aadsts.ts'
import { isLoopback } from './addresses.ts'
import { preauthorisedScopes } from './applications.ts'
import { defaultScope, readScopes } from './asked-scopes.ts'
import type { AuthorizeRequest, Prompt, ReplyAddress, ResponseMode } from './sign-in-flow.ts'

/** A request's parameter, `''` when it is not there. */
export type Parameters = (name: string) => string

export function requireParameter(parameters: Parameters, name: string): string {
  const value = parameters(name)
  if (value === '') throw parameterMissing(name)
  return value
}

/** Checked before anything else: with a wrong address the error must be shown here, never sent there. */
export function readRedirectUri(parameters: Parameters, { appId, registration }: Application): string {
  const uri = parameters('redirect_uri')
  if (uri === '') throw noRedirect()
  // Of a loopback address the port does not count (entra-docs: identity-platform/reply-url.md).
  const isRegistered = registration === undefined || registration.redirectUris.some(isLoopback)
  if (!isLoopback(uri) || !isRegistered) throw redirectNotRegistered(uri, appId)
  return uri
}

const modes: readonly string[] = ['query', 'fragment', 'form_post'] satisfies ResponseMode[]
const isMode = (mode: string): mode is ResponseMode => modes.includes(mode)

/** How the answer goes back; what cannot be read of it must not keep an error from getting there. */
export const readReplyAddress = (parameters: Parameters, redirectUri: string): ReplyAddress => {
  const mode = parameters('response_mode')
  const state = parameters('state')
  return { redirectUri, responseMode: isMode(mode) ? mode : 'query', state: state === '' ? null : state }
}

const prompts: readonly string[] = ['login', 'none', 'select_account', 'consent'] satisfies Prompt[]
const isPrompt = (prompt: string): prompt is Prompt => prompts.includes(prompt)

/** Throws AADSTS90023. */
export function readPrompt(parameters: Parameters): Prompt | null {
  const prompt = parameters('prompt')
  if (prompt === '') return null
  if (!isPrompt(prompt)) throw promptNotSupported()
  return prompt
}

export interface ScopeRules {
  app: Application
  switches: Switches
  /** Named by AADSTS500011. */
  tenant: string
}

/** The scopes a client asks consent for. Throws AADSTS900144, 70011, 500011, 650053 or 65002. */
export function requireScopes(text: string, { app, switches, tenant }: ScopeRules): string[] {
  if (text.trim() === '') throw parameterMissing('scope')
  const { scopes, unknown } = readScopes(text, switches, tenant)
  const [stranger] = unknown
  if (stranger !== undefined) throw scopeDoesNotExist(app, stranger)
  const fixed = preauthorisedScopes(app)
  const isBeyond = (scope: string): boolean =>
    scope !== defaultScope && !openIdScopes.includes(scope) && fixed?.includes(scope) === false
  if (scopes.some(isBeyond)) throw notPreauthorised(app.appId)
  return scopes
}

/** RFC 6749, 4.1.1 with RFC 7636 (PKCE, S256 only). Throws what the application is to be told. */
export function readAuthorizeRequest(parameters: Parameters, reply: ReplyAddress, rules: ScopeRules): AuthorizeRequest {
  const type = requireParameter(parameters, 'response_type')
  if (type !== 'code') throw responseTypeNotServed(type)
  const mode = parameters('response_mode')
  if (mode !== '' && !isMode(mode)) throw responseModeNotServed(mode)
  const codeChallenge = parameters('code_challenge')
  if (codeChallenge === '') throw noCodeChallenge()
  if (parameters('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge)) throw badCodeChallenge()
  const nonce = parameters('nonce')
  return {
    ...reply,
    clientId: rules.app.appId,
    scopes: requireScopes(parameters('scope'), rules),
    nonce: nonce === '' ? null : nonce,
    codeChallenge,
    wantsClientInfo: parameters('client_info') === '1',
  }
}
