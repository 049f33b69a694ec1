import type { Context, Hono } from 'hono'

import type { Practice } from '../context.ts'
import { askedState } from '../outbox/asked.ts'
import type { Page } from '../pages/layout.ts'
import { mayUseAuthenticatorCodes, mayUseAuthenticatorPrompts } from '../rules/methods.ts'
import { codeInsteadPage, scanPage, tryItOutPage } from './authenticator-pages.ts'
import type { Pending, PendingBox } from './pending.ts'
import type { WizardPlace } from './wizard-pages.ts'

type Step = (context: Context, place: WizardPlace, pending: Pending) => Response | Promise<Response>

/** Runs a step with the method being set up, or sends people away who have none. */
export type WithPending = (run: Step) => (context: Context) => Response | Promise<Response>

export interface AppStepOptions {
  pattern: string
  withPending: WithPending
  showStep: (context: Context, place: WizardPlace, pending: Pending) => Response
  finished: (context: Context, place: WizardPlace, pending: Pick<Pending, 'isChange'>) => Response
}

/** The page an authenticator app is at. */
export async function showApp(practice: Practice, place: WizardPlace, pending: Pending): Promise<Page> {
  const { state } = practice.store
  if (pending.stage === 'scan') return scanPage(practice, place, pending)
  return pending.stage === 'code'
    ? codeInsteadPage(place, pending, mayUseAuthenticatorPrompts(state, place.user))
    : tryItOutPage(practice, place, pending, mayUseAuthenticatorCodes(state, place.user))
}

/** Microsoft Authenticator after the QR code: a notification to approve, or a code instead of it. */
export function mountAppSteps(app: Hono, box: PendingBox, options: AppStepOptions): void {
  const { practice } = box
  const { pattern, withPending, showStep, finished } = options
  const isWaiting = (pending: Pending): boolean => askedState(practice, pending.askedId) === 'waiting'

  /** Each form counts only where its page is, so that nothing is jumped. */
  const step = (tail: string, at: readonly Pending['stage'][], run: Step): void => {
    app.post(
      `${pattern}/step/:pending/${tail}`,
      withPending((context, place, pending) =>
        pending.choice === 'authenticator' && at.includes(pending.stage)
          ? run(context, place, pending)
          : showStep(context, place, pending),
      ),
    )
  }

  const notify: Step = (context, place, pending) => {
    const byPrompt = mayUseAuthenticatorPrompts(practice.store.state, place.user)
    if (!byPrompt) box.turnTo(pending, 'code')
    else if (!isWaiting(pending)) box.sendNotification(pending, place.user)
    return showStep(context, place, pending)
  }
  step('scanned', ['scan'], notify)
  step('notification', ['notification', 'code'], notify)

  step('code-instead', ['notification'], (context, place, pending) => {
    if (mayUseAuthenticatorCodes(practice.store.state, place.user)) box.turnTo(pending, 'code')
    return showStep(context, place, pending)
  })

  step('approved', ['notification'], (context, place, pending) => {
    if (askedState(practice, pending.askedId) !== 'approved') return showStep(context, place, pending)
    box.finish(pending, place.user)
    return finished(context, place, pending)
  })
}
