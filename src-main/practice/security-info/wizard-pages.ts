import { choices, form, type OtherButton, textField } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import type { RegistrationChoice } from '../rules/methods.ts'
import type { User } from '../state/model.ts'
import { countries } from './contact.ts'
import type { Pending } from './pending.ts'

/** Where the wizard runs: inside the security-info page, or inside a sign-in that was interrupted. */
export interface WizardPlace {
  /** Path before `/start` and `/step/{id}`. */
  base: string
  room: string
  cancelPath: string
  user: User
}

const choiceTexts: Record<RegistrationChoice, { label: string; hint: string }> = {
  authenticator: {
    label: 'Authenticator app',
    hint: 'Notifications and codes. Phone & inbox stands in for the phone; any app on a real one shows the codes too.',
  },
  otherAuthenticator: { label: 'I want to use a different authenticator app', hint: 'Codes from another app.' },
  phone: { label: 'Phone', hint: 'A code in a text message.' },
  email: { label: 'Email', hint: 'A code by mail. Only for password reset.' },
}

/** "Add a method", or the first page of "Keep your account secure". */
export function choosePage(
  place: WizardPlace,
  offered: readonly RegistrationChoice[],
  heading: string,
  intro: Html,
  error?: string,
): Page {
  const list = offered.map((choice) => ({ value: choice, ...choiceTexts[choice] }))
  return {
    title: heading,
    room: place.room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      ${intro} ${error === undefined ? nothing : html`<p class="error" role="alert">${error}</p>`}
      ${
        list.length === 0
          ? html`<p role="alert">Your organisation lets you add no method here. Ask your administrator.</p>`
          : form({
              id: 'choose-method',
              action: `${place.base}/start`,
              submit: 'Next',
              fields: choices('Which method would you like to add?', 'choice', list, list[0]?.value ?? ''),
            })
      }
      <p></p>
      <p><a href="${place.cancelPath}">Cancel</a></p>`,
  }
}

export const stepPath = (place: WizardPlace, pending: Pending, tail = ''): string =>
  `${place.base}/step/${pending.id}${tail}`

export const cancelButton = (place: WizardPlace, pending: Pending): OtherButton => ({
  label: 'Cancel',
  action: stepPath(place, pending, '/cancel'),
})

const errorAt = (pending: Pending, field: string): string | undefined =>
  pending.error?.field === field ? pending.error.text : undefined

export const codeField = (pending: Pending, label: string): Html =>
  textField({
    label,
    name: 'code',
    error: errorAt(pending, 'code'),
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    focus: true,
  })

export function phonePage(place: WizardPlace, pending: Pending): Page {
  const chosen = pending.typed['country'] ?? '1'
  return {
    title: 'Phone',
    room: place.room,
    shape: 'card',
    body: html`<h1>Phone</h1>
      <p>You can prove who you are by receiving a code on your phone. What phone number would you like to use?</p>
      ${form({
        id: 'phone-number',
        action: stepPath(place, pending, '/contact'),
        submit: 'Next',
        fields: [
          html`<div class="field">
            <label for="f-country">Country or region</label>
            <select id="f-country" name="country">
              ${countries.map(({ code, name }) => html`<option value="${code}" ${code === chosen ? html` selected` : nothing}>${name}</option>`)}
            </select>
          </div>`,
          textField({
            label: 'Phone number',
            name: 'phoneNumber',
            type: 'tel',
            value: pending.typed['phoneNumber'] ?? '',
            error: errorAt(pending, 'phoneNumber'),
            hint: 'Any made-up number works here: the text arrives in Phone & inbox.',
            autocomplete: 'tel-national',
            focus: true,
          }),
          choices('How', 'how', [{ value: 'text', label: 'Text me a code' }], 'text'),
        ],
        others: [cancelButton(place, pending)],
      })}`,
  }
}

export function emailPage(place: WizardPlace, pending: Pending): Page {
  return {
    title: 'Email',
    room: place.room,
    shape: 'card',
    body: html`<h1>Email</h1>
      <p>What email would you like to use? It must not be the mailbox of this account.</p>
      ${form({
        id: 'email-address',
        action: stepPath(place, pending, '/contact'),
        submit: 'Next',
        fields: textField({
          label: 'Email address',
          name: 'emailAddress',
          type: 'email',
          value: pending.typed['emailAddress'] ?? '',
          error: errorAt(pending, 'emailAddress'),
          hint: 'Any made-up address works here: the mail arrives in Phone & inbox.',
          autocomplete: 'email',
          focus: true,
        }),
        others: [cancelButton(place, pending)],
      })}`,
  }
}

export function sentCodePage(place: WizardPlace, pending: Pending): Page {
  const heading = pending.choice === 'phone' ? 'Phone' : 'Email'
  return {
    title: heading,
    room: place.room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      <p>We just sent a 6 digit code to <strong>${pending.to}</strong>. Enter the code below.</p>
      <p><a href="/inbox" target="_blank" rel="noopener">Open Phone &amp; inbox</a></p>
      ${form({
        id: 'verify-code',
        action: stepPath(place, pending, '/code'),
        submit: 'Next',
        fields: codeField(pending, 'Enter code'),
        others: [{ label: 'Resend code', name: 'resend', value: 'yes' }, cancelButton(place, pending)],
      })}`,
  }
}
