import { form, textField } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import type { Account } from '../pages/sessions.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { newTrace } from './oauth-error.ts'
import { troubleshooting } from './problem-pages.ts'
import { flowPath, type SignInFlow } from './sign-in-flow.ts'

const room = 'Sign in'
const errorAt = (flow: SignInFlow, field: string): string | undefined =>
  flow.error?.field === field ? flow.error.text : undefined

/** What a help desk would ask for, where something was refused or stands in the way. */
const details = (flow: SignInFlow, now: number, code = flow.error?.code): Html =>
  code === undefined ? nothing : troubleshooting(code, newTrace(now, flow.correlationId))

/** Only in the rehearsal: the practice administrator's account, with a button that types it. */
function rehearsalHint(state: PracticeState, flow: SignInFlow): Html {
  const administrator = state.users.get(state.admin.userId)
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

/** Names an account in a form: user ids are told apart by their tenants. */
export const accountKey = ({ practice, user }: Account): string => `${user.id}.${practice.store.state.tenant.id}`

const accountButton = (account: Account): Html => {
  const { user } = account
  return html`<li>
    <button class="plain grow" type="submit" name="account" value="${accountKey(account)}">
      <strong>${user.displayName}</strong> <span>${user.userPrincipalName}</span> <small>Signed in</small>
    </button>
  </li>`
}

/** One button for each account of the browser; the form works from the keyboard and without script. */
export function pickPage(flow: SignInFlow, accounts: readonly Account[]): Page {
  return {
    title: 'Pick an account',
    room,
    shape: 'card',
    body: html`<h1>Pick an account</h1>
      <form id="pick-account" method="post" action="${flowPath(flow, '/pick')}">
        <ul class="rows">
          ${accounts.map(accountButton)}
        </ul>
        <div class="buttons">
          <button class="plain" type="submit" name="other" value="yes">Use another account</button>
        </div>
      </form>`,
  }
}

export function userPage(state: PracticeState, flow: SignInFlow, now: number): Page {
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
      ${details(flow, now)} ${rehearsalHint(state, flow)}`,
  }
}

/** Asked for before the password while the person has a pass that counts. */
export function passPage(flow: SignInFlow, now: number): Page {
  return {
    title: 'Enter Temporary Access Pass',
    room,
    shape: 'card',
    body: html`<p class="account">${flow.userName} <a href="${flowPath(flow, '/back')}">Not you?</a></p>
      <h1>Enter Temporary Access Pass</h1>
      ${form({
        id: 'temporary-pass',
        action: flowPath(flow, '/pass'),
        submit: 'Sign in',
        fields: [
          textField({
            label: 'Temporary Access Pass',
            name: 'pass',
            type: 'password',
            error: errorAt(flow, 'pass'),
            focus: true,
          }),
          html`<p><a href="${flowPath(flow, '/use-password')}">Use your password instead</a></p>`,
        ],
      })}
      ${details(flow, now)}`,
  }
}

export function passwordPage(state: PracticeState, flow: SignInFlow, options: { now: number; hasPass: boolean }): Page {
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
          options.hasPass
            ? html`<p><a href="${flowPath(flow, '/use-pass')}">Use a Temporary Access Pass</a></p>`
            : nothing,
        ],
      })}
      ${details(flow, options.now)} ${rehearsalHint(state, flow)}`,
  }
}

export function changePage(flow: SignInFlow, now: number): Page {
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
      })}
      ${details(flow, now, 50055)}`,
  }
}

/** `maySkip`: nothing but password reset asks. A second factor is not put off. */
export function moreInformationPage(
  state: PracticeState,
  flow: SignInFlow,
  { now, maySkip }: { now: number; maySkip: boolean },
): Page {
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
        others: maySkip ? [{ label: 'Ask later', name: 'later', value: 'yes' }] : [],
      })}
      ${details(flow, now, maySkip ? 50125 : 50072)}`,
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
