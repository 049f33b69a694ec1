import { form, notice, textField } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import type { PracticeState } from '../state/model.ts'
import { flowPath, type SignInFlow } from './sign-in-flow.ts'

const room = 'Sign in'
const errorAt = (flow: SignInFlow, field: string): string | undefined =>
  flow.error?.field === field ? flow.error.text : undefined

/** Only in the rehearsal: the practice administrator's account, with a button that types it. */
function rehearsalHint(state: PracticeState, flow: SignInFlow): Html {
  const administrator = state.users.find(({ id }) => id === state.admin.userId)
  if (!flow.expectsAdmin || !administrator || flow.prefill) return nothing
  return html`<section class="hint-box" aria-label="Rehearsal hint">
    <p><strong>Rehearsal hint.</strong> The practice administrator:</p>
    <dl>
      <dt>User name</dt>
      <dd><code>${administrator.userPrincipalName}</code></dd>
      <dt>Password</dt>
      <dd><code>${state.admin.password}</code></dd>
    </dl>
    ${form({ id: 'fill-in', action: flowPath(flow, '/fill-in'), submit: 'Fill these in for me', kind: 'plain' })}
  </section>`
}

export function pickPage(flow: SignInFlow, signedInAs: string): Page {
  return {
    title: 'Pick an account',
    room,
    shape: 'card',
    body: html`<h1>Pick an account</h1>
      ${form({
        id: 'pick-account',
        action: flowPath(flow, '/pick'),
        submit: signedInAs,
        others: [{ label: 'Use another account', name: 'other', value: 'yes' }],
      })}`,
  }
}

export function userPage(state: PracticeState, flow: SignInFlow): Page {
  return {
    title: 'Sign in',
    room,
    shape: 'card',
    body: html`<h1>Sign in</h1>
      ${form({
        id: 'user-name',
        action: flowPath(flow, '/user'),
        submit: 'Next',
        fields: [
          textField({
            label: 'User name',
            name: 'userName',
            value: flow.userName,
            error: errorAt(flow, 'userName'),
            hint: `Such as somebody@${state.tenant.domain}`,
            autocomplete: 'username',
            inputmode: 'email',
            focus: true,
          }),
          html`<p><a href="/reset">Can't access your account?</a></p>`,
        ],
      })}
      ${rehearsalHint(state, flow)}`,
  }
}

export function passwordPage(state: PracticeState, flow: SignInFlow): Page {
  return {
    title: 'Enter password',
    room,
    shape: 'card',
    body: html`<p class="account">${flow.userName} <a href="${flowPath(flow, '/back')}">Not you?</a></p>
      <h1>Enter password</h1>
      ${form({
        id: 'password',
        action: flowPath(flow, '/password'),
        submit: 'Sign in',
        fields: [
          textField({
            label: 'Password',
            name: 'password',
            type: 'password',
            value: flow.prefill ? state.admin.password : '',
            error: errorAt(flow, 'password'),
            autocomplete: 'current-password',
            focus: true,
          }),
          html`<p><a href="/reset?userId=${encodeURIComponent(flow.userName)}">Forgot my password</a></p>`,
        ],
      })}
      ${rehearsalHint(state, flow)}`,
  }
}

export function changePage(flow: SignInFlow): Page {
  return {
    title: 'Update your password',
    room,
    shape: 'card',
    body: html`<p class="account">${flow.userName}</p>
      <h1>Update your password</h1>
      <p>
        You need to update your password because this is the first time you are signing in, or because your password has
        expired.
      </p>
      ${form({
        id: 'change-password',
        action: flowPath(flow, '/change'),
        submit: 'Sign in',
        fields: [
          textField({
            label: 'Current password',
            name: 'currentPassword',
            type: 'password',
            error: errorAt(flow, 'currentPassword'),
            autocomplete: 'current-password',
            focus: true,
          }),
          textField({
            label: 'New password',
            name: 'newPassword',
            type: 'password',
            error: errorAt(flow, 'newPassword'),
            hint: '8 to 256 characters; three of: small letters, capitals, digits, symbols.',
            autocomplete: 'new-password',
          }),
          textField({
            label: 'Confirm password',
            name: 'confirmPassword',
            type: 'password',
            error: errorAt(flow, 'confirmPassword'),
            autocomplete: 'new-password',
          }),
        ],
      })}`,
  }
}

export function moreInformationPage(state: PracticeState, flow: SignInFlow): Page {
  return {
    title: 'More information required',
    room,
    shape: 'card',
    body: html`<p class="account">${flow.userName}</p>
      <h1>More information required</h1>
      <p>${state.tenant.displayName} needs more information to keep your account secure.</p>
      <p><a href="${flowPath(flow, '/other-account')}">Use a different account</a></p>
      ${form({
        id: 'more-information',
        action: flowPath(flow, '/more'),
        submit: 'Next',
        others: [{ label: 'Ask later', name: 'later', value: 'yes' }],
      })}`,
  }
}

export function registeredPage(flow: SignInFlow, registered: readonly string[]): Page {
  return {
    title: 'Success!',
    room: 'Keep your account secure',
    shape: 'card',
    body: html`<h1>Success!</h1>
      <p>Great job! You have successfully set up your security info. Choose "Done" to continue signing in.</p>
      <ul>
        ${registered.map((name) => html`<li>${name}</li>`)}
      </ul>
      ${form({ id: 'registration-done', action: flowPath(flow, '/done'), submit: 'Done' })}`,
  }
}

export function reviewPage(flow: SignInFlow, registered: readonly string[]): Page {
  return {
    title: 'Is your security info still right?',
    room,
    shape: 'card',
    body: html`<p class="account">${flow.userName}</p>
      <h1>Is your security info still right?</h1>
      <p>Your organization asks you from time to time whether these are up to date:</p>
      <ul>
        ${registered.map((name) => html`<li>${name}</li>`)}
      </ul>
      <p>If something has changed, go on and mend it on the security info page.</p>
      ${form({ id: 'review-security-info', action: flowPath(flow, '/reviewed'), submit: 'Looks good!' })}`,
  }
}

/** Takes the answer back to the waiting application: a form that sends itself where scripts run. */
export function returnPage(redirectUri: string, fields: Record<string, string>): Page {
  return {
    title: 'Back to the application',
    room,
    shape: 'card',
    script: 'submit.js',
    body: html`<h1>You are signed in</h1>
      <p>Going back to the application. If nothing happens, choose "Continue".</p>
      <form id="return" method="post" action="${redirectUri}" data-submit="at-once">
        ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <div class="buttons"><button class="primary" type="submit">Continue</button></div>
      </form>`,
  }
}

export function problemPage(text: string): Page {
  return {
    title: 'Sorry, but we are having trouble signing you in',
    room,
    shape: 'card',
    body: html`<h1>Sorry, but we are having trouble signing you in</h1>
      ${notice('error', text)}
      <p><a href="/">To the practice tenant's front page</a></p>`,
  }
}
