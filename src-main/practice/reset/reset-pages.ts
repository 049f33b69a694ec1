import type { Practice } from '../context.ts'
import { mask } from '../outbox/send.ts'
import { choices, form, notice, type OtherButton, textField } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import { inboxLink } from '../pages/inbox-link.ts'
import type { Page } from '../pages/layout.ts'
import { waitingPage } from '../pages/number-match.ts'
import { isPhoneProof, type PhoneProof, phoneProofs, type Proof } from '../rules/methods.ts'
import type { User } from '../state/model.ts'
import { registeredEmail, registeredPhone } from './contacts.ts'
import { openProofs } from './gate.ts'
import { callBody, notificationBody } from './notification-page.ts'
import { type ResetFlow, resetPath } from './reset-flow.ts'

export const room = 'Password reset'
export const heading = 'Get back into your account'

const proofTexts: Record<Proof, string> = {
  authenticatorPush: 'Approve a notification on my authenticator app',
  authenticatorCode: 'Enter a code from my authenticator app',
  mobileText: 'Text my mobile phone',
  mobileCall: 'Call my mobile phone',
  alternateText: 'Text my alternate mobile phone',
  alternateCall: 'Call my alternate mobile phone',
  officeCall: 'Call my office phone',
  email: 'Email my alternate email',
}

export const errorAt = (flow: ResetFlow, field: string): string | undefined =>
  flow.error?.field === field ? flow.error.text : undefined

export interface FirstPage {
  challenge: { id: string; text: string }
  userName: string
  error: { field: string; text: string } | null
  /** The reset somebody was at is not there any more. */
  isEnded: boolean
}

export function userIdPage({ challenge, userName, error, isEnded }: FirstPage): Page {
  const at = (field: string): string | undefined => (error?.field === field ? error.text : undefined)
  return {
    title: heading,
    room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      ${isEnded ? notice('info', 'Your session has ended. Start again.') : nothing}
      <p>
        <strong>Who are you?</strong> To recover your account, begin by entering your user name and the characters shown
        below.
      </p>
      ${form({
        id: 'user-id',
        action: '/reset',
        submit: 'Next',
        fields: [
          textField({
            label: 'Email or Username',
            name: 'userId',
            value: userName,
            error: at('userId'),
            autocomplete: 'username',
            inputmode: 'email',
            focus: userName === '',
          }),
          html`<input type="hidden" name="challenge" value="${challenge.id}" />
            <p class="challenge code" id="challenge">${challenge.text}</p>`,
          textField({
            label: 'Enter the characters shown above',
            name: 'characters',
            error: at('characters'),
            hint: "Microsoft's page has a picture or audio puzzle here. This is only a stand-in for it.",
            focus: userName !== '',
          }),
        ],
      })}
      <p></p>
      <p><a href="/">Cancel</a></p>`,
  }
}

export const cancelButton = (flow: ResetFlow): OtherButton => ({
  label: 'Cancel',
  action: resetPath(flow, '/cancel'),
})

/** "verification step 1 › choose a new password", with where the person is. */
export function steps(flow: ResetFlow): Html {
  const at = flow.passed.length + 1
  const names = flow.required === 1 ? ['verification step 1'] : ['verification step 1', 'verification step 2']
  const parts = [...names, 'choose a new password']
  const current = flow.step === 'password' ? parts.length : at
  return html`<p class="steps">
    ${parts.map((name, index) => [index === 0 ? '' : ' › ', index + 1 === current ? html`<strong>${name}</strong>` : name])}
  </p>`
}

export function choosePage(practice: Practice, flow: ResetFlow, user: User): Page {
  const proofs = openProofs(practice, flow, user)
  return {
    title: heading,
    room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      ${steps(flow)}
      ${form({
        id: 'choose-contact-method',
        action: resetPath(flow, '/choose'),
        submit: 'Next',
        fields: choices(
          'Please choose the contact method we should use for verification:',
          'kind',
          proofs.map((proof) => ({ value: proof, label: proofTexts[proof] })),
          proofs[0] ?? '',
        ),
        others: [cancelButton(flow)],
      })}`,
  }
}

const codeForm = (flow: ResetFlow, resend: boolean): Html =>
  form({
    id: 'verify-code',
    action: resetPath(flow, '/code'),
    submit: 'Next',
    fields: textField({
      label: 'Enter your verification code',
      name: 'code',
      error: errorAt(flow, 'code'),
      autocomplete: 'one-time-code',
      inputmode: 'numeric',
      focus: true,
    }),
    others: [...(resend ? [{ label: 'Send a new code', name: 'resend', value: 'yes' }] : []), cancelButton(flow)],
  })

const sentBody = (flow: ResetFlow, user: User, to: string): Html =>
  html`<p>We have sent a verification code to <strong>${mask(to)}</strong>. It is good for five minutes.</p>
    <p>${inboxLink(user)}</p>
    ${codeForm(flow, true)}`

function emailBody(practice: Practice, flow: ResetFlow, user: User): Html {
  const to = registeredEmail(practice, user)
  if (flow.code !== null) return sentBody(flow, user, to)
  return html`<p>
      You will receive an email containing a verification code at your alternate email address (${mask(to)}).
    </p>
    ${form({ id: 'send-mail', action: resetPath(flow, '/mail'), submit: 'Email', others: [cancelButton(flow)] })}`
}

/** What follows when the number is right. */
const phoneTexts = {
  text: 'You will then receive a text message with a verification code which can be used to reset your password.',
  call: 'You will then receive a call. Please answer it to continue.',
} as const

function phoneBody(practice: Practice, flow: ResetFlow, user: User, proof: PhoneProof): Html {
  const { phoneType, by } = phoneProofs[proof]
  const to = registeredPhone(practice, user, proof)
  if (flow.askedId !== null) return callBody(practice, flow, user, proof, cancelButton(flow))
  if (flow.code !== null) return sentBody(flow, user, to)
  const submit = by === 'text' ? 'Text' : 'Call'
  const failed = errorAt(flow, 'notification')
  if (phoneType === 'office') {
    return html`${failed === undefined ? nothing : notice('error', failed)}
      <p>We will call your office phone (${mask(to)}). Please answer the call to continue.</p>
      ${form({ id: 'office-phone', action: resetPath(flow, '/phone'), submit, others: [cancelButton(flow)] })}`
  }
  return html`${failed === undefined ? nothing : notice('error', failed)}
    <p>
      In order to protect your account, we need you to enter your complete
      ${phoneType === 'mobile' ? 'mobile' : 'alternate mobile'} phone number (${mask(to)}) below. ${phoneTexts[by]}
    </p>
    ${form({
      id: 'phone-number',
      action: resetPath(flow, '/phone'),
      submit,
      fields: textField({
        label: 'Enter your phone number',
        name: 'phoneNumber',
        type: 'tel',
        value: flow.typed,
        error: errorAt(flow, 'phoneNumber'),
        autocomplete: 'tel',
        focus: true,
      }),
      others: [cancelButton(flow)],
    })}`
}

function proveBody(practice: Practice, flow: ResetFlow, user: User): Html {
  const { kind } = flow
  if (isPhoneProof(kind)) return phoneBody(practice, flow, user, kind)
  if (kind === 'email') return emailBody(practice, flow, user)
  if (kind === 'authenticatorPush') return notificationBody(practice, flow, user, cancelButton(flow))
  return html`<p>Enter the code displayed in your authenticator app.</p>
    <p>${inboxLink(user)}</p>
    ${codeForm(flow, false)}`
}

export function provePage(practice: Practice, flow: ResetFlow, user: User): Page {
  return {
    ...(flow.askedId === null ? {} : waitingPage),
    title: heading,
    room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      ${steps(flow)} ${flow.kind === null ? nothing : html`<p><strong>${proofTexts[flow.kind]}</strong></p>`}
      ${proveBody(practice, flow, user)}
      <p></p>
      <p><a href="${resetPath(flow, '/other')}">Use another contact method</a></p>`,
  }
}
