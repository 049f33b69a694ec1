import { randomInt } from 'node:crypto'

import type { InboxReader } from './inbox-reader.ts'
import type { FormView, PageView } from './page-view.ts'
import type { PrivateWindow } from './private-window.ts'
import { type ContactKind, nextAuthenticatorCode, type Registered, type Waiting } from './registered.ts'

export interface RegistrationTools extends Waiting {
  window: PrivateWindow
  inbox: InboxReader
  upn: string
}

/** Chooses the method on the list; for the app, the plain one before "a different authenticator app". */
function chooseMethod(form: FormView, kind: ContactKind): FormView {
  switch (kind) {
    case 'phoneText':
      return form.choose('Phone')
    case 'email':
      return form.choose('Email')
    case 'authenticatorCode': {
      const plain = form.choiceTexts().includes('Authenticator app')
      return form.choose(plain ? 'Authenticator app' : 'I want to use a different authenticator app')
    }
  }
}

/** From the list of methods to the page after the right code. Writes what was registered into `registered`. */
export async function registerOne(
  tools: RegistrationTools,
  listPage: PageView,
  kind: ContactKind,
  registered: Registered,
): Promise<PageView> {
  const { window, inbox, upn } = tools
  let page = await window.submit(chooseMethod(listPage.form('choose-method'), kind).press('Next'))
  let code: string
  if (kind === 'authenticatorCode') {
    const secret = page.text('#secret-key').replace(/\s/g, '')
    if (secret === '') throw page.unexpected('reading the secret key')
    registered.authenticatorSecret = secret
    page = await toCodePage(window, page)
    code = (await nextAuthenticatorCode(registered, tools)) ?? ''
  } else {
    const mark = await inbox.mark()
    page = await window.submit(contactForm(page, kind, upn, registered).press('Next'))
    const found = page.findForm('verify-code') ? await inbox.codeSince(mark, upn) : null
    if (found === null) throw page.unexpected('waiting for the code')
    code = found
  }
  const after = await window.submit(page.form('verify-code').fill('Enter code', code).press('Next'))
  if (after.findForm('verify-code')) throw after.unexpected('entering the code')
  return after
}

/** Past "Let's try it out" by a code: a key typed into an app of one's own gets no notification. */
async function toCodePage(window: PrivateWindow, scan: PageView): Promise<PageView> {
  const scanned = scan.findForm('scan-done')
  if (!scanned) return scan
  const trying = await window.submit(scanned.press('Next'))
  const instead = trying.findForm('cannot-use-app')
  return instead ? window.submit(instead.press("I can't use my app right now")) : trying
}

function contactForm(page: PageView, kind: 'phoneText' | 'email', upn: string, registered: Registered): FormView {
  if (kind === 'phoneText') {
    // Numbers of this range belong to nobody (North American numbering plan, fictional use).
    registered.phoneNumber = `20655501${String(randomInt(100)).padStart(2, '0')}`
    return page.form('phone-number').fill('Phone number', registered.phoneNumber)
  }
  const [local = 'somebody'] = upn.split('@')
  registered.emailAddress = `${local.replace(/[^A-Za-z0-9.-]/g, '')}.${String(randomInt(1000, 9999))}@example.com`
  return page.form('email-address').fill('Email address', registered.emailAddress)
}
