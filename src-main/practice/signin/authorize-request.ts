import { isDefaultScope, knownScope, labScopes } from '../graph/scopes.ts'
import { OAuthError } from './oauth-error.ts'
import type { AuthorizeRequest } from './sign-in-flow.ts'

/** Public clients on this machine only: `http://localhost`, any port, any path (the port is ignored for localhost). */
const isLoopback = (uri: string): boolean => /^http:\/\/localhost(:\d{1,5})?(\/|$)/.test(uri)

/** Scopes as they will be granted; `.default` is everything. Unknown ones are AADSTS70011. */
export function readScopes(text: string): string[] {
  const asked = text.split(/\s+/).filter((scope) => scope !== '')
  const granted = asked.flatMap((scope) =>
    isDefaultScope(scope) ? [...labScopes] : [knownScope(scope) ?? unknownScope(scope)],
  )
  return [...new Set(granted)]
}

function unknownScope(scope: string): never {
  throw new OAuthError(
    'invalid_scope',
    70011,
    `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  )
}

/** Checked before anything else: with a wrong address the error must be shown here, never sent there. */
export function readRedirectUri(params: URLSearchParams): string {
  const uri = params.get('redirect_uri')
  if (uri === null) throw new OAuthError('invalid_request', 900144, "The request must contain 'redirect_uri'.")
  if (isLoopback(uri)) return uri
  throw new OAuthError(
    'invalid_request',
    50011,
    'The redirect URI specified in the request does not match the redirect URIs configured for the application: only http://localhost is.',
  )
}

const required = (params: URLSearchParams, name: string): string => {
  const value = params.get(name)
  if (value !== null && value !== '') return value
  throw new OAuthError('invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`)
}

/** RFC 6749 §4.1.1 with RFC 7636 (PKCE, S256 only), answered by form post. */
export function readAuthorizeRequest(params: URLSearchParams, redirectUri: string): AuthorizeRequest {
  if (params.get('response_type') !== 'code') {
    throw new OAuthError('unsupported_response_type', 70005, 'Only the response type "code" is supported.')
  }
  if ((params.get('response_mode') ?? 'form_post') !== 'form_post') {
    throw new OAuthError('invalid_request', 70007, 'Only the response mode "form_post" is supported.')
  }
  if (params.get('code_challenge_method') !== 'S256') {
    throw new OAuthError('invalid_request', 501491, 'A code_challenge with the method S256 is required.')
  }
  return {
    clientId: required(params, 'client_id'),
    redirectUri,
    scopes: readScopes(required(params, 'scope')),
    state: params.get('state'),
    nonce: params.get('nonce'),
    codeChallenge: required(params, 'code_challenge'),
  }
}
