import type { InboxReader } from './inbox-reader.ts'
import type { PageView } from './page-view.ts'
import type { PrivateWindow } from './private-window.ts'
import { type ContactKind, nextAuthenticatorCode, type Registered, type Waiting } from './registered.ts'

export type ResetEntrance = 'reset-page' | 'forgot-my-password' | 'cant-access'

export interface ResetTools extends Waiting {
  window: PrivateWindow
  inbox: InboxReader
  upn: string
  signInUrl: string
  resetUrl: string
}

/** Finds the reset page by the way the lab says: its own address, or one of the two links of the sign-in page. */
async function enter({ window, signInUrl, resetUrl, upn }: ResetTools, entrance: ResetEntrance): Promise<PageView> {
  if (entrance === 'reset-page') return window.visit(resetUrl)
  const first = await window.visit(signInUrl)
  if (entrance === 'cant-access') return window.visit(first.link("Can't access your account?"))
  const second = await window.submit(first.form('user-name').fill('User name', upn).press('Next'))
  return window.visit(second.link('Forgot my password'))
}

/** The first page: who are you, and the characters shown. */
export async function identify(tools: ResetTools, entrance: ResetEntrance): Promise<PageView> {
  const page = await enter(tools, entrance)
  const form = page
    .form('user-id')
    .fill('Email or Username', tools.upn)
    .fill('Enter the characters shown above', page.text('#challenge'))
  return tools.window.submit(form.press('Next'))
}

const gateTexts: Record<ContactKind, string> = {
  phoneText: 'Text my mobile phone',
  authenticatorCode: 'Enter a code from my authenticator app',
  email: 'Email my alternate email',
}

/**
 * Chooses the method of a verification step: the page that asks for its code, and the code that was texted or mailed. The
 * app's own is read when it is typed, for it is good once; it is null here.
 */
export async function askForCode(
  { window, inbox, upn }: ResetTools,
  choosing: PageView,
  kind: ContactKind,
  registered: Registered,
): Promise<{ page: PageView; sent: string | null }> {
  const chosen = await window.submit(choosing.form('choose-contact-method').choose(gateTexts[kind]).press('Next'))
  if (kind === 'authenticatorCode') return { page: chosen, sent: null }
  const mark = await inbox.mark()
  const form =
    kind === 'phoneText'
      ? chosen
          .form('phone-number')
          .fill('Enter your phone number', registered.phoneNumber ?? '')
          .press('Text')
      : chosen.form('send-mail').press('Email')
  const page = await window.submit(form)
  const sent = page.findForm('verify-code') ? await inbox.codeSince(mark, upn) : null
  if (sent === null) throw page.unexpected('waiting for the code')
  return { page, sent }
}

/** Types a code into the page that asks for it; returns the page after it. */
export const enterCode = ({ window }: ResetTools, page: PageView, code: string): Promise<PageView> =>
  window.submit(page.form('verify-code').fill('Enter your verification code', code).press('Next'))

/** One verification step: choose the method, get the code, enter it. Returns the page after it. */
export async function passGate(
  tools: ResetTools,
  choosing: PageView,
  kind: ContactKind,
  registered: Registered,
): Promise<PageView> {
  const { page, sent } = await askForCode(tools, choosing, kind, registered)
  const code = sent ?? (await nextAuthenticatorCode(registered, tools))
  if (code === null) throw page.unexpected('looking for an authenticator app')
  const after = await enterCode(tools, page, code)
  if (after.findForm('verify-code')) throw after.unexpected('entering the code')
  return after
}

/** Every verification step, to the page that asks for the new password. */
export async function passGates(
  tools: ResetTools,
  first: PageView,
  kinds: readonly ContactKind[],
  registered: Registered,
): Promise<PageView> {
  let page = first
  for (const kind of kinds) {
    if (page.findForm('new-password')) break
    page = await passGate(tools, page, kind, registered)
  }
  return page
}
