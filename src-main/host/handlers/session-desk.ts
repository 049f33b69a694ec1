import type { Failure } from '../../contract/failure.ts'
import { labScopes, type PermissionStep, scopesOfStep } from '../../contract/permissions.ts'
import type { SignInProgress, SignInWay, TenantChoice } from '../../contract/sign-in.ts'
import type { Session } from '../../contract/tenant.ts'
import { AppError, toFailure, withConsentPage } from '../../domain/app-error.ts'
import { isCancelled } from '../../engine/settle.ts'
import { createSignIn, type SignIn } from '../../signin/sign-in.ts'
import type { SecretText } from '../../signin/token-cache.ts'
import { openConnection, tenantOf } from '../connection.ts'
import type { KeptSignIns } from '../kept-sign-ins.ts'
import { clockNotice, findRealTenant } from '../real-endpoints.ts'
import type { TenantEndpoints } from '../tenant-endpoints.ts'
import { WaitingPerson } from '../waiting-person.ts'
import { askPerson, type Purpose } from './ask-person.ts'
import type { Desk } from './desk.ts'
import { consentUrlOf, isSamePerson, isThrough, lacks, permissionsOf, type SessionAccount } from './session-account.ts'

export interface SessionDeskInput {
  readonly desk: Desk
  readonly kept: KeptSignIns
  /** Opens a page in the person's own browser; without it the window shows a link. */
  readonly openInBrowser: ((url: string) => Promise<void>) | null
}

/** Who is signed in where: one session per window host, one target of the moment, others beside it. */
export class SessionDesk {
  readonly #input: SessionDeskInput
  readonly #desk: Desk
  #accounts: SessionAccount[] = []
  #current: SessionAccount | null = null
  #asking: { progress: SignInProgress; cancel: AbortController } | null = null
  #notice: string | null = null
  #failure: Failure | null = null
  #isToldWhyNotKept = false

  constructor(input: SessionDeskInput) {
    this.#input = input
    this.#desk = input.desk
    // Whatever waits for a person must not hold up who leaves.
    this.#desk.onLeave(() => {
      this.#current?.waiting.close()
      return Promise.resolve()
    })
  }

  get session(): Session {
    const notice = this.#notice
    const failure = this.#failure === null ? {} : { failure: this.#failure }
    const asking = this.#asking?.progress ?? null
    const account = this.#current
    if (account === null) {
      return asking ? { state: 'signing-in', ...asking } : { state: 'signed-out', notice, ...failure }
    }
    return {
      state: 'signed-in',
      target: account.connection.target,
      others: this.#accounts.filter((other) => other !== account).map(({ connection }) => connection.target),
      permissions: permissionsOf(account),
      consentUrl: consentUrlOf(account),
      asking,
      trouble: account.trouble,
      notice,
      ...failure,
    }
  }

  get isAsking(): boolean {
    return this.#asking !== null
  }

  /** The account of the practice tenant, when there is one. */
  get practice(): SessionAccount | null {
    return this.#accounts.find(({ connection }) => connection.target.kind === 'practice') ?? null
  }

  /** Who is signed in at the moment; rejects with `signin.none`. */
  get account(): SessionAccount {
    return this.#open()
  }

  /** Shows something once, at the next state. */
  say(notice: string | null): Session {
    this.#notice = notice
    return this.#tell()
  }

  /** Signs in to a practice tenant: for everything a lab needs, since it is made for that. */
  async practise(endpoints: TenantEndpoints): Promise<Session> {
    const purpose = { kind: 'practice', tenant: null, way: 'browser', scopes: labScopes, consentUrl: null } as const
    const signIn = this.#signInTo(endpoints, null)
    return this.#ask(signIn, { ...purpose, loginHint: endpoints.operatorHint }, () =>
      this.#enterNew(endpoints, signIn, null),
    )
  }

  /**
   * `userName`: who is meant, where that is known; they are switched to when they are here already. Rejects with what is
   * wrong with the choice, or with the way to the sign-in server, before anything is changed.
   */
  async signIn(choice: TenantChoice, way: SignInWay, userName?: string): Promise<Session> {
    const { endpoints, found } = await findRealTenant(choice, this.#desk.workspace.activity.forTenant(null))
    const here = this.#accounts.filter((account) => isThrough(account, choice, found.tenantId))
    const meant = here.find(({ connection }) => connection.target.operator.userPrincipalName === userName)
    if (meant) return this.switchTo(found.tenantId, meant.connection.target.operator.id)
    // Whoever comes to the same tenant again is another person. What is kept is the first one's.
    const isAnother = here.length > 0
    const kept = isAnother ? null : await this.#input.kept.of(choice, found.tenantId)
    const signIn = this.#signInTo(endpoints, kept)
    const scopes = scopesOfStep('look')
    const enter = async () => {
      this.#notice = clockNotice(found.clockAheadMs)
      await this.#enterNew(endpoints, signIn, choice)
      if (!isAnother) await this.#remember(this.#open())
    }
    if (kept !== null && (await signIn.again(scopes))) {
      await enter()
      return this.#tell()
    }
    const consentUrl = endpoints.consentUrl?.(scopes) ?? null
    const purpose: Purpose = { kind: 'real', tenant: choice.tenant, way, scopes, loginHint: userName, consentUrl }
    return this.#ask(signIn, purpose, enter)
  }

  /** Asks for what a step lacks: without a person where that is possible. */
  async permit(step: PermissionStep, way: SignInWay): Promise<Session> {
    const account = this.#open()
    if (await this.#permitSilently(account, step)) return this.#tell()
    return this.#askAgain(account, way, scopesOfStep(step))
  }

  /** Takes along what can be had without a person, so that it is known what a step lacks. */
  async prepare(step: PermissionStep): Promise<void> {
    const account = this.#open()
    if (account.signIn.grantedScopes() === null || lacks(account, step).length === 0) return
    const before = lacks(account, step).length
    await this.#permitSilently(account, step)
    if (lacks(account, step).length !== before) this.#tell()
  }

  /** Rejects with `signin.missing-permission` when nothing of what a step needs was given, and a person must give it. */
  async require(step: PermissionStep): Promise<void> {
    await this.prepare(step)
    const missing = lacks(this.#open(), step)
    if (missing.length < scopesOfStep(step).length) return
    throw AppError.of('consent-required', 'signin.missing-permission', { params: { scopes: missing.join(', ') } })
  }

  signInAgain(way: SignInWay): Promise<Session> {
    return this.#askAgain(this.#open(), way, [])
  }

  giveUp(): Session {
    this.#current?.waiting.close()
    return this.#tell()
  }

  async switchTo(tenantId: string, operatorId: string): Promise<Session> {
    const account = this.#accounts.find((each) => isSamePerson(each, tenantId, operatorId))
    if (!account) throw AppError.of('sign-in-required', 'signin.none')
    if (account !== this.#current) await this.#enter(account)
    return this.#tell()
  }

  cancel(): Session {
    this.#asking?.cancel.abort()
    this.#asking = null
    return this.#tell()
  }

  /** Ends the sign-in of one account, the current one by default; another one, if there is, becomes the current one. */
  async signOut(notice: string | null, account = this.#current): Promise<Session> {
    this.#asking?.cancel.abort()
    this.#asking = null
    this.#failure = null
    this.#notice = notice
    if (account !== null) {
      this.#accounts = this.#accounts.filter((other) => other !== account)
      if (account === this.#current) await this.#leave()
      await account.connection.signOut()
      await this.#forgetKept(account)
    }
    const next = this.#current ?? this.#accounts.at(-1)
    if (next && next !== this.#current) await this.#enter(next)
    return this.#tell()
  }

  #signInTo(endpoints: TenantEndpoints, kept: SecretText | null): SignIn {
    const { activity, settings } = this.#desk.workspace
    const languageChoice = () => settings.inForce().language
    return createSignIn({ ...endpoints, kept, calls: activity.forTenant(tenantOf(endpoints)), languageChoice })
  }

  #open(): SessionAccount {
    if (this.#current === null) throw AppError.of('sign-in-required', 'signin.none')
    return this.#current
  }

  async #permitSilently(account: SessionAccount, step: PermissionStep): Promise<boolean> {
    await account.signIn.extend(scopesOfStep(step))
    return lacks(account, step).length === 0
  }

  #askAgain(account: SessionAccount, way: SignInWay, scopes: readonly string[]): Promise<Session> {
    const { target } = account.connection
    const consentUrl = account.endpoints.consentUrl?.(scopes.length > 0 ? scopes : labScopes) ?? null
    const purpose = { kind: target.kind, tenant: account.choice?.tenant ?? null, way, scopes, consentUrl }
    return this.#ask(account.signIn, { ...purpose, loginHint: target.operator.userPrincipalName }, () => {
      account.waiting.goOn()
      return Promise.resolve()
    })
  }

  /** Resolves once the page has an address or the code is there; the sign-in itself goes on behind. */
  #ask(signIn: SignIn, purpose: Purpose, enter: () => Promise<void>): Promise<Session> {
    this.#asking?.cancel.abort()
    const cancel = new AbortController()
    const { kind, tenant, way } = purpose
    const progress: SignInProgress = { kind, tenant, way, signInUrl: null, deviceCode: null }
    this.#asking = { progress, cancel }
    this.#notice = null
    this.#failure = null
    this.#tell()
    return new Promise((resolve) => {
      const show = (shown: Partial<SignInProgress>): void => {
        if (cancel.signal.aborted) return
        this.#asking = { progress: { ...progress, ...shown }, cancel }
        resolve(this.#tell())
      }
      askPerson(signIn, purpose, { signal: cancel.signal, show, openInBrowser: this.#input.openInBrowser })
        .then(enter)
        .then(
          () => this.#asked(cancel.signal, null),
          (error: unknown) => this.#asked(cancel.signal, withConsentPage(error, purpose.consentUrl)),
        )
        .finally(() => {
          resolve(this.session)
        })
    })
  }

  #asked(signal: AbortSignal, error: unknown): void {
    if (signal.aborted) return
    this.#asking = null
    if (error !== null && !isCancelled(error)) {
      this.#failure = toFailure(error)
      if (this.#failure.kind === 'bug') this.#desk.onBug(error)
    }
    this.#tell()
  }

  async #enterNew(endpoints: TenantEndpoints, signIn: SignIn, choice: TenantChoice | null): Promise<void> {
    let made: SessionAccount | null = null
    const waiting = new WaitingPerson((failure) => {
      if (made === null) return
      made.trouble = failure
      this.#tell()
    })
    const connection = await openConnection(this.#desk.workspace, endpoints, waiting.behind(signIn))
    const account: SessionAccount = { endpoints, choice, signIn, waiting, connection, trouble: null }
    made = account
    const { tenantId, operator } = connection.target
    this.#accounts = [...this.#accounts.filter((other) => !isSamePerson(other, tenantId, operator.id)), account]
    await this.#enter(account)
  }

  async #remember({ choice, connection }: SessionAccount): Promise<void> {
    if (choice === null) return
    const { target } = connection
    const whyNot = await this.#input.kept.whyNot()
    if (whyNot !== null && !this.#isToldWhyNotKept) {
      this.#isToldWhyNotKept = true
      this.#notice ??= whyNot
    }
    await this.#desk.workspace.remembered.add({
      choice,
      tenantId: target.tenantId,
      displayName: target.displayName,
      domain: target.domain,
      userPrincipalName: target.operator.userPrincipalName,
      usedAt: this.#desk.workspace.clock.now().toISOString(),
    })
  }

  /** Nothing of a tenant is kept when the last one of it has signed out. */
  async #forgetKept({ choice, connection }: SessionAccount): Promise<void> {
    if (choice === null) return
    const { tenantId } = connection.target
    if (this.#accounts.some((other) => isThrough(other, choice, tenantId))) return
    await this.#input.kept.forget(choice, tenantId)
  }

  /** Nothing of one tenant is shown in another: the window hears of the moment between. */
  async #enter(account: SessionAccount): Promise<void> {
    if (this.#current !== null) {
      await this.#leave()
      const { kind } = account.connection.target
      const tenant = account.connection.target.domain
      this.#publish({ state: 'signing-in', kind, tenant, way: 'browser', signInUrl: null, deviceCode: null })
    }
    this.#current = account
    account.waiting.open()
    this.#desk.setConnection(account.connection)
  }

  async #leave(): Promise<void> {
    await this.#desk.leave()
    this.#desk.setConnection(null)
    this.#current = null
  }

  #tell(): Session {
    this.#publish(this.session)
    return this.session
  }

  #publish(session: Session): void {
    this.#desk.hub.publish('session.changed', session)
  }
}
