import { notice } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import { errorTime, type OAuthError, type Trace } from './oauth-error.ts'
import { flowPath, type SignInFlow } from './sign-in-flow.ts'

const room = 'Sign in'
const title = 'Sorry, but we are having trouble signing you in'

/** Folded away under a message, as the real pages do: what a help desk would ask for. */
export const troubleshooting = (code: number, { now, correlationId, traceId }: Trace): Html =>
  html`<details id="troubleshooting">
    <summary>Troubleshooting details</summary>
    <dl>
      <dt>Error code</dt>
      <dd><code id="error-code">${code}</code></dd>
      <dt>Request Id</dt>
      <dd><code>${traceId}</code></dd>
      <dt>Correlation Id</dt>
      <dd><code id="correlation-id">${correlationId}</code></dd>
      <dt>Timestamp</dt>
      <dd>${errorTime(now)}</dd>
    </dl>
  </details>`

/** An error that is for the person, not for the application; the sign-in may be tried with another account. */
export const problemPage = (error: OAuthError, trace: Trace, flow: SignInFlow | null = null): Page => ({
  title,
  room,
  shape: 'card',
  body: html`<h1>${title}</h1>
    ${notice('error', `AADSTS${String(error.code)}: ${error.message}`)} ${troubleshooting(error.code, trace)}
    ${flow === null ? nothing : html`<p><a href="${flowPath(flow, '/other-account')}">Sign in with a different account</a></p>`}
    <p><a href="/">To the practice tenant's front page</a></p>`,
})

export const endedPage: Page = {
  title,
  room,
  shape: 'card',
  body: html`<h1>${title}</h1>
    ${notice('error', 'This sign-in has ended. Start again from the page you came from.')}
    <p><a href="/signin">Sign in</a></p>
    <p><a href="/">To the practice tenant's front page</a></p>`,
}

/** Takes the answer back to the waiting application: a form that sends itself where scripts run. */
export function returnPage(redirectUri: string, fields: Record<string, string>): Page {
  const isGood = fields['error'] === undefined
  return {
    title: 'Back to the application',
    room,
    shape: 'card',
    script: 'submit.js',
    body: html`<h1>${isGood ? 'Going back to the application' : 'You are not signed in'}</h1>
      ${isGood ? nothing : notice('error', fields['error_description'] ?? '')}
      <p>If nothing happens, choose "Continue".</p>
      <form id="return" method="post" action="${redirectUri}" data-submit="at-once">
        ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <div class="buttons"><button class="primary" type="submit">Continue</button></div>
      </form>`,
  }
}

export const signedOutPage: Page = {
  title: 'You signed out of your account',
  room,
  shape: 'card',
  body: html`<h1>You signed out of your account</h1>
    <p>It's a good idea to close all browser windows.</p>
    <p><a href="/signin">Sign in</a></p>`,
}
