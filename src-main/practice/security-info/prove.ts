import type { Context, Hono } from 'hono'

import type { Practice } from '../context.ts'
import { askedState, withdrawAsked } from '../outbox/asked.ts'
import { ring } from '../outbox/calls.ts'
import { newCode } from '../outbox/codes.ts'
import { sendPrompt } from '../outbox/prompts.ts'
import { send } from '../outbox/send.ts'
import { mayTry } from '../outbox/tries.ts'
import { readForm } from '../pages/read-form.ts'
import { isPhoneProof, phoneProofs } from '../rules/methods.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { minuteMs } from '../time.ts'
import type { Asking, PageSession, PageSessions } from './page-session.ts'
import { tooManyTries } from './pending.ts'
import { chooseFactorPage, provePage, provePath } from './prove-pages.ts'
import { codeFactors, type Factor, factorsOf, numberOf } from './second-factor.ts'
import { takeCode } from './totp.ts'

const codeLifetimeMs = 5 * minuteMs
const wrongCode = 'That code is not right, or it is too old. Try again.'

/** Whoever has a method that can prove them must use it before the page opens, once per visit (graph-facts 12.3). */
export const mustProve = (practice: Practice, user: User, session: PageSession): boolean =>
  !session.isProven && factorsOf(practice.store.state, user, practice.clock()).length > 0

/** Starts one way of proving: a prompt, a call, a text, or nothing but the question for a code. */
function ask(practice: Practice, user: User, way: Factor): Asking {
  const asking: Asking = { way, askedId: null, code: null, error: null }
  if (way === 'authenticatorPush') asking.askedId = sendPrompt(practice, user, null).id
  if (!isPhoneProof(way)) return asking
  const to = numberOf(user, way)
  const { phoneType, by } = phoneProofs[way]
  if (!mayTry(practice, 'phone', to)) asking.error = { field: 'way', text: tooManyTries }
  else if (by === 'call') asking.askedId = ring(practice, user, { to, phoneType }, null).id
  else {
    const text = newCode(practice)
    asking.code = { text, expiresAt: practice.clock() + codeLifetimeMs }
    const name = practice.store.state.tenant.displayName
    send(practice, user, {
      kind: 'text',
      to,
      subject: 'Microsoft (rehearsal)',
      text: `Use verification code ${text} for ${name} authentication.`,
      code: text,
    })
  }
  return asking
}

function isRight(practice: Practice, user: User, { way, code }: Asking, typed: string): boolean {
  if (way === 'authenticatorCode') {
    return takeCode(practice, user, codeFactors(practice.store.state, user), typed)
  }
  return code !== null && code.expiresAt > practice.clock() && code.text === typed.trim()
}

/** "Verify your identity", in front of the security-info page. */
export function mountProve(app: Hono, site: Site, pages: PageSessions): void {
  const { practice, sessions } = site

  /** Runs with a visit that is not proven yet; everybody else is sent where they belong. */
  const withVisit =
    (run: (context: Context, user: User, session: PageSession) => Response | Promise<Response>) =>
    (context: Context): Response | Promise<Response> => {
      const user = sessions.userOf(context, practice)
      const session = user && pages.of(context, user)
      if (!user || session === null || session === 'ended') return goTo(context, '/security-info')
      return mustProve(practice, user, session) ? run(context, user, session) : goTo(context, '/security-info')
    }

  app.get(
    provePath,
    withVisit((context, user, session) => {
      const { asking } = session
      if (asking === null) return sendPage(site, context, chooseFactorPage(practice, user))
      if (asking.askedId !== null && askedState(practice, asking.askedId) === 'approved') {
        pages.prove(context, user)
        return goTo(context, '/security-info')
      }
      return sendPage(site, context, provePage(practice, user, asking))
    }),
  )

  app.post(
    provePath,
    withVisit(async (context, user, session) => {
      const field = await readForm(context)
      const way = factorsOf(practice.store.state, user, practice.clock()).find((factor) => factor === field('way'))
      withdrawAsked(practice, session.asking?.askedId ?? null)
      session.asking = way === undefined ? null : ask(practice, user, way)
      return goTo(context, provePath)
    }),
  )

  app.post(
    `${provePath}/code`,
    withVisit(async (context, user, session) => {
      const field = await readForm(context)
      const { asking } = session
      if (asking === null) return goTo(context, provePath)
      if (!isRight(practice, user, asking, field('code'))) {
        asking.error = { field: 'code', text: wrongCode }
        return goTo(context, provePath)
      }
      pages.prove(context, user)
      return goTo(context, '/security-info')
    }),
  )

  app.post(
    `${provePath}/other`,
    withVisit((context, _user, session) => {
      withdrawAsked(practice, session.asking?.askedId ?? null)
      session.asking = null
      return goTo(context, provePath)
    }),
  )
}
