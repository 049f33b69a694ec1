import type { Context } from 'hono'
import { Hono } from 'hono'

import { userByName } from '../rules/directory.ts'
import { registeredGates } from '../rules/methods.ts'
import { mustRegister } from '../rules/scope.ts'
import { readForm } from '../pages/read-form.ts'
import { gateLabels } from '../security-info/labels.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import type { CodeBox } from './codes.ts'
import { changePassword } from './change-password.ts'
import { checkPassword, logSignIn } from './check-password.ts'
import { flowPath, type SignInFlow } from './sign-in-flow.ts'
import { changePage, moreInformationPage, passwordPage, pickPage, problemPage, registeredPage, returnPage, userPage } from './sign-in-pages.ts'

const localPages = ['/portal', '/security-info', '/account']

/** Only pages of ours: anything else would make the sign-in page a way to send people elsewhere. */
const safePath = (path: string | undefined): string =>
  path !== undefined && localPages.some((page) => path === page || path.startsWith(`${page}/`)) ? path : '/account'

/** The pages between "Sign in" and wherever the person was going (§ sign-in of the DESIGN). */
export function createSignInApp(site: Site, codes: CodeBox): Hono {
  const app = new Hono()
  const { practice, sessions, flows } = site
  const state = () => practice.store.state

  const signedInUser = (flow: SignInFlow): User | null =>
    state().users.find(({ id, deletedAt }) => id === flow.userId && deletedAt === null) ?? null

  const attemptOf = (context: Context, flow: SignInFlow, user: User) => ({
    user,
    target: flow.target,
    userAgent: context.req.header('user-agent') ?? '',
  })

  /** The end of every sign-in: session, log line, and on to the target. */
  function complete(context: Context, flow: SignInFlow, user: User): Response {
    logSignIn(practice, attemptOf(context, flow, user), 'success')
    sessions.open(context, user)
    flows.end(flow)
    if (flow.target.kind === 'page') return goTo(context, flow.target.path)
    const { request } = flow.target
    const code = codes.issue(user.id, request, practice.clock())
    const fields = { code, ...(request.state === null ? {} : { state: request.state }), session_state: flow.id }
    return sendPage(site, context, returnPage(request.redirectUri, fields))
  }

  /** After the password: change it, register, or be done. */
  function proceed(context: Context, flow: SignInFlow, user: User): Response {
    flow.userId = user.id
    flow.error = null
    if (user.mustChangePassword) {
      logSignIn(practice, attemptOf(context, flow, user), 'mustChange')
      flow.step = 'change'
      return goTo(context, flowPath(flow))
    }
    if (mustRegister(state(), user, practice.clock())) {
      logSignIn(practice, attemptOf(context, flow, user), 'mustRegister')
      flow.step = 'more'
      return goTo(context, flowPath(flow))
    }
    return complete(context, flow, user)
  }

  const withFlow =
    (run: (context: Context, flow: SignInFlow) => Response | Promise<Response>) =>
    async (context: Context): Promise<Response> => {
      const flow = flows.find(context.req.param('flow') ?? '')
      if (!flow) {
        return sendPage(site, context, problemPage('This sign-in has ended. Start again from the page you came from.'), 410)
      }
      return run(context, flow)
    }

  app.get('/signin', (context) => {
    const flow = flows.start(
      { kind: 'page', path: safePath(context.req.query('to')) },
      { userName: context.req.query('userName') ?? '', expectsAdmin: context.req.query('to')?.startsWith('/portal') ?? false },
    )
    return goTo(context, flowPath(flow))
  })

  app.get(
    '/signin/flow/:flow',
    withFlow((context, flow) => {
      const user = signedInUser(flow)
      switch (flow.step) {
        case 'pick': {
          const current = sessions.userOf(context)
          return sendPage(site, context, current ? pickPage(flow, current.userPrincipalName) : userPage(state(), flow))
        }
        case 'user':
          return sendPage(site, context, userPage(state(), flow))
        case 'password':
          return sendPage(site, context, passwordPage(state(), flow))
        case 'change':
          return sendPage(site, context, changePage(flow))
        case 'more':
          return sendPage(site, context, moreInformationPage(state(), flow))
        case 'register':
          return goTo(context, flowPath(flow, '/register'))
        case 'registered': {
          const gates = user ? registeredGates(state(), user, practice.clock()) : []
          return sendPage(site, context, registeredPage(flow, gates.map((kind) => gateLabels[kind])))
        }
      }
    }),
  )

  const post = (step: string, run: (context: Context, flow: SignInFlow) => Response | Promise<Response>): void => {
    app.post(`/signin/flow/:flow/${step}`, withFlow(run))
  }
  const show = (context: Context, flow: SignInFlow, step: SignInFlow['step'], error: SignInFlow['error'] = null): Response => {
    flow.step = step
    flow.error = error
    return goTo(context, flowPath(flow))
  }

  post('pick', async (context, flow) => {
    const field = await readForm(context)
    const current = sessions.userOf(context)
    return field('other') === 'yes' || !current ? show(context, flow, 'user') : proceed(context, flow, current)
  })

  post('fill-in', (context, flow) => {
    const administrator = state().users.find(({ id }) => id === state().admin.userId)
    flow.userName = administrator?.userPrincipalName ?? ''
    flow.prefill = true
    return show(context, flow, 'password')
  })

  post('user', async (context, flow) => {
    const field = await readForm(context)
    flow.userName = field('userName').trim()
    flow.prefill = false
    if (flow.userName === '') {
      return show(context, flow, 'user', { field: 'userName', text: 'Enter a valid user name.' })
    }
    const user = userByName(state(), flow.userName)
    if (!user) {
      const text = 'This username may be incorrect. Make sure you typed it correctly. Otherwise, contact your admin.'
      return show(context, flow, 'user', { field: 'userName', text })
    }
    flow.expectsAdmin = user.id === state().admin.userId
    return show(context, flow, 'password')
  })

  post('password', async (context, flow) => {
    const field = await readForm(context)
    const user = userByName(state(), flow.userName)
    if (!user) return show(context, flow, 'user')
    const refusal = checkPassword(practice, { ...attemptOf(context, flow, user), password: field('password') })
    flow.prefill = false
    return refusal === null
      ? proceed(context, flow, user)
      : show(context, flow, 'password', { field: 'password', text: refusal })
  })

  post('change', async (context, flow) => {
    const field = await readForm(context)
    const user = signedInUser(flow)
    if (!user) return show(context, flow, 'user')
    const change = { current: field('currentPassword'), next: field('newPassword'), confirmed: field('confirmPassword') }
    const error = changePassword(practice, user, change)
    return error === null ? proceed(context, flow, user) : show(context, flow, 'change', error)
  })

  post('more', async (context, flow) => {
    const field = await readForm(context)
    const user = signedInUser(flow)
    if (!user || flow.step !== 'more') return show(context, flow, 'user')
    return field('later') === 'yes' ? complete(context, flow, user) : show(context, flow, 'register')
  })

  post('done', (context, flow) => {
    const user = signedInUser(flow)
    return user && flow.step === 'registered' ? complete(context, flow, user) : show(context, flow, 'user')
  })

  app.get('/signin/flow/:flow/back', withFlow((context, flow) => show(context, flow, 'user')))
  app.get(
    '/signin/flow/:flow/other-account',
    withFlow((context, flow) => {
      flow.userName = ''
      return show(context, flow, 'user')
    }),
  )

  app.post('/signout', (context) => {
    sessions.close(context)
    return goTo(context, '/')
  })
  return app
}
