import type { Practice } from '../context.ts'
import { findPrompt } from '../outbox/prompts.ts'
import { form, notice, type OtherButton } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import { cannotUseApp, cannotUseAppHint, numberToMatch, promptFailures } from '../pages/number-match.ts'
import type { User } from '../state/model.ts'
import { openProofs } from './gate.ts'
import { type ResetFlow, resetPath } from './reset-flow.ts'

/** The number while the app is waited for, else what went wrong and "Resend". */
export function notificationBody(practice: Practice, flow: ResetFlow, user: User, cancel: OtherButton): Html {
  const prompt = findPrompt(practice, flow.promptId)
  const byCode = openProofs(practice, flow, user).includes('authenticatorCode')
  return html`${
    prompt
      ? numberToMatch(prompt.number)
      : [
          notice('error', flow.error?.text ?? promptFailures.expired),
          form({
            id: 'resend-notification',
            action: resetPath(flow, '/notification'),
            submit: 'Resend',
            others: [cancel],
          }),
          html`<p></p>`,
        ]
  }
  ${
    byCode
      ? form({
          id: 'cannot-use-app',
          action: resetPath(flow, '/code-instead'),
          submit: cannotUseApp,
          kind: 'plain',
          fields: html`<p class="hint">${cannotUseAppHint}</p>`,
          others: prompt ? [cancel] : [],
        })
      : nothing
  }`
}
