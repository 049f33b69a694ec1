import type { MiddlewareHandler } from 'hono'

import type { World } from '../world.ts'
import { refusalOf } from './request-guard.ts'

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

/** Turns away what was not meant for this server (see `refusalOf`), and sets the headers of every answer. */
export function guard(world: World): MiddlewareHandler {
  return async (context, next) => {
    const { method } = context.req
    const refusal = refusalOf(world.baseUrl, { method, header: (name) => context.req.header(name) })
    if (refusal) context.res = context.text(refusal.text, refusal.status)
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
