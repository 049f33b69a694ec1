import type { Context } from 'hono'
import { Hono } from 'hono'

import { writeRegistration } from '../audit/sspr-audit.ts'
import { readForm } from '../pages/read-form.ts'
import { registeredGates } from '../rules/methods.ts'
import { maySkipRegistration } from '../rules/scope.ts'
import { gateLabels } from '../security-info/labels.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import { changePassword } from './change-password.ts'
import { confirmDevicePage } from './device-pages.ts'
import { consentPage, needAdminPage } from './consent-pages.ts'
import { mountAccounts, pickable } from './account-steps.ts'
import { findApplication } from './applications.ts'
import { mountConsent } from './consent-steps.ts'
import { createMoves, type Moves } from './moves.ts'
import { newTrace } from './oauth-error.ts'
import { endedPage, problemPage, signedOutPage } from './problem-pages.ts'
import { flowPath, type SignInFlow } from './sign-in-flow.ts'
import {
  changePage,
  moreInformationPage,
  passPage,
  passwordPage,
  pickPage,
  registeredPage,
  reviewPage,
  userPage,
} from './sign-in-pages.ts'
import { hasUsablePass } from './temporary-pass.ts'

const localPages = ['/portal', '/security-info', '/account', '/control']

/** Only pages of ours: anything else would make the sign-in page a way to send people elsewhere. */
const safePath = (path: string | undefined): string =>
  path !== undefined && localPages.some((page) => path === page || path.startsWith(`${page}/`)) ? path : '/account'

/** The pages between "Sign in" and wherever the person was going. */
export function createSignInApp(site: Site): Hono {
  const app = new Hono()
  const moves = createMoves(site)
  const { practice, sessions } = site

  app.get('/signin', (context) => {
    const to = context.req.query('to')
    const flow = site.flows.start(
      { kind: 'page', path: safePath(to) },
      {
        userName: context.req.query('userName') ?? '',
        expectsAdmin: to?.startsWith('/portal') ?? false,
        step: sessions.accountsOf(context).length > 0 ? 'pick' : 'user',
        tenantId: practice.store.state.tenant.id,
      },
    )
    return goTo(context, flowPath(flow))
  })
  app.get(
    '/signin/flow/:flow',
    moves.withFlow((context, flow) => showStep(site, moves, context, flow)),
  )
  app.post('/signout', (context) => {
    sessions.close(context)
    return goTo(context, '/')
  })
  app.get('/signed-out', (context) => sendPage(site, context, signedOutPage))
  mountAccounts(app, site, moves)
  mountChange(app, site, moves)
  mountRegistration(app, site, moves)
  mountConsent(app, site, moves)
  return app
}

function showStep(site: Site, moves: Moves, context: Context, flow: SignInFlow): Response {
  const { state } = site.practice.store
  const now = site.practice.clock()
  const user = moves.signedInUser(flow)
  const send = (page: Parameters<typeof sendPage>[2], status?: 400 | 410): Response =>
    sendPage(site, context, page, status)
  switch (flow.step) {
    case 'pick': {
      const accounts = pickable(site, context, flow)
      return send(accounts.length > 0 ? pickPage(flow, accounts) : userPage(state, flow, now))
    }
    case 'user':
      return send(userPage(state, flow, now))
    case 'pass':
      return send(passPage(flow, now))
    case 'password': {
      const owner = state.users.named(flow.userName)
      return send(passwordPage(state, flow, { now, hasPass: !!owner && hasUsablePass(state, owner, now) }))
    }
    case 'change':
      return send(changePage(flow, now))
    case 'more':
      return send(moreInformationPage(state, flow, { now, maySkip: !!user && maySkipRegistration(state, user, now) }))
    case 'register':
      return goTo(context, flowPath(flow, '/register'))
    case 'registered':
    case 'review': {
      const names = (user ? registeredGates(state, user, now) : []).map((kind) => gateLabels[kind])
      return send(flow.step === 'review' ? reviewPage(flow, names) : registeredPage(flow, names))
    }
    case 'problem':
      return flow.problem === null
        ? send(endedPage, 410)
        : send(problemPage(flow.problem, newTrace(now, flow.correlationId), flow), 400)
    case 'device':
    case 'consent':
    case 'needAdmin':
      return showClientStep(site, context, flow)
  }
}

/** The steps that are about the application somebody signs in to. */
function showClientStep(site: Site, context: Context, flow: SignInFlow): Response {
  const { state } = site.practice.store
  const { target, question } = flow
  const app = target.kind === 'page' ? undefined : findApplication(state, target.request.clientId)
  if (!app) return sendPage(site, context, endedPage, 410)
  if (flow.step === 'device') return sendPage(site, context, confirmDevicePage(flow, app))
  if (question === null) return sendPage(site, context, endedPage, 410)
  return sendPage(
    site,
    context,
    flow.step === 'consent'
      ? consentPage(state, flow, app, question)
      : needAdminPage(flow, app, newTrace(site.practice.clock(), flow.correlationId)),
  )
}

function mountChange(app: Hono, site: Site, { withFlow, show, stay, proceed, signedInUser }: Moves): void {
  app.post(
    '/signin/flow/:flow/change',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      const user = signedInUser(flow)
      if (!user || flow.step !== 'change') return stay(context, flow)
      const error = changePassword(site.practice, user, {
        current: field('currentPassword'),
        next: field('newPassword'),
        confirmed: field('confirmPassword'),
      })
      return error === null ? proceed(context, flow, user, 'password') : show(context, flow, 'change', error)
    }),
  )
}

function mountRegistration(app: Hono, site: Site, { withFlow, show, stay, complete, signedInUser }: Moves): void {
  app.post(
    '/signin/flow/:flow/reviewed',
    withFlow((context, flow) => {
      const user = signedInUser(flow)
      if (!user || flow.step !== 'review') return stay(context, flow)
      const { practice } = site
      const at = practice.clock()
      user.methodsReviewedAt = at
      practice.store.state.users.put(user)
      const reason = 'User successfully reviewed security info.'
      writeRegistration(practice.store.state, { at, user, activity: 'User reviewed security info', reason })
      return complete(context, flow, user)
    }),
  )

  app.post(
    '/signin/flow/:flow/more',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      const user = signedInUser(flow)
      if (!user || flow.step !== 'more') return stay(context, flow)
      const { practice } = site
      const maySkip = maySkipRegistration(practice.store.state, user, practice.clock())
      return field('later') === 'yes' && maySkip ? complete(context, flow, user) : show(context, flow, 'register')
    }),
  )

  app.post(
    '/signin/flow/:flow/done',
    withFlow((context, flow) => {
      const user = signedInUser(flow)
      return user && flow.step === 'registered' ? complete(context, flow, user) : stay(context, flow)
    }),
  )
}
