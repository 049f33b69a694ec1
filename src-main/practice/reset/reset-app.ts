import type { Context } from 'hono'
import { Hono } from 'hono'

import type { Practice } from '../context.ts'
import type { Page } from '../pages/layout.ts'
import { readForm } from '../pages/read-form.ts'
import { userById, userByName } from '../rules/directory.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { ChallengeBox } from './challenge.ts'
import { followChanges, openProofs } from './gate.ts'
import { leaveNotification, sendNotification, settleNotification } from './notification.ts'
import { type ResetFlow, resetPath } from './reset-flow.ts'
import { deadEndPage, donePage, refusedPage } from './end-pages.ts'
import { newPasswordPage, strengthScript, strengthScriptPath } from './password-page.ts'
import { choosePage, type FirstPage, provePage, userIdPage } from './reset-pages.ts'
import { begin, cancel, choose, expire, reachPhone, sendMail, setNewPassword, verifyCode } from './reset-steps.ts'

/** "Get back into your account": user ID and characters, one or two proofs, a new password. */
export function createResetApp(site: Site): Hono {
  const app = new Hono()
  app.get(strengthScriptPath, (context) =>
    context.body(strengthScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  )
  mountFirstPage(app, site)
  mountSteps(app, site)
  return app
}

function mountFirstPage(app: Hono, site: Site): void {
  const { practice } = site
  const challenges = new ChallengeBox()
  const firstPage = (context: Context, userName: string, error: FirstPage['error']): Response => {
    const isEnded = context.req.method === 'GET' && context.req.query('ended') !== undefined
    const page = userIdPage({ challenge: challenges.issue(practice.clock()), userName, error, isEnded })
    return sendPage(site, context, page, error === null ? 200 : 400)
  }

  app.get('/reset', (context) => firstPage(context, context.req.query('userId') ?? '', null))

  app.post('/reset', async (context) => {
    const field = await readForm(context)
    const userName = field('userId').trim()
    const refuse = (at: string, text: string): Response => firstPage(context, userName, { field: at, text })
    const isRight = challenges.isRight(field('challenge'), field('characters'), practice.clock())
    if (userName === '') return refuse('userId', 'Enter your user name.')
    if (!isRight) return refuse('characters', "The characters you entered didn't match. Try again with the new ones.")
    // As at Microsoft the user name tells the tenant, whichever the browser used last.
    const home = site.siteOf(userName) ?? site
    const user = userByName(home.practice.store.state, userName)
    if (!user?.accountEnabled) {
      return refuse('userId', "We couldn't find an account with that user name. Check it and try again.")
    }
    const flow = home.resets.start(user)
    begin(home.practice, flow, user)
    return goTo(context, resetPath(flow))
  })
}

function pageOf(practice: Practice, flow: ResetFlow, user: User): Page {
  switch (flow.step) {
    case 'choose':
      return choosePage(practice, flow, user)
    case 'prove':
      return provePage(practice, flow, user)
    case 'password':
      return newPasswordPage(flow)
    case 'done':
      return donePage
    case 'refused':
      return refusedPage(practice, flow)
    case 'blocked':
    case 'cancelled':
    case 'expired':
      return deadEndPage(practice, flow, flow.step)
  }
}

interface StepForm {
  /** Last part of the form's path. */
  tail: string
  /** Where the flow must be for the form to count, so that no gate can be jumped. */
  at: readonly ResetFlow['step'][]
  run: (practice: Practice, flow: ResetFlow, user: User, field: (name: string) => string) => void
}

const stepForms: readonly StepForm[] = [
  {
    tail: 'choose',
    at: ['choose'],
    run(practice, flow, user, field) {
      const kind = openProofs(practice, flow, user).find((proof) => proof === field('kind'))
      if (kind) choose(practice, flow, user, kind)
    },
  },
  {
    tail: 'phone',
    at: ['prove'],
    run(practice, flow, user, field) {
      reachPhone(practice, flow, user, field('phoneNumber'))
    },
  },
  {
    tail: 'mail',
    at: ['prove'],
    run(practice, flow, user) {
      if (flow.kind === 'email') sendMail(practice, flow, user)
    },
  },
  {
    tail: 'notification',
    at: ['prove'],
    run(practice, flow, user) {
      const isOpen = openProofs(practice, flow, user).includes('authenticatorPush')
      if (flow.kind === 'authenticatorPush' && isOpen) sendNotification(practice, flow, user)
    },
  },
  {
    tail: 'code-instead',
    at: ['prove'],
    run(practice, flow, user) {
      const isOpen = openProofs(practice, flow, user).includes('authenticatorCode')
      if (flow.kind === 'authenticatorPush' && isOpen) choose(practice, flow, user, 'authenticatorCode')
    },
  },
  {
    tail: 'code',
    at: ['prove'],
    run(practice, flow, user, field) {
      if (field('resend') !== 'yes') verifyCode(practice, flow, user, field('code'))
      else if (flow.kind === 'email') sendMail(practice, flow, user)
      else if (flow.code !== null) reachPhone(practice, flow, user, flow.typed)
    },
  },
  {
    tail: 'password',
    at: ['password'],
    run(practice, flow, user, field) {
      setNewPassword(practice, flow, user, field('newPassword'), field('confirmPassword'))
    },
  },
  { tail: 'cancel', at: ['choose', 'prove', 'password'], run: cancel },
]

function mountSteps(app: Hono, site: Site): void {
  const { practice, resets } = site
  const withFlow =
    (run: (context: Context, flow: ResetFlow, user: User) => Response | Promise<Response>) =>
    (context: Context): Response | Promise<Response> => {
      const flow = resets.find(context.req.param('flow') ?? '')
      const user = userById(practice.store.state, flow?.userId ?? null)
      if (!flow || !user) return goTo(context, '/reset?ended')
      if (expire(practice, flow, user)) return goTo(context, resetPath(flow))
      followChanges(practice, flow, user)
      settleNotification(practice, flow, user)
      return run(context, flow, user)
    }

  app.get(
    '/reset/flow/:flow',
    withFlow((context, flow, user) => sendPage(site, context, pageOf(practice, flow, user))),
  )
  app.get(
    '/reset/flow/:flow/other',
    withFlow((context, flow) => {
      leaveNotification(practice, flow)
      if (flow.step === 'prove') flow.step = 'choose'
      return goTo(context, resetPath(flow))
    }),
  )
  for (const { tail, at, run } of stepForms) {
    app.post(
      `/reset/flow/:flow/${tail}`,
      withFlow(async (context, flow, user) => {
        const field = await readForm(context)
        if (at.includes(flow.step)) run(practice, flow, user, field)
        return goTo(context, resetPath(flow))
      }),
    )
  }
}
