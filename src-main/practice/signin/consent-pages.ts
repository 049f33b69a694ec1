import { form } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import type { PracticeState } from '../state/practice-state.ts'
import type { Application } from '../state/tenant-record.ts'
import type { Trace } from './oauth-error.ts'
import { troubleshooting } from './problem-pages.ts'
import { scopeText } from './scope-texts.ts'
import { type ConsentQuestion, flowPath, type SignInFlow } from './sign-in-flow.ts'

const room = 'Sign in'

/** Who publishes the application, as a consent page puts it right under its name. */
const publisher = (state: PracticeState, app: Application): Html =>
  app.isFirstParty
    ? html`<p id="publisher">Microsoft Corporation <span class="badge">Verified publisher</span></p>`
    : html`<p id="publisher">${state.tenant.domain}</p>`

/** Some scopes read the same (`openid` and `profile`): each line stands once. */
function scopeList(scopes: readonly string[]): Html {
  const lines = new Map(scopes.map((scope) => [scopeText(scope).title, scopeText(scope).description]))
  return html`<ul id="scopes" class="rows">
    ${[...lines].map(
      ([title, description]) =>
        html`<li>
          <span class="grow"><strong>${title}</strong><span class="quiet">${description}</span></span>
        </li>`,
    )}
  </ul>`
}

const onBehalf = html`<label class="choice">
    <input type="checkbox" name="onBehalf" value="yes" aria-describedby="on-behalf-hint" />
    <span>Consent on behalf of your organization</span>
  </label>
  <p class="hint" id="on-behalf-hint">
    If you tick this, this app will get access to the specified resources for all users in your organization. No one
    else will be prompted to review these permissions.
  </p>`

const forAllSentence = html`<p>
  If you accept, this app will get access to the specified resources for all users in your organization. No one else
  will be prompted to review these permissions.
</p>`

export function consentPage(state: PracticeState, flow: SignInFlow, app: Application, question: ConsentQuestion): Page {
  const isForAll = flow.target.kind === 'adminConsent'
  return {
    title: 'Permissions requested',
    room,
    shape: 'card',
    body: html`<p class="account">${flow.userName}</p>
      <h1>Permissions requested</h1>
      ${isForAll ? html`<p>Review for your organization</p>` : nothing}
      <p><strong id="application">${app.displayName}</strong></p>
      ${publisher(state, app)}
      <p>This app would like to:</p>
      ${scopeList(question.scopes)}
      ${form({
        id: 'consent',
        action: flowPath(flow, '/consent'),
        submit: 'Accept',
        fields: [
          html`<p class="quiet">
            Accepting these permissions means that you allow this app to use your data as listed above.
          </p>`,
          isForAll ? forAllSentence : question.mayBeForAll ? onBehalf : nothing,
        ],
        others: [{ label: 'Cancel', name: 'cancel', value: 'yes' }],
      })}`,
  }
}

export function needAdminPage(flow: SignInFlow, app: Application, trace: Trace): Page {
  return {
    title: 'Need admin approval',
    room,
    shape: 'card',
    body: html`<p class="account">${flow.userName}</p>
      <h1>Need admin approval</h1>
      <p><strong id="application">${app.displayName}</strong></p>
      <p role="alert">
        ${app.displayName} needs permission to access resources in your organization that only an admin can grant.
        Please ask an admin to grant permission to this app before you can use it.
      </p>
      <p><a href="${flowPath(flow, '/other-account')}">Have an admin account? Sign in with that account</a></p>
      ${form({
        id: 'need-admin',
        action: flowPath(flow, '/without-consent'),
        submit: 'Return to the application without granting consent',
        kind: 'plain',
      })}
      ${troubleshooting(90094, trace)}`,
  }
}
