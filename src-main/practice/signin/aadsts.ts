import { OAuthError } from './oauth-error.ts'

/**
 * The errors of the sign-in service with their codes and texts (entra-docs: identity-platform/reference-error-codes.md,
 * identity-platform/v2-oauth2-auth-code-flow.md, v2-oauth2-device-code.md). Texts are for people: clients go by `error`.
 */

export const graphResourceId = '00000003-0000-0000-c000-000000000000'

interface AppName {
  appId: string
  displayName: string
}

const named = ({ appId, displayName }: AppName): string => `'${appId}'(${displayName})`

export const tenantNotFound = (name: string): OAuthError =>
  new OAuthError(
    'invalid_tenant',
    90002,
    `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  )

/** No personal accounts here: the applications of a practice tenant are for work accounts. */
export const consumersNotServed = (): OAuthError =>
  new OAuthError(
    'invalid_request',
    9002332,
    'The application is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.',
  )

export const applicationNotFound = (clientId: string, tenant: string): OAuthError =>
  new OAuthError(
    'unauthorized_client',
    700016,
    `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  )

export const applicationDisabled = (app: AppName): OAuthError =>
  new OAuthError('unauthorized_client', 7000112, `Application ${named(app)} is disabled.`)

export const applicationNotMultiTenant = (app: AppName): OAuthError =>
  new OAuthError(
    'invalid_request',
    50194,
    `Application ${named(app)} is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such applications created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.`,
  )

export const userNotAssigned = (app: AppName, userName: string): OAuthError =>
  new OAuthError(
    'access_denied',
    50105,
    `Your administrator has configured the application ${app.displayName} ('${app.appId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '${userName}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.`,
  )

interface Stranger {
  userName: string
  homeTenantId: string
  /** Display name of the tenant that does not know the account. */
  tenant: string
  app: AppName
}

/** `error` differs by place: `invalid_grant` at the token endpoint, `access_denied` elsewhere. */
export const otherTenantsUser = (
  who: Stranger,
  error: 'access_denied' | 'invalid_grant' = 'access_denied',
): OAuthError =>
  new OAuthError(
    error,
    50020,
    `User account '${who.userName}' from identity provider 'https://sts.windows.net/${who.homeTenantId}/' does not exist in tenant '${who.tenant}' and cannot access the application ${named(who.app)} in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
  )

export const redirectNotRegistered = (uri: string, clientId: string): OAuthError =>
  new OAuthError(
    'invalid_request',
    50011,
    `The redirect URI '${uri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`,
  )

export const noRedirect = (): OAuthError => new OAuthError('invalid_request', 900971, 'No reply address provided.')

export const parameterMissing = (name: string): OAuthError =>
  new OAuthError('invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`)

export const promptNotSupported = (): OAuthError =>
  new OAuthError('invalid_request', 90023, "Unsupported 'prompt' value.")

export const responseTypeNotServed = (type: string): OAuthError => {
  if (type === 'token' || type === 'id_token') {
    const code = type === 'token' ? 700051 : 700054
    const text = `response_type '${type}' is not enabled for the application.`
    return new OAuthError('unsupported_response_type', code, text)
  }
  const text = `The response_type '${type}' is not supported. Only 'code' is.`
  return new OAuthError('unsupported_response_type', 70005, text)
}

export const responseModeNotServed = (mode: string): OAuthError =>
  new OAuthError(
    'invalid_request',
    70007,
    `'${mode}' is not a supported value of 'response_mode' when requesting a token.`,
  )

export const noCodeChallenge = (): OAuthError =>
  new OAuthError('invalid_request', 50147, 'Missing the code_challenge parameter.')

export const badCodeChallenge = (): OAuthError =>
  new OAuthError(
    'invalid_request',
    501491,
    "Invalid size or method of Code_Challenge parameter: 43 characters with the method 'S256' are expected.",
  )

export const invalidScope = (scope: string): OAuthError =>
  new OAuthError(
    'invalid_scope',
    70011,
    `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  )

export const resourceNotFound = (resource: string, tenant: string): OAuthError =>
  new OAuthError(
    'invalid_resource',
    500011,
    `The resource principal named ${resource} was not found in the tenant named ${tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  )

export const mixedDefaultScope = (scopes: string): OAuthError =>
  new OAuthError(
    'invalid_scope',
    70011,
    `The provided value for the input parameter 'scope' is not valid. One or more scopes in '${scopes}' are not compatible with each other: .default scope can't be combined with resource-specific scopes.`,
  )

export const scopeDoesNotExist = (app: AppName, scope: string): OAuthError =>
  new OAuthError(
    'invalid_client',
    650053,
    `The application '${app.displayName}' asked for scope '${scope}' that doesn't exist on the resource '${graphResourceId}'. Contact the app vendor.`,
  )

export const notPreauthorised = (clientId: string): OAuthError =>
  new OAuthError(
    'invalid_request',
    65002,
    `Consent between first party application '${clientId}' and first party resource '${graphResourceId}' must be configured via preauthorization - applications owned and operated by Microsoft must get approval from the API owner before requesting tokens for that API.`,
  )

/** `error` differs by place: `invalid_grant` at the token endpoint, `consent_required` where `prompt=none` was asked. */
export const consentMissing = (app: AppName, error: 'invalid_grant' | 'consent_required'): OAuthError =>
  new OAuthError(
    error,
    65001,
    `The user or administrator has not consented to use the application with ID '${app.appId}' named '${app.displayName}'. Send an interactive authorization request for this user and resource.`,
    error === 'invalid_grant' ? 'consent_required' : null,
  )

export const consentDeclined = (): OAuthError =>
  new OAuthError('access_denied', 65004, 'User declined to consent to access the app.')

export const adminConsentNeeded = (app: AppName): OAuthError =>
  new OAuthError(
    'access_denied',
    90094,
    `${app.displayName} needs permission to access resources in your organization that only an admin can grant. Please ask an admin to grant permission to this app before you can use it.`,
  )

export const nobodySignedIn = (): OAuthError =>
  new OAuthError(
    'login_required',
    50058,
    "A silent sign-in request was sent but no user is signed in. The cookies used to represent the user's session were not sent in the request to Azure AD.",
  )

export const severalSignedIn = (): OAuthError =>
  new OAuthError(
    'interaction_required',
    16000,
    'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
  )

const interruptions = {
  password: [50055, 'The password is expired.'],
  registration: [50125, 'Sign-in was interrupted because of a password reset or password registration entry.'],
  enrolment: [
    50079,
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.',
  ],
} as const

/** What stands between a silent request and its token; a person can get past it. */
export function interactionNeeded(reason: keyof typeof interruptions): OAuthError {
  const [code, text] = interruptions[reason]
  return new OAuthError('interaction_required', code, text)
}

export const accountRefused = (kind: 'unknown' | 'disabled'): OAuthError =>
  kind === 'unknown'
    ? new OAuthError('invalid_grant', 50034, 'The user account does not exist in the directory.')
    : new OAuthError('invalid_grant', 50057, 'The user account is disabled.')

const badGrant = (code: number, text: string, suberror: string | null = null): OAuthError =>
  new OAuthError('invalid_grant', code, text, suberror)

export const malformedRequest = (): OAuthError => badGrant(9002313, 'Invalid request. Request is malformed or invalid.')

export const codeAlreadyRedeemed = (): OAuthError =>
  badGrant(
    54005,
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  )

export const codeExpired = (): OAuthError =>
  badGrant(
    70008,
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  )

export const otherClientsGrant = (): OAuthError =>
  badGrant(70000, 'Provided grant is invalid or malformed: it was issued to another application.')

export const otherTenantsCode = (): OAuthError =>
  badGrant(
    700005,
    'Provided Authorization Code is intended to use against other tenant, thus rejected. OAuth2 Authorization Code must be redeemed against same tenant it was acquired for (/common or /{tenant-ID} as appropriate).',
  )

export const otherRedirect = (): OAuthError =>
  badGrant(500112, 'The reply address does not match the reply address provided when requesting Authorization code.')

export const wrongCodeVerifier = (): OAuthError =>
  badGrant(501481, 'The Code_Verifier does not match the code_challenge supplied in the authorization request.')

export const refreshTokenExpired = (issuedAt: string, days: number): OAuthError =>
  badGrant(
    700082,
    `The refresh token has expired due to inactivity. The token was issued on ${issuedAt} and was inactive for ${String(days)}.00:00:00.`,
    'bad_token',
  )

export const grantRevoked = (issuedAt: string, validFrom: string): OAuthError =>
  badGrant(
    50173,
    `The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '${issuedAt}' and the TokensValidFrom date (before which tokens are not valid) for this user is '${validFrom}'.`,
    'bad_token',
  )

export const secretNeeded = (): OAuthError =>
  new OAuthError(
    'invalid_client',
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  )

export const secretNotAllowed = (): OAuthError =>
  new OAuthError(
    'invalid_client',
    700025,
    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  )

export const grantTypeNotServed = (grantType: string): OAuthError =>
  new OAuthError('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grantType}'.`)

export const onlyPost = (): OAuthError =>
  new OAuthError('invalid_request', 900561, 'The endpoint only accepts POST requests. Received a GET request.')

export const unknownInstance = (): OAuthError =>
  new OAuthError('invalid_instance', 50049, 'Unknown or invalid instance.')

/** Device code flow (RFC 8628, 3.5; the words before it are older than the RFC: v2-oauth2-device-code.md). */
export const deviceErrors = {
  pending: () =>
    new OAuthError(
      'authorization_pending',
      70016,
      'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
    ),
  tooFast: () => new OAuthError('slow_down', 70016, 'OAuth 2.0 device flow error. Polling too often: slow down.'),
  declined: () =>
    new OAuthError('authorization_declined', 70018, 'OAuth 2.0 device flow error. The end user denied the request.'),
  unknown: () =>
    new OAuthError(
      'bad_verification_code',
      70018,
      "The provided value for the input parameter 'device_code' is not valid.",
    ),
  expired: () =>
    new OAuthError(
      'expired_token',
      70020,
      "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
    ),
} as const
