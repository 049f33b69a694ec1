import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'

import { html } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import { goTo, sendPage } from '../site.ts'
import { ControlError } from './control-error.ts'
import type { ControlParts } from './control-parts.ts'
import { createControlPages } from './control-pages.ts'
import { createJsonCalls } from './json-calls.ts'
import { wantsPage } from './read-request.ts'
import { findTenant } from './tenants.ts'
import { mountTokens } from './tokens.ts'

export type { ControlParts } from './control-parts.ts'

const refusedPage = (message: string): Page => ({
  title: 'That is not possible',
  room: 'Control room',
  shape: 'card',
  body: html`<h1>That is not possible</h1>
    <p role="alert">${message}</p>
    <p><a href="/control">To the control room</a></p>`,
})

function refusal(context: Context, { world, siteOf }: ControlParts, error: ControlError): Response {
  const { status, code, message, field } = error
  if (wantsPage(context.req.raw))
    return sendPage(siteOf(findTenant(world, undefined)), context, refusedPage(message), status)
  return context.json({ error: { code, message, field } }, status)
}

/**
 * The control room: what a rehearsal may change that nobody could at Microsoft.
 *
 * Pages and calls are told apart like this: forms of the page are posted to `/control/forms/…` and lead back to the
 * page; a GET whose Accept names text/html gets a page; everything else is JSON.
 */
export function createControlApp(parts: ControlParts): Hono {
  const app = new Hono()
  app.route('/', createControlPages(parts))
  app.route('/', createJsonCalls(parts))
  mountTokens(app, parts)
  app.get('/control/forms/*', (context) => goTo(context, '/control'))
  app.all('/control/*', (context) =>
    refusal(context, parts, new ControlError(404, 'unknown-call', 'The control room has no such call.')),
  )
  app.onError((error, context) => {
    if (error instanceof ControlError) return refusal(context, parts, error)
    if (error instanceof HTTPException) return error.getResponse()
    parts.world.onFailure(error)
    const message = 'The practice tenant failed. This is a bug.'
    return context.json({ error: { code: 'failed', message, field: null } }, 500)
  })
  return app
}
