import type { Context } from 'hono'

import type { Practice } from './context.ts'
import { renderPage, type Page } from './pages/layout.ts'
import type { Sessions } from './pages/sessions.ts'
import type { ResetFlows } from './reset/reset-flow.ts'
import type { CodeBox } from './signin/codes.ts'
import type { SignInFlows } from './signin/sign-in-flow.ts'
import type { TokenMint } from './signin/token-mint.ts'
import type { World } from './world.ts'

/** What the pages of one tenant share. */
export interface Site {
  readonly world: World
  readonly practice: Practice
  readonly mint: TokenMint
  readonly sessions: Sessions
  readonly flows: SignInFlows
  readonly resets: ResetFlows
  readonly codes: CodeBox
  /** The pages of the tenant a name belongs to: an id, a domain, or what stands after the @ of a user name. */
  siteOf(name: string): Site | null
}

/** Sends a page; whoever is signed in is named in the bar. */
export function sendPage(
  site: Site,
  context: Context,
  page: Page,
  status: 200 | 400 | 403 | 404 | 409 | 410 | 413 | 500 = 200,
): Response {
  const user = site.sessions.userOf(context, site.practice)
  const html = renderPage(site.practice, { signedInAs: user?.userPrincipalName, ...page })
  return context.body(html, status, { 'Content-Type': 'text/html; charset=utf-8' })
}

/** "See other" after a form: the page that follows can be reloaded without sending the form again. */
export const goTo = (context: Context, path: string): Response => context.redirect(path, 303)
