import { toString as qrCode } from 'qrcode'

import type { Practice } from '../context.ts'
import { askedNumber, askedState } from '../outbox/asked.ts'
import { form, notice, type OtherButton } from '../pages/form.ts'
import { type Html, html, nothing, trusted } from '../pages/html.ts'
import { inboxLink } from '../pages/inbox-link.ts'
import type { Page } from '../pages/layout.ts'
import { cannotUseApp, cannotUseAppHint, numberToMatch, promptFailures, waitingPage } from '../pages/number-match.ts'
import type { Pending } from './pending.ts'
import { totpOf } from './totp.ts'
import { backButton, cancelButton, codeField, differentMethod, stepPath, type WizardPlace } from './wizard-pages.ts'

/** A key in groups of four, as people copy it; apps ignore the blanks. */
const grouped = (secret: string): string => secret.replace(/(.{4})/g, '$1 ').trim()

const phoneHint = ({ user }: WizardPlace): Html =>
  html`<p class="quiet">No phone at hand? ${inboxLink(user, 'Phone & inbox')} stands in for one.</p>`

const codeForm = (place: WizardPlace, pending: Pending, others: OtherButton[] = []): Html =>
  form({
    id: 'verify-code',
    action: stepPath(place, pending, '/code'),
    submit: 'Next',
    fields: codeField(pending, 'Enter code'),
    others: [...others, cancelButton(place, pending)],
  })

/** QR code and key. Microsoft Authenticator is tried out on the next page, another app right here. */
export async function scanPage(practice: Practice, place: WizardPlace, pending: Pending): Promise<Page> {
  const { tenant } = practice.store.state
  const uri = totpOf(pending.secret, place.user.userPrincipalName, `${tenant.displayName} (rehearsal)`).toString()
  const picture = await qrCode(uri, { type: 'svg', margin: 1 })
  const isOther = pending.choice === 'otherAuthenticator'
  return {
    title: 'Authenticator app',
    room: place.room,
    shape: 'card',
    body: html`<h1>Scan the QR code</h1>
      <p>
        Use an authenticator app to scan the QR code. This connects the app with your practice account. Then
        ${isOther ? 'enter the six digits it shows.' : 'choose Next.'}
      </p>
      <div class="qr" role="img" aria-label="QR code; the same key stands below as text">${trusted(picture)}</div>
      <p></p>
      <details open>
        <summary>Can't scan image?</summary>
        <dl>
          <dt>Account name</dt>
          <dd><code>${tenant.displayName} (rehearsal):${place.user.userPrincipalName}</code></dd>
          <dt>Secret key</dt>
          <dd><code id="secret-key" class="secret">${grouped(pending.secret)}</code></dd>
        </dl>
      </details>
      ${phoneHint(place)}
      ${
        isOther
          ? codeForm(place, pending)
          : form({
              id: 'scan-done',
              action: stepPath(place, pending, '/scanned'),
              submit: 'Next',
              others: [cancelButton(place, pending)],
            })
      }
      ${differentMethod(place)}`,
  }
}

/** "Let's try it out": the number to enter in the app; then that it was approved, or why not. */
export function tryItOutPage(practice: Practice, place: WizardPlace, pending: Pending, byCode: boolean): Page {
  const state = askedState(practice, pending.askedId)
  const number = askedNumber(practice, pending.askedId) ?? ''
  const others = [backButton(place, pending), cancelButton(place, pending)]
  const approved = form({
    id: 'notification-approved',
    action: stepPath(place, pending, '/approved'),
    submit: 'Next',
    others: [cancelButton(place, pending)],
  })
  const resend = form({
    id: 'resend-notification',
    action: stepPath(place, pending, '/notification'),
    submit: 'Resend',
    others,
  })
  const codeInstead = form({
    id: 'cannot-use-app',
    action: stepPath(place, pending, '/code-instead'),
    submit: cannotUseApp,
    kind: 'plain',
    fields: html`<p class="hint">${cannotUseAppHint}</p>`,
    others: state === 'waiting' ? others : [],
  })
  const withoutCode = form({
    id: 'leave-notification',
    action: stepPath(place, pending, '/back'),
    submit: 'Back',
    kind: 'plain',
    others: [cancelButton(place, pending)],
  })
  return {
    title: "Let's try it out",
    room: place.room,
    shape: 'card',
    ...(state === 'waiting' ? waitingPage : {}),
    body: html`<h1>Let's try it out</h1>
      ${
        state === 'waiting'
          ? numberToMatch(place.user, number)
          : state === 'approved'
            ? [notice('good', 'Notification approved'), approved]
            : [notice('error', promptFailures[state]), resend, html`<p></p>`]
      }
      ${state === 'approved' ? nothing : byCode ? codeInstead : state === 'waiting' ? withoutCode : nothing}
      ${differentMethod(place)}`,
  }
}

/** The code of Microsoft Authenticator, for who cannot answer the notification. */
export const codeInsteadPage = (place: WizardPlace, pending: Pending, byPrompt: boolean): Page => ({
  title: 'Enter code',
  room: place.room,
  shape: 'card',
  body: html`<h1>Enter code</h1>
    <p>Enter the 6-digit code shown in the Authenticator app.</p>
    ${phoneHint(place)}
    ${codeForm(place, pending, [
      ...(byPrompt
        ? [{ label: 'Send a notification instead', action: stepPath(place, pending, '/notification') }]
        : []),
      backButton(place, pending),
    ])}
    ${differentMethod(place)}`,
})
