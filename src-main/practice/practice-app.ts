import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'

import type { Practice } from './context.ts'
import { createGraphApp } from './graph/graph-app.ts'
import { publicInfo } from './info.ts'
import { createAssetsApp } from './pages/assets.ts'
import { createHomeApp } from './pages/home.ts'
import { createInboxApp } from './pages/inbox.ts'
import { html } from './pages/html.ts'
import type { Page } from './pages/layout.ts'
import { guard } from './pages/security-headers.ts'
import { createSessions } from './pages/sessions.ts'
import { createPortalApp } from './portal/portal-app.ts'
import { createResetApp } from './reset/reset-app.ts'
import { PendingBox } from './security-info/pending.ts'
import { createSecurityInfoApp } from './security-info/security-info-app.ts'
import { sendPage, type Site } from './site.ts'
import { CodeBox } from './signin/codes.ts'
import { createProtocolApp } from './signin/protocol-app.ts'
import { createSignInApp } from './signin/sign-in-app.ts'
import { createSignInFlows } from './signin/sign-in-flow.ts'
import { createTokenMint } from './signin/token-mint.ts'

const missingPage: Page = {
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

/** All rooms of the practice tenant behind one guard. */
export function createPracticeApp(practice: Practice): Hono {
  const mint = createTokenMint(practice)
  const site: Site = { practice, mint, sessions: createSessions(practice), flows: createSignInFlows(practice) }
  const codes = new CodeBox()
  const registrations = new PendingBox(practice)
  const graph = createGraphApp(practice, mint)

  const app = new Hono()
  app.use('*', guard(practice))
  // Nobody is told "done" before it is on the disk.
  app.use('*', async (_context, next) => {
    await next()
    await practice.store.saved()
  })
  app.get('/.well-known/resetlab-practice', (context) => context.json(publicInfo(practice)))
  for (const version of ['/v1.0', '/beta']) {
    app.all(version, (context) => graph.fetch(context.req.raw))
    app.all(`${version}/*`, (context) => graph.fetch(context.req.raw))
  }
  app.route('/', createAssetsApp())
  app.route('/', createHomeApp(site))
  app.route('/', createInboxApp(site, registrations))
  app.route('/', createSignInApp(site, codes))
  app.route('/', createPortalApp(site))
  app.route('/', createSecurityInfoApp(site, registrations))
  app.route('/', createResetApp(site))
  app.route('/', createProtocolApp(site, codes))
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse()
    practice.onFailure(error)
    return sendPage(site, context, failedPage, 500)
  })
  app.notFound((context) => sendPage(site, context, missingPage, 404))
  return app
}
