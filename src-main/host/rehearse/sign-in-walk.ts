import type { FormView, PageView } from './page-view.ts'
import type { PrivateWindow } from './private-window.ts'

export interface Person {
  upn: string
  password: string
}

/** What to do when sign-in stops at "More information required". */
export type WhenAskedToRegister = 'ask-later' | 'stop-there'

const maxPages = 12

/** Walks the sign-in pages from wherever `page` is until none of them is left, and returns what comes after. */
export async function walkSignIn(
  window: PrivateWindow,
  page: PageView,
  person: Person,
  whenAsked: WhenAskedToRegister = 'ask-later',
): Promise<PageView> {
  let current = page
  let triedPassword = false
  for (let step = 0; step < maxPages; step += 1) {
    const next = formToSend(current, person, whenAsked, triedPassword)
    if (next === null) return current
    triedPassword ||= current.findForm('password') !== null
    current = await window.submit(next)
  }
  throw current.unexpected('signing in')
}

const onBehalf = 'Consent on behalf of your organization'

/** Accepts what an application asks for; for everybody where the person may. */
function acceptAll(page: PageView, consent: FormView): FormView {
  if (page.text('#consent label') === onBehalf) consent.tick(onBehalf)
  return consent.press('Accept')
}

function formToSend(page: PageView, person: Person, whenAsked: WhenAskedToRegister, triedPassword: boolean) {
  const pick = page.findForm('pick-account')
  if (pick) return pick.press('Use another account')
  const userName = page.findForm('user-name')
  if (userName) {
    if (page.errorText !== '') throw page.unexpected('signing in')
    return userName.fill('User name', person.upn).press('Next')
  }
  const password = page.findForm('password')
  if (password) {
    if (triedPassword) throw page.unexpected('signing in')
    return password.fill('Password', person.password).press('Sign in')
  }
  if (page.findForm('change-password')) throw page.unexpected('signing in, where a new password is demanded')
  const review = page.findForm('review-security-info')
  if (review) return review.press('Looks good!')
  const consent = page.findForm('consent')
  if (consent) return acceptAll(page, consent)
  const more = page.findForm('more-information')
  return more && whenAsked === 'ask-later' ? more.press('Ask later') : null
}
