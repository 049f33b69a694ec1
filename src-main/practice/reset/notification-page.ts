import type { Practice } from '../context.ts'
import { askedNumber } from '../outbox/asked.ts'
import { mask } from '../outbox/send.ts'
import { form, notice, type OtherButton } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import { cannotUseApp, cannotUseAppHint, numberToMatch, promptFailures, ringing } from '../pages/number-match.ts'
import type { PhoneProof } from '../rules/methods.ts'
import type { User } from '../state/model.ts'
import { registeredPhone } from './contacts.ts'
import { openProofs } from './gate.ts'
import { type ResetFlow, resetPath } from './reset-flow.ts'

/** The number while the app is waited for, else what went wrong and "Resend". */
export function notificationBody(practice: Practice, flow: ResetFlow, user: User, cancel: OtherButton): Html {
  const number = askedNumber(practice, flow.askedId)
  const byCode = openProofs(practice, flow, user).includes('authenticatorCode')
  return html`${
    number !== null
      ? numberToMatch(user, number)
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
          others: number !== null ? [cancel] : [],
        })
      : nothing
  }`
}

/** While the phone rings. */
export const callBody = (
  practice: Practice,
  flow: ResetFlow,
  user: User,
  proof: PhoneProof,
  cancel: OtherButton,
): Html =>
  html`${ringing(user, mask(registeredPhone(practice, user, proof)))}
  ${form({ id: 'leave-call', action: cancel.action ?? '', submit: cancel.label, kind: 'plain' })}`
