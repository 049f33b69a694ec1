import { type AccountInfo, type AuthenticationResult, LogLevel, PublicClientApplication } from '@azure/msal-node'

import type { LanguageChoice } from '../contract/language.ts'
import type { DeviceCode } from '../contract/sign-in.ts'
import { AppError } from '../domain/app-error.ts'
import type { CallLog } from '../engine/ports-activity.ts'
import { closingPage } from './closing-page.ts'
import { orCancelled } from './or-cancelled.ts'
import { atLoopback, createSignInNetwork } from './sign-in-network.ts'
import { keepTokens, type SecretText } from './token-cache.ts'

export interface SignInInput {
  /** `https://<host>/<tenant id>`; pins the sign-in to one tenant. */
  readonly authority: string
  /** Where that authority really answers when it is on this computer, such as `http://127.0.0.1:1234`; else null. */
  readonly loopbackOrigin: string | null
  readonly clientId: string
  /** Names of scopes as the tenant's cloud understands them. */
  readonly scopeNames?: (scopes: readonly string[]) => string[]
  /** Where tokens outlive this process; null keeps them in memory alone. */
  readonly kept?: SecretText | null
  /** Where the requests are written down. */
  readonly calls?: CallLog
  /** Of the page that the browser ends on. */
  readonly languageChoice?: () => LanguageChoice
}

interface AskingPerson {
  readonly scopes: readonly string[]
  readonly loginHint: string | undefined
  readonly signal: AbortSignal
}

export interface SignIn {
  /**
   * Opens the sign-in page and waits for a person. `openPage` receives its address. Rejects with `cancelled` when the
   * signal aborts, `forbidden` when another tenant signed in.
   */
  byBrowser(asked: AskingPerson & { openPage: (url: string) => Promise<void> }): Promise<void>
  /** The same with a code a person types on any device; `show` receives it. */
  byDeviceCode(asked: AskingPerson & { show: (code: DeviceCode) => void }): Promise<void>
  /** Whether a sign-in that was kept is still good for these scopes. Rejects when the server cannot be asked. */
  again(scopes: readonly string[]): Promise<boolean>
  /**
   * A valid access token, renewed silently; with `renew` even though it looks valid here, with `claims` one that answers
   * a challenge of Graph's. Rejects with `sign-in-required` or `consent-required` when a person must sign in again.
   */
  token(ask?: { readonly renew?: boolean; readonly claims?: string | null }): Promise<string>
  /** Asks for more without a person; false when that takes one. */
  extend(scopes: readonly string[]): Promise<boolean>
  /** What the last token was granted; null before there was one. */
  grantedScopes(): readonly string[] | null
  signOut(): Promise<void>
}

/** A sign-in over MSAL's public client. Tokens stay in this room; MSAL's own log is off, since it may name people. */
export function createSignIn(input: SignInInput): SignIn {
  return new PublicSignIn(input)
}

/** Answers to challenges are asked of clients that say they can give them (entra-docs: app-resilience-continuous-access-evaluation.md). */
const capabilities = ['CP1']

interface SilentAsk {
  readonly scopes: ReadonlySet<string>
  readonly renew?: boolean
  readonly claims?: string | null
}

class PublicSignIn implements SignIn {
  readonly #input: SignInInput
  readonly #authority: URL
  readonly #application: PublicClientApplication
  readonly #network: ReturnType<typeof createSignInNetwork>
  readonly #scopes = new Set<string>()
  #account: AccountInfo | null = null
  #granted: readonly string[] | null = null
  readonly #asked = new Map<string, Promise<AuthenticationResult>>()
  /** A challenge that only a person can answer; goes along the next time one is asked. */
  #claims: string | null = null

  constructor(input: SignInInput) {
    this.#input = input
    this.#authority = new URL(input.authority)
    this.#network = createSignInNetwork(this.#authority.origin, input.loopbackOrigin, input.calls)
    this.#application = new PublicClientApplication({
      auth: {
        clientId: input.clientId,
        authority: input.authority,
        knownAuthorities: [this.#authority.host],
        clientCapabilities: capabilities,
      },
      system: {
        networkClient: this.#network.client,
        loggerOptions: { loggerCallback: () => undefined, piiLoggingEnabled: false, logLevel: LogLevel.Error },
      },
      ...(input.kept ? { cache: { cachePlugin: keepTokens(input.kept) } } : {}),
    })
  }

  grantedScopes(): readonly string[] | null {
    return this.#granted
  }

  async byBrowser({ scopes, loginHint, signal, openPage }: Parameters<SignIn['byBrowser']>[0]): Promise<void> {
    const { loopbackOrigin, languageChoice } = this.#input
    const choice = languageChoice?.() ?? 'system'
    const toPage = (url: string) =>
      loopbackOrigin === null ? url : atLoopback(url, this.#authority.origin, loopbackOrigin)
    let page: URL | null = null
    const asking = () =>
      this.#application.acquireTokenInteractive({
        ...this.#request(scopes),
        openBrowser: (url) => {
          page = new URL(url)
          return openPage(toPage(url))
        },
        successTemplate: closingPage('done', choice),
        errorTemplate: closingPage('unfinished', choice),
        // Whoever is signed in to the browser need not be who is meant: nobody named is to be chosen.
        ...(loginHint === undefined ? { prompt: 'select_account' } : { loginHint }),
      })
    await this.#askPerson(scopes, () => orCancelled(asking(), signal, () => page && endWaiting(page)))
  }

  async byDeviceCode({ scopes, signal, show }: Parameters<SignIn['byDeviceCode']>[0]): Promise<void> {
    const request: Parameters<PublicClientApplication['acquireTokenByDeviceCode']>[0] = {
      ...this.#request(scopes),
      deviceCodeCallback: ({ userCode, verificationUri, expiresIn }) => {
        const expiresAt = new Date(Date.now() + expiresIn * 1000).toISOString()
        show({ userCode, pageUrl: verificationUri, expiresAt })
      },
    }
    const asking = async () => {
      const result = await this.#application.acquireTokenByDeviceCode(request)
      if (result === null) throw AppError.of('sign-in-required', 'signin.none')
      return result
    }
    await this.#askPerson(scopes, () =>
      orCancelled(asking(), signal, () => {
        request.cancel = true
      }),
    )
  }

  async again(scopes: readonly string[]): Promise<boolean> {
    const accounts = await this.#application.getTokenCache().getAllAccounts()
    this.#account = accounts.find(({ tenantId }) => tenantId.toLowerCase() === this.#tenantId) ?? null
    return this.#account !== null && this.#extend(scopes, true)
  }

  extend(scopes: readonly string[]): Promise<boolean> {
    return this.#extend(scopes, false)
  }

  async #extend(scopes: readonly string[], renew: boolean): Promise<boolean> {
    try {
      await this.#silently({ scopes: new Set([...this.#scopes, ...scopes]), renew })
      for (const scope of scopes) this.#scopes.add(scope)
      return true
    } catch (error) {
      if (error instanceof AppError && ['unreachable', 'bug'].includes(error.failure.kind)) throw error
      return false
    }
  }

  async token({ renew = false, claims = null }: { renew?: boolean; claims?: string | null } = {}): Promise<string> {
    // Not known yet whether it can be answered without a person.
    this.#claims = claims ?? this.#claims
    const result = await this.#silently({ scopes: this.#scopes, renew, claims: this.#claims })
    this.#claims = null
    return result.accessToken
  }

  async signOut(): Promise<void> {
    if (this.#account !== null) await this.#application.getTokenCache().removeAccount(this.#account)
    await this.#input.kept?.remove()
    this.#account = null
    this.#granted = null
    this.#scopes.clear()
  }

  get #tenantId(): string {
    return this.#authority.pathname.split('/')[1]?.toLowerCase() ?? ''
  }

  #request(scopes: readonly string[]): { scopes: string[]; claims?: string } {
    return {
      scopes: this.#named(new Set([...this.#scopes, ...scopes])),
      ...(this.#claims === null ? {} : { claims: this.#claims }),
    }
  }

  #named(scopes: ReadonlySet<string>): string[] {
    return this.#input.scopeNames?.([...scopes]) ?? [...scopes]
  }

  async #askPerson(scopes: readonly string[], ask: () => Promise<AuthenticationResult>): Promise<void> {
    const result = await this.#network.ask(ask)
    this.#account = await this.#ownAccount(result)
    this.#granted = result.scopes
    this.#claims = null
    for (const scope of scopes) this.#scopes.add(scope)
  }

  async #silently({ scopes, renew = false, claims = null }: SilentAsk): Promise<AuthenticationResult> {
    const account = this.#account
    if (account === null) throw AppError.of('sign-in-required', 'signin.none')
    const request = {
      account,
      scopes: this.#named(scopes),
      forceRefresh: renew,
      ...(claims === null ? {} : { claims }),
    }
    // Many requests of one run find the token gone at the same moment: it is renewed once for all of them.
    const key = JSON.stringify([account.homeAccountId, request.scopes, renew, claims])
    const asked = this.#asked.get(key) ?? this.#network.ask(() => this.#application.acquireTokenSilent(request))
    this.#asked.set(key, asked)
    try {
      const result = await asked
      this.#granted = result.scopes
      return result
    } finally {
      if (this.#asked.get(key) === asked) this.#asked.delete(key)
    }
  }

  /** The account that was meant; another one is forgotten at once, before anything is asked with it. */
  async #ownAccount({ account, tenantId }: AuthenticationResult): Promise<AccountInfo> {
    const isOfTenant = tenantId.toLowerCase() === this.#tenantId
    const isSame = this.#account === null || this.#account.homeAccountId === account?.homeAccountId
    if (account !== null && isOfTenant && isSame) return account
    if (account !== null) await this.#application.getTokenCache().removeAccount(account)
    throw isOfTenant
      ? AppError.of('forbidden', 'signin.other-person', { params: { name: this.#account?.username ?? '' } })
      : AppError.of('forbidden', 'signin.other-tenant', { params: { tenant: this.#tenantId } })
  }
}

/** MSAL's server on this computer waits for the page without an end; an answer of our own ends it. */
function endWaiting(page: URL): void {
  const redirect = page.searchParams.get('redirect_uri')
  if (redirect === null) return
  const body = new URLSearchParams({ error: 'cancelled', state: page.searchParams.get('state') ?? '' })
  fetch(redirect, { method: 'POST', body }).catch(() => {
    // It has ended already.
  })
}
