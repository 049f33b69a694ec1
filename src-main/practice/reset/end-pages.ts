import type { Practice } from '../context.ts'
import { notice } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import type { RefusalCode } from '../rules/scope.ts'
import type { ResetFlow } from './reset-flow.ts'
import { heading, room } from './reset-pages.ts'

/** Where a reset ends: done, refused, locked out, given up or timed out. */

export const donePage: Page = {
  title: 'Your password has been reset',
  room,
  shape: 'card',
  body: html`<h1>${heading}</h1>
    ${notice('good', 'Your password has been reset')}
    <p>To sign in with your new password, <a href="/signin">click here</a>.</p>`,
}

const noFurther =
  'There is no further action you can take to resolve this situation. Contact your admin and ask them to'

/** After entra-docs: authentication/troubleshoot-sspr.md. */
const refusalTexts: Record<RefusalCode, string> = {
  SSPR_0009: `We're sorry, you can't reset your own password because password reset isn't turned on for your account. ${noFurther} turn it on.`,
  SSPR_0010: `We're sorry, you can't reset your own password because password writeback isn't enabled for your organisation, and your password is kept on premises. ${noFurther} enable it.`,
  SSPR_0011: `We're sorry, you can't reset your own password because your organisation hasn't defined a password reset policy. ${noFurther} define one.`,
  SSPR_0012: `We're sorry, you can't reset your own password because a required licence is missing. ${noFurther} check your licence assignment.`,
  SSPR_0013: `We're sorry, you can't reset your own password because your administrator hasn't configured your account for it: you are not a member of a group enabled for password reset. ${noFurther} add you to it.`,
  SSPR_0014: `We're sorry, you can't reset your own password because you haven't registered the necessary security information to perform password reset. ${noFurther} reset your password for you; then register it.`,
}

const deadEnds = {
  blocked:
    "You've tried to verify your account too many times. For your protection, you must wait 24 hours before trying again, or ask your administrator to reset your password.",
  cancelled: 'You cancelled the password reset. Nothing was changed.',
  expired: 'Your session has ended because more than 15 minutes have passed. Nothing was changed. Start again.',
} as const
export type DeadEnd = keyof typeof deadEnds

function helpdesk(practice: Practice): Html {
  const { customizeHelpdeskLink, customHelpdeskEmailOrUrl } = practice.store.state.inForce.sspr
  if (!customizeHelpdeskLink) return html`<p>If you're unsure what to do next, contact your administrator.</p>`
  const href = customHelpdeskEmailOrUrl.includes('://')
    ? customHelpdeskEmailOrUrl
    : `mailto:${customHelpdeskEmailOrUrl}`
  return html`<p>
    If you need help, contact your help desk: <a id="helpdesk" href="${href}">${customHelpdeskEmailOrUrl}</a>
  </p>`
}

/** The support code is the correlation id of the rows in the log. */
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

export const deadEndPage = (practice: Practice, flow: ResetFlow, end: DeadEnd): Page => ({
  title: heading,
  room,
  shape: 'card',
  body: html`<h1>${heading}</h1>
    ${notice(end === 'cancelled' ? 'info' : 'error', deadEnds[end])}
    ${end === 'blocked' ? [helpdesk(practice), supportCode(flow)] : nothing}
    <p><a href="/reset">Start again</a></p>`,
})
