import type { Practice } from '../context.ts'
import { mask } from '../outbox/send.ts'
import { choices, form, notice, type OtherButton, textField } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import { waitingPage } from '../pages/number-match.ts'
import type { Proof } from '../rules/methods.ts'
import type { RefusalCode } from '../rules/scope.ts'
import type { User } from '../state/model.ts'
import { type ResetFlow, resetPath } from './reset-flow.ts'
import { openProofs } from './gate.ts'
import { notificationBody } from './notification-page.ts'
import { registeredEmail, registeredPhone } from './reset-steps.ts'

const room = 'Password reset'
const heading = 'Get back into your account'

const proofTexts: Record<Proof, string> = {
  authenticatorPush: 'Send a notification to my authenticator app',
  phoneText: 'Text my mobile phone',
  authenticatorCode: 'Enter a code from my authenticator app',
  email: 'Email my alternate email',
}

const errorAt = (flow: ResetFlow, field: string): string | undefined =>
  flow.error?.field === field ? flow.error.text : undefined

export interface FirstPage {
  challenge: { id: string; text: string }
  userName: string
  error: { field: string; text: string } | null
}

export function userIdPage({ challenge, userName, error }: FirstPage): Page {
  const at = (field: string): string | undefined => (error?.field === field ? error.text : undefined)
  return {
    title: heading,
    room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
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

const cancelButton = (flow: ResetFlow): OtherButton => ({ label: 'Cancel', action: resetPath(flow, '/cancel') })

function steps(flow: ResetFlow): Html {
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

function proveBody(practice: Practice, flow: ResetFlow, user: User): Html {
  const inbox = html`<p><a href="/inbox" target="_blank" rel="noopener">Open Phone &amp; inbox</a></p>`
  if (flow.kind === 'authenticatorPush') return notificationBody(practice, flow, user, cancelButton(flow))
  if (flow.kind === 'authenticatorCode') {
    return html`<p>Enter the code displayed in your authenticator app.</p>
      ${inbox} ${codeForm(flow, false)}`
  }
  if (flow.code !== null) {
    const to = flow.kind === 'email' ? registeredEmail(practice, user) : registeredPhone(practice, user)
    return html`<p>We have sent a verification code to <strong>${mask(to)}</strong>. It is good for five minutes.</p>
      ${inbox} ${codeForm(flow, true)}`
  }
  if (flow.kind === 'email') {
    return html`<p>
        You will receive an email containing a verification code at your alternate email address
        (${mask(registeredEmail(practice, user))}).
      </p>
      ${form({ id: 'send-mail', action: resetPath(flow, '/mail'), submit: 'Email', others: [cancelButton(flow)] })}`
  }
  return html`<p>
      In order to protect your account, we need you to enter your complete mobile phone number
      (${mask(registeredPhone(practice, user))}) below. You will then receive a text message with a verification code
      which can be used to reset your password.
    </p>
    ${form({
      id: 'phone-number',
      action: resetPath(flow, '/text'),
      submit: 'Text',
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

export function provePage(practice: Practice, flow: ResetFlow, user: User): Page {
  return {
    ...(flow.promptId === null ? {} : waitingPage),
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

export function newPasswordPage(flow: ResetFlow): Page {
  return {
    title: heading,
    room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      ${steps(flow)}
      ${form({
        id: 'new-password',
        action: resetPath(flow, '/password'),
        submit: 'Finish',
        fields: [
          textField({
            label: 'Enter new password',
            name: 'newPassword',
            type: 'password',
            error: errorAt(flow, 'newPassword'),
            hint: '8 to 256 characters; three of: small letters, capitals, digits, symbols. Not your name, and no well-known word.',
            autocomplete: 'new-password',
            focus: true,
          }),
          textField({
            label: 'Confirm new password',
            name: 'confirmPassword',
            type: 'password',
            error: errorAt(flow, 'confirmPassword'),
            autocomplete: 'new-password',
          }),
        ],
        others: [cancelButton(flow)],
      })}`,
  }
}

export const donePage: Page = {
  title: 'Your password has been reset',
  room,
  shape: 'card',
  body: html`<h1>${heading}</h1>
    ${notice('good', 'Your password has been reset')}
    <p>To sign in with your new password, <a href="/signin">click here</a>.</p>`,
}

const refusalTexts: Record<RefusalCode, string> = {
  SSPR_0009:
    "You can't reset your own password because password reset isn't turned on for your account. Your administrator must turn it on, or reset your password for you.",
  SSPR_0012:
    "You can't reset your own password because a required licence is missing from your account. Ask your administrator to assign one.",
  SSPR_0013:
    "You can't reset your own password because password reset isn't turned on for your account: you are not in the group that may use it. Ask your administrator to reset your password for you.",
  SSPR_0014:
    "You can't reset your own password because you haven't registered enough ways to prove who you are. Ask your administrator to reset your password for you.",
}

const deadEnds = {
  blocked:
    "You've tried to verify your account too many times. For your protection, you must wait 24 hours before trying again, or ask your administrator to reset your password.",
  cancelled: 'You cancelled the password reset. Nothing was changed.',
  expired: 'Your session has ended because more than 15 minutes have passed. Nothing was changed. Start again.',
} as const

function helpdesk(practice: Practice): Html {
  const { customizeHelpdeskLink, customHelpdeskEmailOrUrl } = practice.store.state.sspr
  if (!customizeHelpdeskLink) return html`<p>If you're unsure what to do next, contact your administrator.</p>`
  const href = customHelpdeskEmailOrUrl.includes('://')
    ? customHelpdeskEmailOrUrl
    : `mailto:${customHelpdeskEmailOrUrl}`
  return html`<p>
    If you need help, contact your help desk: <a id="helpdesk" href="${href}">${customHelpdeskEmailOrUrl}</a>
  </p>`
}

const supportCode = (flow: ResetFlow): Html =>
  html`<dl>
    ${
      flow.refusal === null
        ? nothing
        : html`<dt>Error code</dt>
            <dd><code id="error-code">${flow.refusal}</code></dd>`
    }
    <dt>Support code</dt>
    <dd><code id="support-code">${flow.correlationId}</code></dd>
  </dl>`

export const refusedPage = (practice: Practice, flow: ResetFlow): Page => ({
  title: "You can't reset your own password",
  room,
  shape: 'card',
  body: html`<h1>${heading}</h1>
    ${notice('error', flow.refusal === null ? '' : refusalTexts[flow.refusal])} ${helpdesk(practice)}
    ${supportCode(flow)}
    <p><a href="/reset">Start again</a></p>`,
})

export const deadEndPage = (practice: Practice, flow: ResetFlow, end: keyof typeof deadEnds): Page => ({
  title: heading,
  room,
  shape: 'card',
  body: html`<h1>${heading}</h1>
    ${notice(end === 'cancelled' ? 'info' : 'error', deadEnds[end])}
    ${end === 'blocked' ? [helpdesk(practice), supportCode(flow)] : nothing}
    <p><a href="/reset">Start again</a></p>`,
})
