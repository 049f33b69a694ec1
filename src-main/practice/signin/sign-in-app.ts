import type { Context } from 'hono'
import { Hono } from 'hono'

import { writeRegistration } from '../audit/sspr-audit.ts'
import { readForm } from '../pages/read-form.ts'
import { userByName } from '../rules/directory.ts'
import { registeredGates } from '../rules/methods.ts'
import { gateLabels } from '../security-info/labels.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import { changePassword } from './change-password.ts'
import { checkPassword } from './check-password.ts'
import type { CodeBox } from './codes.ts'
import { attemptOf, createMoves, type Moves } from './moves.ts'
import { flowPath, type SignInFlow } from './sign-in-flow.ts'
import {
  changePage,
  moreInformationPage,
  passwordPage,
  pickPage,
  registeredPage,
  reviewPage,
  userPage,
} from './sign-in-pages.ts'

const localPages = ['/portal', '/security-info', '/account']

/** Only pages of ours: anything else would make the sign-in page a way to send people elsewhere. */
const safePath = (path: string | undefined): string =>
  path !== undefined && localPages.some((page) => path === page || path.startsWith(`${page}/`)) ? path : '/account'

/** The pages between "Sign in" and wherever the person was going. */
export function createSignInApp(site: Site, codes: CodeBox): Hono {
  const app = new Hono()
  const moves = createMoves(site, codes)
  const { withFlow, show } = moves

  app.get('/signin', (context) => {
    const to = context.req.query('to')
    const flow = site.flows.start(
      { kind: 'page', path: safePath(to) },
      { userName: context.req.query('userName') ?? '', expectsAdmin: to?.startsWith('/portal') ?? false },
    )
    return goTo(context, flowPath(flow))
  })
  app.get(
    '/signin/flow/:flow',
    withFlow((context, flow) => showStep(site, moves, context, flow)),
  )
  app.get(
    '/signin/flow/:flow/back',
    withFlow((context, flow) => show(context, flow, 'user')),
  )
  app.get(
    '/signin/flow/:flow/other-account',
    withFlow((context, flow) => {
      flow.userName = ''
      return show(context, flow, 'user')
    }),
  )
  app.post('/signout', (context) => {
    site.sessions.close(context)
    return goTo(context, '/')
  })
  mountUserName(app, site, moves)
  mountPassword(app, site, moves)
  mountRegistration(app, site, moves)
  return app
}

function showStep(site: Site, moves: Moves, context: Context, flow: SignInFlow): Response {
  const { practice, sessions } = site
  const { state } = practice.store
  switch (flow.step) {
    case 'pick': {
      const current = sessions.userOf(context)
      return sendPage(site, context, current ? pickPage(flow, current.userPrincipalName) : userPage(state, flow))
    }
    case 'user':
      return sendPage(site, context, userPage(state, flow))
    case 'password':
      return sendPage(site, context, passwordPage(state, flow))
    case 'change':
      return sendPage(site, context, changePage(flow))
    case 'more':
      return sendPage(site, context, moreInformationPage(state, flow))
    case 'register':
      return goTo(context, flowPath(flow, '/register'))
    case 'registered':
    case 'review': {
      const user = moves.signedInUser(flow)
      const gates = user ? registeredGates(state, user, practice.clock()) : []
      const names = gates.map((kind) => gateLabels[kind])
      return sendPage(site, context, flow.step === 'review' ? reviewPage(flow, names) : registeredPage(flow, names))
    }
  }
}

function mountUserName(app: Hono, site: Site, { withFlow, show, proceed }: Moves): void {
  const { practice, sessions } = site

  app.post(
    '/signin/flow/:flow/pick',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      const current = sessions.userOf(context)
      return field('other') === 'yes' || !current || flow.step !== 'pick'
        ? show(context, flow, 'user')
        : proceed(context, flow, current)
    }),
  )

  app.post(
    '/signin/flow/:flow/fill-in',
    withFlow((context, flow) => {
      const { users, admin } = practice.store.state
      flow.userName = users.find(({ id }) => id === admin.userId)?.userPrincipalName ?? ''
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
      const refuse = (text: string): Response => show(context, flow, 'user', { field: 'userName', text })
      if (flow.userName === '') return refuse('Enter a valid user name.')
      const user = userByName(practice.store.state, flow.userName)
      if (!user) {
        return refuse(
          'This username may be incorrect. Make sure you typed it correctly. Otherwise, contact your admin.',
        )
      }
      flow.expectsAdmin = user.id === practice.store.state.admin.userId
      return show(context, flow, 'password')
    }),
  )
}

function mountPassword(app: Hono, site: Site, { withFlow, show, proceed, signedInUser }: Moves): void {
  const { practice } = site

  app.post(
    '/signin/flow/:flow/password',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      const user = userByName(practice.store.state, flow.userName)
      if (!user) return show(context, flow, 'user')
      const refusal = checkPassword(practice, { ...attemptOf(context, flow, user), password: field('password') })
      flow.prefill = false
      return refusal === null
        ? proceed(context, flow, user)
        : show(context, flow, 'password', { field: 'password', text: refusal })
    }),
  )

  app.post(
    '/signin/flow/:flow/change',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      const user = signedInUser(flow)
      if (!user || flow.step !== 'change') return show(context, flow, 'user')
      const error = changePassword(practice, user, {
        current: field('currentPassword'),
        next: field('newPassword'),
        confirmed: field('confirmPassword'),
      })
      return error === null ? proceed(context, flow, user) : show(context, flow, 'change', error)
    }),
  )
}

function mountRegistration(app: Hono, site: Site, { withFlow, show, complete, signedInUser }: Moves): void {
  app.post(
    '/signin/flow/:flow/reviewed',
    withFlow((context, flow) => {
      const user = signedInUser(flow)
      if (!user || flow.step !== 'review') return show(context, flow, 'user')
      const { practice } = site
      const at = practice.clock()
      user.methodsReviewedAt = at
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
      if (!user || flow.step !== 'more') return show(context, flow, 'user')
      return field('later') === 'yes' ? complete(context, flow, user) : show(context, flow, 'register')
    }),
  )

  app.post(
    '/signin/flow/:flow/done',
    withFlow((context, flow) => {
      const user = signedInUser(flow)
      return user && flow.step === 'registered' ? complete(context, flow, user) : show(context, flow, 'user')
    }),
  )
}
