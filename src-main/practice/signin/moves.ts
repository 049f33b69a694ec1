import type { Context } from 'hono'

import { mustRegister, mustReview } from '../rules/scope.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { logSignIn } from './check-password.ts'
import type { CodeBox } from './codes.ts'
import { flowPath, provenUser, type SignInFlow } from './sign-in-flow.ts'
import { problemPage, returnPage } from './sign-in-pages.ts'

type FlowHandler = (context: Context, flow: SignInFlow) => Response | Promise<Response>

/** How a sign-in goes from one page to the next. */
export interface Moves {
  /** Finds the flow of the address, or says that it has ended. */
  withFlow: (run: FlowHandler) => (context: Context) => Response | Promise<Response>
  /** To the page of a step, with what went wrong on it. */
  show: (context: Context, flow: SignInFlow, step: SignInFlow['step'], error?: SignInFlow['error']) => Response
  /** The person whose password was right. */
  signedInUser: (flow: SignInFlow) => User | null
  /** After the password: change it, register, or be done. */
  proceed: (context: Context, flow: SignInFlow, user: User) => Response
  /** The end of every sign-in: log line, session, and on to the target. */
  complete: (context: Context, flow: SignInFlow, user: User) => Response
}

export const attemptOf = (context: Context, flow: SignInFlow, user: User) => ({
  user,
  target: flow.target,
  userAgent: context.req.header('user-agent') ?? '',
})

/** Who is on the way to the security-info page is not asked to register first: registering is what they came for. */
const goesToRegister = (flow: SignInFlow): boolean =>
  flow.target.kind === 'page' && flow.target.path.startsWith('/security-info')

export function createMoves(site: Site, codes: CodeBox): Moves {
  const { practice, sessions, flows } = site

  const show: Moves['show'] = (context, flow, step, error = null) => {
    flow.step = step
    flow.error = error
    return goTo(context, flowPath(flow))
  }

  const complete: Moves['complete'] = (context, flow, user) => {
    logSignIn(practice, attemptOf(context, flow, user), 'success')
    sessions.open(context, user)
    flows.end(flow)
    if (flow.target.kind === 'page') return goTo(context, flow.target.path)
    const { request } = flow.target
    const code = codes.issue(user.id, request, practice.clock())
    const fields = { code, ...(request.state === null ? {} : { state: request.state }), session_state: flow.id }
    return sendPage(site, context, returnPage(request.redirectUri, fields))
  }

  return {
    show,
    complete,
    withFlow: (run) => (context) => {
      const flow = flows.find(context.req.param('flow') ?? '')
      const ended = 'This sign-in has ended. Start again from the page you came from.'
      return flow ? run(context, flow) : sendPage(site, context, problemPage(ended), 410)
    },
    signedInUser: (flow) => provenUser(practice.store.state, flow),
    proceed(context, flow, user) {
      flow.userId = user.id
      flow.provenAt = practice.clock()
      if (user.mustChangePassword) {
        logSignIn(practice, attemptOf(context, flow, user), 'mustChange')
        return show(context, flow, 'change')
      }
      if (!goesToRegister(flow) && mustRegister(practice.store.state, user, practice.clock())) {
        logSignIn(practice, attemptOf(context, flow, user), 'mustRegister')
        return show(context, flow, 'more')
      }
      if (mustReview(practice.store.state, user, practice.clock())) return show(context, flow, 'review')
      return complete(context, flow, user)
    },
  }
}
