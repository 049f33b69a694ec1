import { form, textField } from '../pages/form.ts'
import { html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import type { Application } from '../state/tenant-record.ts'
import { troubleshooting } from './problem-pages.ts'
import type { Trace } from './oauth-error.ts'
import { flowPath, type SignInFlow } from './sign-in-flow.ts'

const room = 'Sign in'

/** Where the person types the code a device or an application shows. */
export function enterCodePage(typed: string, error: { text: string; code: number; trace: Trace } | null): Page {
  return {
    title: 'Enter code to allow access',
    room,
    shape: 'card',
    body: html`<h1>Enter code to allow access</h1>
      <p>
        Once you enter the code displayed on your app or device, it will have access to your account. Do not enter codes
        from sources you don't trust.
      </p>
      ${form({
        id: 'device-code',
        action: '/devicelogin',
        submit: 'Next',
        fields: textField({
          label: 'Code',
          name: 'code',
          value: typed,
          error: error?.text,
          autocomplete: 'one-time-code',
          focus: true,
        }),
      })}
      ${error === null ? nothing : troubleshooting(error.code, error.trace)}`,
  }
}

export const confirmDevicePage = (flow: SignInFlow, app: Application): Page => ({
  title: `Are you trying to sign in to ${app.displayName}?`,
  room,
  shape: 'card',
  body: html`<p class="account">${flow.userName}</p>
    <h1>Are you trying to sign in to ${app.displayName}?</h1>
    <p>Only continue if you downloaded the app from a store or website that you trust.</p>
    ${form({
      id: 'confirm-device',
      action: flowPath(flow, '/device'),
      submit: 'Continue',
      others: [{ label: 'Cancel', name: 'cancel', value: 'yes' }],
    })}`,
})

export const deviceDonePage = (app: Application, answer: 'approved' | 'declined'): Page => ({
  title: answer === 'approved' ? app.displayName : 'You have declined',
  room,
  shape: 'card',
  body:
    answer === 'approved'
      ? html`<h1>${app.displayName}</h1>
          <p>
            You have signed in to the ${app.displayName} application on your device. You may now close this window.
          </p>`
      : html`<h1>You have declined</h1>
          <p>${app.displayName} was not signed in on your device. You may now close this window.</p>`,
})
