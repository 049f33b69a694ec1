import {
  type AccountInfo,
  type AuthenticationResult,
  AuthError,
  InteractionRequiredAuthError,
  PublicClientApplication,
} from '@azure/msal-node'

import { AppError } from '../domain/app-error.ts'
import { atLoopback, loopbackNetwork } from './loopback-network.ts'
import { labScopes } from './scopes.ts'

export interface SignInEndpoints {
  /** `https://<host>/<tenant>`; pins the sign-in to one tenant. */
  readonly authority: string
  /** Where that authority really answers when it is on this computer, such as `http://127.0.0.1:1234`; else null. */
  readonly loopbackOrigin: string | null
  readonly clientId: string
}

export interface SignIn {
  /**
   * Opens the sign-in page and waits for a person. `openPage` receives its address. Rejects with `cancelled` when the
   * signal aborts, `forbidden` when another tenant signed in.
   */
  interactively(
    openPage: (url: string) => Promise<void>,
    loginHint: string | undefined,
    signal: AbortSignal,
  ): Promise<void>
  /**
   * A valid access token, renewed silently; with `renew` even though it looks valid here. Rejects with
   * `sign-in-required` when a person must sign in again.
   */
  token(renew?: boolean): Promise<string>
  signOut(): Promise<void>
}

/** Microsoft Graph Command Line Tools: a public client that exists in every tenant (graph-facts §10.2). */
export const graphCommandLineTools = '14d82eec-204b-4c2f-b7e8-296a70dab67e'

/** A sign-in over MSAL's public client. Tokens stay in this room and in memory. */
export function createSignIn(endpoints: SignInEndpoints): SignIn {
  const authorityUrl = new URL(endpoints.authority)
  const { loopbackOrigin } = endpoints
  const toPage = (url: string) => (loopbackOrigin === null ? url : atLoopback(url, authorityUrl.origin, loopbackOrigin))
  const application = new PublicClientApplication({
    auth: {
      clientId: endpoints.clientId,
      authority: endpoints.authority,
      ...(loopbackOrigin === null ? {} : { knownAuthorities: [authorityUrl.host] }),
    },
    ...(loopbackOrigin === null
      ? {}
      : { system: { networkClient: loopbackNetwork(authorityUrl.origin, loopbackOrigin) } }),
  })
  let account: AccountInfo | null = null

  async function interactively(
    openPage: (url: string) => Promise<void>,
    loginHint: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const waiting = application.acquireTokenInteractive({
      scopes: [...labScopes],
      openBrowser: (url) => openPage(toPage(url)),
      successTemplate: closingPage('You are signed in', 'Go back to ResetLab. This page can be closed.'),
      errorTemplate: closingPage('The sign-in did not finish', 'Go back to ResetLab and try again.'),
      ...(loginHint === undefined ? {} : { loginHint }),
    })
    const result = await orCancelled(waiting, signal).catch((error: unknown) => {
      throw signInFailure(error)
    })
    account = accountOf(result, authorityUrl)
  }

  async function token(renew = false): Promise<string> {
    if (account === null) throw AppError.of('sign-in-required', 'signin.none')
    try {
      const result = await application.acquireTokenSilent({ account, scopes: [...labScopes], forceRefresh: renew })
      return result.accessToken
    } catch (error) {
      throw signInFailure(error)
    }
  }

  async function signOut(): Promise<void> {
    if (account !== null) await application.getTokenCache().removeAccount(account)
    account = null
  }

  return { interactively, token, signOut }
}

function accountOf(result: AuthenticationResult, authority: URL): AccountInfo {
  if (result.account === null) throw AppError.of('sign-in-required', 'signin.no-account')
  const wanted = authority.pathname.split('/')[1] ?? ''
  const isPinned = /^[0-9a-f-]{36}$/i.test(wanted)
  if (isPinned && result.account.tenantId !== wanted) throw AppError.of('forbidden', 'signin.other-tenant')
  return result.account
}

/** MSAL's loopback server waits five minutes; a person who cancels is not made to wait with it. */
function orCancelled<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      reject(AppError.of('cancelled', 'signin.cancelled'))
    }
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
    waiting.then(resolve, reject)
  })
}

/** MSAL's own code is kept (they are documented); its texts may hold addresses and stay inside. */
function signInFailure(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof InteractionRequiredAuthError) {
    return AppError.of('sign-in-required', 'signin.interaction', { cause: error, params: { reason: error.errorCode } })
  }
  if (error instanceof AuthError) {
    const aadsts = /AADSTS\d+/.exec(error.errorMessage)?.[0]
    return AppError.of('sign-in-required', 'signin.refused', {
      cause: error,
      params: { reason: aadsts ?? error.errorCode },
    })
  }
  return AppError.of('unreachable', 'signin.unreachable', { cause: error })
}

const closingPage = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>` +
  '<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color-scheme:light dark}</style>' +
  `<h1>${title}</h1><p>${text}</p></html>`
