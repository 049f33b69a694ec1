import type { Context } from 'hono'
import { Hono } from 'hono'

import { readForm } from '../pages/read-form.ts'
import { userByName } from '../rules/directory.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { ChallengeBox } from './challenge.ts'
import { type ResetFlow, ResetFlows, resetPath } from './reset-flow.ts'
import {
  choosePage,
  deadEndPage,
  donePage,
  type FirstPage,
  newPasswordPage,
  provePage,
  refusedPage,
  userIdPage,
} from './reset-pages.ts'
import {
  begin,
  cancel,
  choose,
  expire,
  openGates,
  sendMail,
  sendText,
  setNewPassword,
  verifyCode,
} from './reset-steps.ts'

type Field = (name: string) => string
type StepRun = (flow: ResetFlow, user: User, field: Field) => void

/** "Get back into your account": user ID and characters, one or two proofs, a new password. */
export function createResetApp(site: Site): Hono {
  const app = new Hono()
  const { practice } = site
  const challenges = new ChallengeBox()
  const flows = new ResetFlows()

  const firstPage = (context: Context, userName: string, error: FirstPage['error']): Response =>
    sendPage(
      site,
      context,
      userIdPage({ challenge: challenges.issue(practice.clock()), userName, error }),
      error === null ? 200 : 400,
    )

  app.get('/reset', (context) => firstPage(context, context.req.query('userId') ?? '', null))

  app.post('/reset', async (context) => {
    const field = await readForm(context)
    const userName = field('userId').trim()
    const refuse = (at: string, text: string): Response => firstPage(context, userName, { field: at, text })
    const isRight = challenges.isRight(field('challenge'), field('characters'))
    if (userName === '') return refuse('userId', 'Enter your user name.')
    if (!isRight) return refuse('characters', "The characters you entered didn't match. Try again with the new ones.")
    const user = userByName(practice.store.state, userName)
    if (!user?.accountEnabled) {
      return refuse('userId', "We couldn't find an account with that user name. Check it and try again.")
    }
    const flow = flows.start(user, practice.clock())
    begin(practice, flow, user)
    return goTo(context, resetPath(flow))
  })

  const withFlow =
    (run: (context: Context, flow: ResetFlow, user: User) => Response | Promise<Response>) =>
    (context: Context): Response | Promise<Response> => {
      const flow = flows.find(context.req.param('flow') ?? '')
      const user = practice.store.state.users.find(({ id, deletedAt }) => id === flow?.userId && deletedAt === null)
      if (!flow || !user) return goTo(context, '/reset')
      if (expire(practice, flow, user)) return goTo(context, resetPath(flow))
      return run(context, flow, user)
    }

  app.get(
    '/reset/flow/:flow',
    withFlow((context, flow, user) => {
      switch (flow.step) {
        case 'choose':
          return sendPage(site, context, choosePage(practice, flow, user))
        case 'prove':
          return sendPage(site, context, provePage(practice, flow, user))
        case 'password':
          return sendPage(site, context, newPasswordPage(flow))
        case 'done':
          return sendPage(site, context, donePage)
        case 'refused':
          return sendPage(site, context, refusedPage(practice, flow))
        case 'blocked':
        case 'cancelled':
        case 'expired':
          return sendPage(site, context, deadEndPage(practice, flow, flow.step))
      }
    }),
  )

  /** A form of one step: refused when the flow is at another one, so that no gate can be jumped. */
  const post = (tail: string, steps: readonly ResetFlow['step'][], run: StepRun): void => {
    app.post(
      `/reset/flow/:flow/${tail}`,
      withFlow(async (context, flow, user) => {
        const field = await readForm(context)
        if (steps.includes(flow.step)) run(flow, user, field)
        return goTo(context, resetPath(flow))
      }),
    )
  }

  post('choose', ['choose'], (flow, user, field) => {
    const kind = openGates(practice, flow, user).find((gate) => gate === field('kind'))
    if (kind) choose(practice, flow, user, kind)
  })
  post('text', ['prove'], (flow, user, field) => {
    if (flow.kind === 'phoneText') sendText(practice, flow, user, field('phoneNumber'))
  })
  post('mail', ['prove'], (flow, user) => {
    if (flow.kind === 'email') sendMail(practice, flow, user)
  })
  post('code', ['prove'], (flow, user, field) => {
    if (field('resend') !== 'yes') verifyCode(practice, flow, user, field('code'))
    else if (flow.kind === 'email') sendMail(practice, flow, user)
    else if (flow.kind === 'phoneText') sendText(practice, flow, user, flow.typed)
  })
  post('password', ['password'], (flow, user, field) => {
    setNewPassword(practice, flow, user, field('newPassword'), field('confirmPassword'))
  })
  post('cancel', ['choose', 'prove', 'password'], (flow, user) => {
    cancel(practice, flow, user)
  })

  app.get(
    '/reset/flow/:flow/other',
    withFlow((context, flow) => {
      if (flow.step === 'prove') flow.step = 'choose'
      return goTo(context, resetPath(flow))
    }),
  )
  return app
}
