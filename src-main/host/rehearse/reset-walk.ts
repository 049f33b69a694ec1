import type { InboxReader } from './inbox-reader.ts'
import type { PageView } from './page-view.ts'
import type { PrivateWindow } from './private-window.ts'
import { type ContactKind, nextAuthenticatorCode, type Registered } from './registered.ts'

export type ResetEntrance = 'reset-page' | 'forgot-my-password' | 'cant-access'

export interface ResetTools {
  window: PrivateWindow
  inbox: InboxReader
  now: () => number
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

/** One verification step: choose the method, get the code, enter it. Returns the page after it. */
export async function passGate(
  tools: ResetTools,
  choosing: PageView,
  kind: ContactKind,
  registered: Registered,
): Promise<PageView> {
  const { window, inbox, now, upn } = tools
  let page = await window.submit(choosing.form('choose-contact-method').choose(gateTexts[kind]).press('Next'))
  let code: string
  if (kind === 'authenticatorCode') {
    const shown = nextAuthenticatorCode(registered, now())
    if (shown === null) throw page.unexpected('looking for an authenticator app')
    code = shown
  } else {
    const mark = await inbox.mark()
    const form =
      kind === 'phoneText'
        ? page
            .form('phone-number')
            .fill('Enter your phone number', registered.phoneNumber ?? '')
            .press('Text')
        : page.form('send-mail').press('Email')
    page = await window.submit(form)
    const found = page.findForm('verify-code') ? await inbox.codeSince(mark, upn) : null
    if (found === null) throw page.unexpected('waiting for the code')
    code = found
  }
  const after = await window.submit(page.form('verify-code').fill('Enter your verification code', code).press('Next'))
  if (after.findForm('verify-code')) throw after.unexpected('entering the code')
  return after
}
