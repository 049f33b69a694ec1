import type { MiddlewareHandler } from 'hono'

import { safetyHeaders } from '../content-security-policy.ts'
import { t } from '../texts.ts'
import { languageOf } from './language-of.ts'

/** Sets the headers every answer carries, refusals included. */
export const safely: MiddlewareHandler = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(safetyHeaders)) c.res.headers.set(name, value)
}

/**
 * Refuses what did not come from our own page in the user's own browser. Host is checked against DNS rebinding, Origin
 * and Sec-Fetch-Site against pages of other origins, other ports of this machine included. A POST without Origin is
 * refused too: every browser sends it (Fetch standard, "append a request `Origin` header").
 */
export const guard =
  (authority: () => string): MiddlewareHandler =>
  async (c, next) => {
    const refuse = (status: 403 | 421, reason: 'host' | 'origin' | 'site') =>
      c.text(`${t(`refused.${reason}`, {}, languageOf(c))}\n`, status)
    if (c.req.header('host') !== authority()) return refuse(421, 'host')
    const origin = c.req.header('origin')
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (origin === undefined ? !reads : origin !== `http://${authority()}`) {
      return refuse(403, 'origin')
    }
    const site = c.req.header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      return refuse(403, 'site')
    }
    return next()
  }
