import { choices, form, notice, type OtherButton, textField } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import { inboxLink } from '../pages/inbox-link.ts'
import type { Page } from '../pages/layout.ts'
import type { User } from '../state/model.ts'
import { countries } from './contact.ts'
import type { RegistrationChoice } from './offers.ts'
import type { Pending } from './pending.ts'

/** Where the wizard runs: inside the security-info page, or inside a sign-in that was interrupted. */
export interface WizardPlace {
  /** Path before `/start` and `/step/{id}`. */
  base: string
  room: string
  /** Null where the person may not leave. */
  cancelPath: string | null
  /** "I want to set up a different method", in an interrupted sign-in. */
  differentPath: string | null
  user: User
}

export const choiceTexts: Record<RegistrationChoice, { label: string; hint: string }> = {
  authenticator: {
    label: 'Authenticator app',
    hint: 'Notifications and codes. Phone & inbox stands in for the phone; any app on a real one shows the codes too.',
  },
  otherAuthenticator: { label: 'I want to use a different authenticator app', hint: 'Codes from another app.' },
  phone: { label: 'Phone', hint: 'A code in a text message, or a call.' },
  alternatePhone: { label: 'Alternate phone', hint: 'Another phone, for when the first one is not at hand.' },
  officePhone: { label: 'Office phone', hint: 'A call to the number your organization has for you.' },
  email: { label: 'Email', hint: 'A code by mail. Only for password reset.' },
}

/** "Add a method", or the first page of "Keep your account secure". */
export function choosePage(
  place: WizardPlace,
  offered: readonly RegistrationChoice[],
  heading: string,
  { intro = nothing, full = [], error }: { intro?: Html; full?: readonly string[]; error?: string | undefined } = {},
): Page {
  const list = offered.map((choice) => ({ value: choice, ...choiceTexts[choice] }))
  return {
    title: heading,
    room: place.room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      ${intro} ${error === undefined ? nothing : notice('error', error)}
      ${
        list.length === 0
          ? html`<p>
              There is no method you could add here.${full.length === 0 ? ' Ask your administrator.' : nothing}
            </p>`
          : form({
              id: 'choose-method',
              action: `${place.base}/start`,
              submit: 'Next',
              fields: choices('Which method would you like to add?', 'choice', list, list[0]?.value ?? ''),
            })
      }
      ${full.length === 0 ? nothing : html`<div class="hint">${full.map((text) => html`<p>${text}</p>`)}</div>`}
      <p></p>
      ${place.cancelPath === null ? nothing : html`<p><a href="${place.cancelPath}">Cancel</a></p>`}`,
  }
}

/** In an interrupted sign-in every page of a method leads to the others. */
export const differentMethod = (place: WizardPlace): Html =>
  place.differentPath === null
    ? nothing
    : html`<p></p>
        <p><a href="${place.differentPath}">I want to set up a different method</a></p>`

export const stepPath = (place: WizardPlace, pending: Pending, tail = ''): string =>
  `${place.base}/step/${pending.id}${tail}`

export const cancelButton = (place: WizardPlace, pending: Pending): OtherButton => ({
  label: 'Cancel',
  action: stepPath(place, pending, '/cancel'),
})

/** To the page before: what was typed is kept, what was sent is void. */
export const backButton = (place: WizardPlace, pending: Pending): OtherButton => ({
  label: 'Back',
  action: stepPath(place, pending, '/back'),
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

const whyPhone: Record<'text' | 'call' | 'both', string> = {
  text: 'You can prove who you are by receiving a code on your phone.',
  call: 'You can prove who you are by answering a call on your phone.',
  both: 'You can prove who you are by receiving a code on your phone or by answering a call.',
}

const wayTexts = { text: 'Text me a code', call: 'Call me' } as const

const countryList = (chosen: string): Html =>
  html`<div class="field">
    <label for="f-country">Country or region</label>
    <select id="f-country" name="country">
      ${countries.map(({ code, name }) => html`<option value="${code}" ${code === chosen ? html` selected` : nothing}>${name}</option>`)}
    </select>
  </div>`

/** `ways`: how the phone may be verified; the office phone's number is not for the person to choose. */
export function phonePage(place: WizardPlace, pending: Pending, ways: readonly ('text' | 'call')[]): Page {
  const heading = choiceTexts[pending.choice].label
  const chosen = ways.find((way) => way === pending.typed['how']) ?? ways[0] ?? 'text'
  const isOffice = pending.choice === 'officePhone'
  const number = isOffice
    ? html`<p>
        We will call your office phone: <strong>${pending.to}</strong>. Only an administrator can change this number.
      </p>`
    : [
        countryList(pending.typed['country'] ?? '1'),
        textField({
          label: 'Phone number',
          name: 'phoneNumber',
          type: 'tel',
          value: pending.typed['phoneNumber'] ?? '',
          error: errorAt(pending, 'phoneNumber'),
          hint: 'Any made-up number works here: texts and calls arrive in Phone & inbox.',
          autocomplete: 'tel-national',
          focus: true,
        }),
      ]
  return {
    title: heading,
    room: place.room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      <p>
        ${whyPhone[ways.length > 1 ? 'both' : chosen]}
        ${isOffice ? nothing : 'What phone number would you like to use?'}
      </p>
      ${isOffice && pending.error ? notice('error', pending.error.text) : nothing}
      ${form({
        id: 'phone-number',
        action: stepPath(place, pending, '/contact'),
        submit: 'Next',
        fields: [
          html`${number}`,
          choices(
            'How',
            'how',
            ways.map((way) => ({ value: way, label: wayTexts[way] })),
            chosen,
          ),
        ],
        others: [cancelButton(place, pending)],
      })}
      ${differentMethod(place)}`,
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
      })}
      ${differentMethod(place)}`,
  }
}

export function sentCodePage(place: WizardPlace, pending: Pending): Page {
  const heading = choiceTexts[pending.choice].label
  return {
    title: heading,
    room: place.room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      <p>We just sent a 6 digit code to <strong>${pending.to}</strong>. Enter the code below.</p>
      <p>${inboxLink(place.user)}</p>
      ${form({
        id: 'verify-code',
        action: stepPath(place, pending, '/code'),
        submit: 'Next',
        fields: codeField(pending, 'Enter code'),
        others: [
          { label: 'Resend code', name: 'resend', value: 'yes' },
          backButton(place, pending),
          cancelButton(place, pending),
        ],
      })}
      ${differentMethod(place)}`,
  }
}
