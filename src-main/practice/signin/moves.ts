import type { Context } from 'hono'

import { lacksSecondFactor, mustRegister, mustReview } from '../rules/scope.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { arrive, attemptOf, nextStop } from './arrival.ts'
import { logSignIn } from './check-password.ts'
import { endedPage } from './problem-pages.ts'
import { flowPath, provenUser, type SignInFlow } from './sign-in-flow.ts'
import { hasUsablePass } from './temporary-pass.ts'

type FlowHandler = (context: Context, flow: SignInFlow) => Response | Promise<Response>

/** How a person proved who they are: a Temporary Access Pass needs no password, and so none to be changed. */
export type Proof = 'password' | 'pass' | 'session'

/** How a sign-in goes from one page to the next. */
export interface Moves {
  /** Finds the flow of the address, or says that it has ended. */
  withFlow: (run: FlowHandler) => (context: Context) => Response | Promise<Response>
  /** To the page of a step, with what went wrong on it. */
  show: (context: Context, flow: SignInFlow, step: SignInFlow['step'], error?: SignInFlow['error']) => Response
  /** A form that came twice, or from a page that is over: to where the person is, or to the first page. */
  stay: (context: Context, flow: SignInFlow) => Response
  /** To the first page that asks this person for a proof. */
  challenge: (context: Context, flow: SignInFlow, user: User) => Response
  /** The person whose password was right. */
  signedInUser: (flow: SignInFlow) => User | null
  /** After the password: change it, register, or be done. */
  proceed: (context: Context, flow: SignInFlow, user: User, proof: Proof) => Response
  /** The end of every sign-in: session, consent, log line, and on to the target. */
  complete: (context: Context, flow: SignInFlow, user: User) => Response
}

/** Who is on the way to the security-info page is not asked to register first: registering is what they came for. */
const goesToRegister = (flow: SignInFlow): boolean =>
  flow.target.kind === 'page' && flow.target.path.startsWith('/security-info')

/** The site of the tenant a sign-in belongs to from now on; it may be another one than it began at. */
export function moveFlow(from: Site, to: Site, flow: SignInFlow): void {
  if (from === to) return
  from.flows.leave(flow)
  to.flows.adopt(flow)
}

export function createMoves(site: Site): Moves {
  const { practice, sessions, flows } = site

  const show: Moves['show'] = (context, flow, step, error = null) => {
    flow.step = step
    flow.error = error
    return goTo(context, flowPath(flow))
  }

  const complete: Moves['complete'] = (context, flow, user) => {
    if (!flow.isSessionOpen) sessions.open(context, practice, user)
    flow.isSessionOpen = true
    const stop = nextStop(site, context, flow, user)
    if (stop === null) {
      logSignIn(practice, attemptOf(context, flow, user), 'success')
      return arrive(site, context, flow, user)
    }
    if (stop.step === 'problem') flow.problem = stop.problem
    else if (stop.step !== 'device') flow.question = stop.question
    return show(context, flow, stop.step)
  }

  return {
    show,
    stay: (context, flow) =>
      provenUser(practice.store.state, flow) ? goTo(context, flowPath(flow)) : show(context, flow, 'user'),
    complete,
    withFlow: (run) => (context) => {
      const id = context.req.param('flow') ?? ''
      const flow = flows.find(id)
      if (flow) return run(context, flow)
      const answer = context.req.method === 'POST' ? flows.answerOf(id) : null
      return answer ?? sendPage(site, context, endedPage, 410)
    },
    challenge(context, flow, user) {
      flow.userName = user.userPrincipalName
      flow.expectsAdmin = user.id === practice.store.state.admin.userId
      return show(context, flow, hasUsablePass(practice.store.state, user, practice.clock()) ? 'pass' : 'password')
    },
    signedInUser: (flow) => provenUser(practice.store.state, flow),
    proceed(context, flow, user, proof) {
      flow.userId = user.id
      flow.provenAt = practice.clock()
      flow.userName = user.userPrincipalName
      if (user.mustChangePassword && proof !== 'pass') {
        logSignIn(practice, attemptOf(context, flow, user), 'mustChange')
        return show(context, flow, 'change')
      }
      if (!goesToRegister(flow) && mustRegister(practice.store.state, user, practice.clock())) {
        const isForFactor = lacksSecondFactor(practice.store.state, user, practice.clock())
        logSignIn(practice, attemptOf(context, flow, user), isForFactor ? 'mustEnrol' : 'mustRegister')
        return show(context, flow, 'more')
      }
      if (mustReview(practice.store.state, user, practice.clock())) return show(context, flow, 'review')
      return complete(context, flow, user)
    },
  }
}
