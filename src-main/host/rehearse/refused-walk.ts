import type { FormView, PageView } from './page-view.ts'
import { authenticatorCode, type ContactKind, type Registered } from './registered.ts'
import { askForCode, enterCode, identify, passGates, type ResetTools } from './reset-walk.ts'

/** Resets that must not succeed. Each is left by Cancel, so that nothing is changed and the log shows that it was left. */

export interface ResetAttempt {
  refused: boolean
  /** Such as `SSPR_0013`. */
  errorCode: string | null
  /** Correlation id of the audit rows, as the page shows it. */
  supportCode: string | null
  text: string
}

const tenMinutesMs = 600_000

export function newPasswordForm(page: PageView, password: string): FormView {
  const form = page.form('new-password')
  return form.fill('Enter new password', password).fill('Confirm new password', password).press('Finish')
}

/** What the page after the user name says; where it lets the person in, they leave. */
export async function readOrLeave({ window }: ResetTools, page: PageView): Promise<ResetAttempt> {
  const choosing = page.findForm('choose-contact-method')
  if (choosing) await window.submit(choosing.press('Cancel'))
  return {
    refused: choosing === null,
    errorCode: page.text('#error-code') || null,
    supportCode: page.text('#support-code') || null,
    text: page.errorText,
  }
}

/** Leaves the form that refused, and answers what it said; throws when it did not refuse. */
async function leave({ window }: ResetTools, page: PageView, formId: string, doing: string): Promise<string> {
  const form = page.findForm(formId)
  if (!form || page.errorText === '') throw page.unexpected(doing)
  await window.submit(form.press('Cancel'))
  return page.errorText
}

export async function enterWrongCode(tools: ResetTools, registered: Registered, kind: ContactKind): Promise<string> {
  const { page, sent } = await askForCode(tools, await identify(tools, 'reset-page'), kind, registered)
  const right = sent ?? codeOfApp(page, registered, tools.now())
  const wrong = `${String((Number(right.charAt(0)) + 1) % 10)}${right.slice(1)}`
  return leave(tools, await enterCode(tools, page, wrong), 'verify-code', 'entering a wrong code')
}

/** The app's code of ten minutes ago; of texts and mails the one a newer one has taken the place of. */
export async function enterExpiredCode(tools: ResetTools, registered: Registered, kind: ContactKind): Promise<string> {
  const { page, sent } = await askForCode(tools, await identify(tools, 'reset-page'), kind, registered)
  const old = sent ?? codeOfApp(page, registered, tools.now() - tenMinutesMs)
  const asking = sent === null ? page : await tools.window.submit(page.form('verify-code').press('Send a new code'))
  return leave(tools, await enterCode(tools, asking, old), 'verify-code', 'entering a code that is too old')
}

/** What the app shows at this moment; it is not used up, for it is not meant to be right. */
function codeOfApp(page: PageView, { authenticatorSecret }: Registered, now: number): string {
  if (authenticatorSecret === null) throw page.unexpected('looking for an authenticator app')
  return authenticatorCode(authenticatorSecret, now)
}

export async function enterWeakPassword(
  tools: ResetTools,
  registered: Registered,
  resetWith: readonly ContactKind[],
): Promise<string> {
  const page = await passGates(tools, await identify(tools, 'reset-page'), resetWith, registered)
  const refused = await tools.window.submit(newPasswordForm(page, 'Password1!'))
  return leave(tools, refused, 'new-password', 'choosing a weak password')
}
