import { setTimeout } from 'node:timers/promises'

import { InboxReader } from './inbox-reader.ts'
import type { PageView } from './page-view.ts'
import {
  enterExpiredCode,
  enterWeakPassword,
  enterWrongCode,
  newPasswordForm,
  readOrLeave,
  type ResetAttempt,
} from './refused-walk.ts'
import { type PasswordResetSettings, walkPortal } from './portal-walk.ts'
import { PrivateWindow } from './private-window.ts'
import { proveIdentity } from './prove-walk.ts'
import { type ContactKind, nothingRegistered, type Registered } from './registered.ts'
import { registerOne } from './registration-walk.ts'
import { identify, passGates, type ResetEntrance, type ResetTools } from './reset-walk.ts'
import { type Person, walkSignIn } from './sign-in-walk.ts'

export { PlayerError } from './player-error.ts'
export type { PasswordResetSettings } from './portal-walk.ts'
export { type ContactKind, nothingRegistered, type Registered } from './registered.ts'
export type { ResetAttempt } from './refused-walk.ts'
export type { ResetEntrance } from './reset-walk.ts'

/** Addresses of the pages; what a practice tenant says of itself. */
export interface PlayerAddresses {
  homeUrl: string
  passwordResetUrl: string
  registerUrl: string
  resetUrl: string
  inboxUrl: string
  signInUrl: string
}

export type RegistrationRoute = 'interrupt' | 'security-info'

/**
 * Plays the people of a lab on the practice tenant's own pages: reads forms, fills them in, follows links. Every method
 * rejects with PlayerError when a page is not what a person following the lab would expect.
 */
export interface Player {
  /** Walks an authorize address through sign-in and hands the answer to the waiting application. */
  openSignIn(authorizeUrl: string, upn: string, password: string): Promise<void>
  /** The practice administrator's password, from the front page. */
  readOperatorPassword(): Promise<string>
  setPasswordReset(
    operator: { userPrincipalName: string; password: string },
    settings: PasswordResetSettings,
  ): Promise<void>
  register(user: Person, kinds: readonly ContactKind[], route: RegistrationRoute): Promise<Registered>
  reset(
    upn: string,
    registered: Registered,
    resetWith: readonly ContactKind[],
    newPassword: string,
    entrance: ResetEntrance,
  ): Promise<void>
  signIn(upn: string, password: string): Promise<void>
  /** Goes as far as the first page that lets the person in or refuses, and leaves there; nothing is changed. */
  attemptReset(upn: string): Promise<ResetAttempt>
  /** Each begins a reset that must not succeed and leaves it; answers what the page said against it. */
  tryWrongCode(upn: string, registered: Registered, kind: ContactKind): Promise<string>
  tryExpiredCode(upn: string, registered: Registered, kind: ContactKind): Promise<string>
  tryWeakPassword(upn: string, registered: Registered, resetWith: readonly ContactKind[]): Promise<string>
}

export interface PlayerOptions {
  /** Milliseconds since 1970, for the codes of the authenticator app. */
  now?: () => number
  /** Waits by the same clock, such as for the next code of the app. */
  wait?: (ms: number) => Promise<void>
}

export function createPlayer(addresses: PlayerAddresses, options: PlayerOptions = {}): Player {
  const now = options.now ?? Date.now
  const wait = options.wait ?? ((ms: number) => setTimeout(ms))
  const inbox = new InboxReader(addresses.inboxUrl)
  const { signInUrl, resetUrl } = addresses
  const resetTools = (upn: string): ResetTools => ({
    window: new PrivateWindow(),
    inbox,
    now,
    wait,
    upn,
    signInUrl,
    resetUrl,
  })

  return {
    async openSignIn(authorizeUrl, upn, password) {
      const window = new PrivateWindow()
      const page = await walkSignIn(window, await window.visit(authorizeUrl), { upn, password })
      const back = await window.submit(page.form('return').press('Continue'))
      if (back.status >= 400) throw back.unexpected('going back to the application')
    },

    async readOperatorPassword() {
      const page = await new PrivateWindow().visit(addresses.homeUrl)
      const password = page.definition('Password')
      if (password === '') throw page.unexpected("reading the administrator's password")
      return password
    },

    async setPasswordReset(operator, settings) {
      const window = new PrivateWindow()
      const person = { upn: operator.userPrincipalName, password: operator.password }
      const page = await walkSignIn(window, await window.visit(addresses.passwordResetUrl), person)
      await walkPortal(window, page, settings)
    },

    async register(user, kinds, route) {
      const window = new PrivateWindow()
      const tools = { window, inbox, now, wait, upn: user.upn }
      const registered = nothingRegistered()
      const left =
        route === 'interrupt' ? await registerWhenAsked(tools, signInUrl, user, kinds, registered) : [...kinds]
      for (const kind of left) {
        const signedIn = await walkSignIn(window, await window.visit(addresses.registerUrl), user)
        const overview = await proveIdentity(tools, signedIn)
        const list = await window.visit(overview.link('+ Add sign-in method'))
        const page = await registerOne(tools, list, kind, registered)
        if (page.goodText === '') throw page.unexpected('adding a sign-in method')
      }
      return registered
    },

    async reset(upn, registered, resetWith, newPassword, entrance) {
      const tools = resetTools(upn)
      const page = await passGates(tools, await identify(tools, entrance), resetWith, registered)
      const done = await tools.window.submit(newPasswordForm(page, newPassword))
      if (done.goodText === '') throw done.unexpected('choosing a new password')
    },

    async signIn(upn, password) {
      const window = new PrivateWindow()
      const page = await walkSignIn(window, await window.visit(signInUrl), { upn, password })
      if (page.title !== 'You are signed in') throw page.unexpected('signing in')
    },

    attemptReset: async (upn) => {
      const tools = resetTools(upn)
      return readOrLeave(tools, await identify(tools, 'reset-page'))
    },
    tryWrongCode: (upn, registered, kind) => enterWrongCode(resetTools(upn), registered, kind),
    tryExpiredCode: (upn, registered, kind) => enterExpiredCode(resetTools(upn), registered, kind),
    tryWeakPassword: (upn, registered, resetWith) => enterWeakPassword(resetTools(upn), registered, resetWith),
  }
}

/** Registers inside the sign-in that asks for more information; returns the kinds it did not ask for. */
async function registerWhenAsked(
  tools: Parameters<typeof registerOne>[0],
  signInUrl: string,
  user: Person,
  kinds: readonly ContactKind[],
  registered: Registered,
): Promise<ContactKind[]> {
  const { window } = tools
  const asked = await walkSignIn(window, await window.visit(signInUrl), user, 'stop-there')
  const left = [...kinds]
  let page: PageView = await window.submit(asked.form('more-information').press('Next'))
  while (page.findForm('start-method')) {
    const kind = left.shift()
    if (kind === undefined) throw page.unexpected('registering, where one more method is demanded')
    const list = await window.visit(page.link('I want to set up a different method'))
    page = await registerOne(tools, list, kind, registered)
  }
  const end = await window.submit(page.form('registration-done').press('Done'))
  if (end.title !== 'You are signed in') throw end.unexpected('finishing the registration')
  return left
}
