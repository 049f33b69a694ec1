import type { Context, Hono } from 'hono'

import type { Account } from '../pages/sessions.ts'
import { readForm } from '../pages/read-form.ts'
import type { Site } from '../site.ts'
import { attemptOf } from './arrival.ts'
import { checkPassword } from './check-password.ts'
import { createMoves, moveFlow, type Moves } from './moves.ts'
import type { SignInFlow } from './sign-in-flow.ts'
import { accountKey } from './sign-in-pages.ts'
import { checkPass, hasUsablePass } from './temporary-pass.ts'

/** Accounts of the browser a sign-in may go on with: all of them, or those of the one tenant it is for. */
export function pickable(site: Site, context: Context, flow: SignInFlow): Account[] {
  const accounts = site.sessions.accountsOf(context)
  if (flow.tenantId === null || flow.target.kind === 'page') return accounts
  return accounts.filter(({ practice }) => practice.store.state.tenant.id === flow.tenantId)
}

/** Goes on with an account of the browser, at its own tenant. */
export function continueAs(site: Site, context: Context, flow: SignInFlow, { practice, user }: Account): Response {
  const home = site.siteOf(practice.store.state.tenant.id) ?? site
  moveFlow(site, home, flow)
  const moves = createMoves(home)
  // Whoever must prove it anew is asked for the password of this account.
  if (flow.prompt === 'login') return moves.challenge(context, flow, user)
  return moves.proceed(context, flow, user, 'session')
}

/** Asks the person of this name for a proof, at the tenant they belong to; null when no tenant knows the name. */
export function challengeNamed(site: Site, context: Context, flow: SignInFlow, name: string): Response | null {
  const home = site.siteOf(name)
  const user = home?.practice.store.state.users.named(name)
  if (!home || !user) return null
  moveFlow(site, home, flow)
  return createMoves(home).challenge(context, flow, user)
}

const unknownText = 'This username may be incorrect. Make sure you typed it correctly. Otherwise, contact your admin.'

/** Who it is and the proof of it: the account, the pass or the password. */
export function mountAccounts(app: Hono, site: Site, moves: Moves): void {
  const { practice } = site
  const { withFlow, show } = moves

  app.get(
    '/signin/flow/:flow/back',
    withFlow((context, flow) => show(context, flow, 'user')),
  )
  app.get(
    '/signin/flow/:flow/other-account',
    withFlow((context, flow) => {
      // Back to where the sign-in was asked for: the tenant of the account that did not do has no say in it.
      moveFlow(site, site.siteOf(flow.tenantId ?? '') ?? site, flow)
      flow.userName = ''
      flow.userId = null
      flow.problem = null
      flow.question = null
      flow.isSessionOpen = false
      return show(context, flow, 'user')
    }),
  )
  app.post(
    '/signin/flow/:flow/pick',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      const chosen = pickable(site, context, flow).find((account) => accountKey(account) === field('account'))
      return chosen && flow.step === 'pick' ? continueAs(site, context, flow, chosen) : show(context, flow, 'user')
    }),
  )
  app.post(
    '/signin/flow/:flow/fill-in',
    withFlow((context, flow) => {
      const { users, admin } = practice.store.state
      flow.userName = users.get(admin.userId)?.userPrincipalName ?? ''
      flow.prefill = true
      return show(context, flow, 'password')
    }),
  )
  app.post(
    '/signin/flow/:flow/user',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      flow.userName = field('userName').trim()
      flow.prefill = false
      const refuse = (text: string, code?: number): Response =>
        show(context, flow, 'user', { field: 'userName', text, ...(code === undefined ? {} : { code }) })
      if (flow.userName === '') return refuse('Enter a valid user name.')
      return challengeNamed(site, context, flow, flow.userName) ?? refuse(unknownText, 50034)
    }),
  )
  mountProofs(app, site, moves)
}

function mountProofs(app: Hono, site: Site, { withFlow, show, proceed }: Moves): void {
  const { practice } = site
  const named = (flow: SignInFlow) => practice.store.state.users.named(flow.userName)

  app.get(
    '/signin/flow/:flow/use-password',
    withFlow((context, flow) => show(context, flow, named(flow) ? 'password' : 'user')),
  )
  app.get(
    '/signin/flow/:flow/use-pass',
    withFlow((context, flow) => {
      const user = named(flow)
      const canUse = user !== undefined && hasUsablePass(practice.store.state, user, practice.clock())
      return show(context, flow, canUse ? 'pass' : 'password')
    }),
  )
  app.post(
    '/signin/flow/:flow/pass',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      const user = named(flow)
      if (!user) return show(context, flow, 'user')
      const refusal = checkPass(practice, attemptOf(context, flow, user), field('pass').trim())
      return refusal === null ? proceed(context, flow, user, 'pass') : show(context, flow, 'pass', refusal)
    }),
  )
  app.post(
    '/signin/flow/:flow/password',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      const user = named(flow)
      if (!user) return show(context, flow, 'user')
      const refusal = checkPassword(practice, attemptOf(context, flow, user), field('password'))
      flow.prefill = false
      return refusal === null ? proceed(context, flow, user, 'password') : show(context, flow, 'password', refusal)
    }),
  )
}
