import type { Context } from 'hono'

import type { Practice } from './context.ts'
import { renderPage, type Page } from './pages/layout.ts'
import type { Sessions } from './pages/sessions.ts'
import type { SignInFlows } from './signin/sign-in-flow.ts'
import type { TokenMint } from './signin/token-mint.ts'

/** What the pages share. */
export interface Site {
  practice: Practice
  mint: TokenMint
  sessions: Sessions
  flows: SignInFlows
}

/** Sends a page; whoever is signed in is named in the bar. */
export function sendPage(
  site: Site,
  context: Context,
  page: Page,
  status: 200 | 400 | 403 | 404 | 410 | 500 = 200,
): Response {
  const user = site.sessions.userOf(context)
  const html = renderPage(site.practice, { signedInAs: user?.userPrincipalName, ...page })
  return context.body(html, status, { 'Content-Type': 'text/html; charset=utf-8' })
}

/** "See other" after a form: the page that follows can be reloaded without sending the form again. */
export const goTo = (context: Context, path: string): Response => context.redirect(path, 303)
