import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'

import type { Practice } from './context.ts'
import { publicInfo } from './info.ts'
import { createHomeApp } from './pages/home.ts'
import { createInboxApp } from './pages/inbox.ts'
import { html } from './pages/html.ts'
import type { Page } from './pages/layout.ts'
import type { Sessions } from './pages/sessions.ts'
import { createPortalApp } from './portal/portal-app.ts'
import { createResetApp } from './reset/reset-app.ts'
import { ResetFlows } from './reset/reset-flow.ts'
import { PendingBox } from './security-info/pending.ts'
import { createSecurityInfoApp } from './security-info/security-info-app.ts'
import { sendPage, type Site } from './site.ts'
import type { CodeBox } from './signin/codes.ts'
import { createProtocolApp } from './signin/protocol-app.ts'
import { createSignInApp } from './signin/sign-in-app.ts'
import { createSignInFlows } from './signin/sign-in-flow.ts'
import type { TokenMint } from './signin/token-mint.ts'
import type { World } from './world.ts'

export const missingPage: Page = {
  title: 'There is no such page',
  room: 'Front page',
  shape: 'card',
  body: html`<h1>There is no such page</h1>
    <p><a href="/">To the practice tenant's front page</a></p>`,
}

const failedPage: Page = {
  title: 'The practice tenant failed',
  room: 'Front page',
  shape: 'card',
  body: html`<h1>The practice tenant failed</h1>
    <p role="alert">This is a bug in the rehearsal, nothing you did. Go back and try again.</p>`,
}

/** The pages and the sign-in of one tenant. */
export interface TenantRooms {
  site: Site
  app: Hono
  /** Whether a page of this address belongs to a sign-in or a reset that began here. */
  knowsFlow(id: string): boolean
}

export interface SharedRooms {
  world: World
  sessions: Sessions
  codes: CodeBox
  siteOf: Site['siteOf']
}

export function createTenantRooms(practice: Practice, mint: TokenMint, shared: SharedRooms): TenantRooms {
  const site: Site = {
    ...shared,
    practice,
    mint,
    flows: createSignInFlows(practice),
    resets: new ResetFlows(practice),
  }
  const registrations = new PendingBox(practice)
  const app = new Hono()
  app.get('/.well-known/resetlab-practice', (context) => context.json(publicInfo(practice)))
  app.route('/', createHomeApp(site))
  app.route('/', createInboxApp(site, registrations))
  app.route('/', createSignInApp(site))
  app.route('/', createPortalApp(site))
  app.route('/', createSecurityInfoApp(site, registrations))
  app.route('/', createResetApp(site))
  app.route('/', createProtocolApp(site))
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse()
    practice.onFailure(error)
    return sendPage(site, context, failedPage, 500)
  })
  app.notFound((context) => sendPage(site, context, missingPage, 404))
  return { site, app, knowsFlow: (id) => site.flows.knows(id) || site.resets.find(id) !== null }
}
