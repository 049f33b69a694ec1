import type { Context, MiddlewareHandler } from 'hono'

import type { World } from '../world.ts'
import { isTooLong } from './read-body.ts'

/** Where forms may go: back to us, and to the loopback address at which an MSAL client waits for its answer. */
const csp = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self' http://localhost:* http://127.0.0.1:*",
].join('; ')

const readOnly: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses requests that did not mean this server (DNS rebinding: a foreign Host) or that another site made the
 * browser send (a foreign Origin on anything that changes state), and sets the headers of every answer.
 */
export function guard(world: World): MiddlewareHandler {
  return async (context, next) => {
    const refusal = refusalOf(world, context)
    if (refusal) context.res = refusal
    else await next()
    const { headers } = context.res
    headers.set('Content-Security-Policy', csp)
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('X-Frame-Options', 'DENY')
    // Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    headers.set('Referrer-Policy', 'same-origin')
    headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    headers.set('Cross-Origin-Resource-Policy', 'same-origin')
    headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
    headers.set('Cache-Control', 'no-store')
    return undefined
  }
}

function refusalOf(world: World, context: Context): Response | null {
  const { port } = new URL(world.baseUrl)
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(context.req.header('host') ?? '')) return context.text('Unknown host.', 421)
  if (isTooLong(context.req.header('content-length'))) return context.text('Too large.', 413)
  if (readOnly.includes(context.req.method)) return null
  const origin = context.req.header('origin')
  const site = context.req.header('sec-fetch-site')
  const isForeign = origin !== undefined && !hosts.some((host) => origin === `http://${host}`)
  return isForeign || (site !== undefined && site !== 'same-origin' && site !== 'none')
    ? context.text('Requests from another origin are refused.', 403)
    : null
}
