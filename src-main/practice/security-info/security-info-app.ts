import { Hono } from 'hono'

import type { Site } from '../site.ts'
import { mountInterrupt } from './interrupt.ts'
import { mountManage } from './manage.ts'
import { PageSessions } from './page-session.ts'
import type { PendingBox } from './pending.ts'
import { mountProve } from './prove.ts'

/** "Security info" (manage) and the registration inside an interrupted sign-in, over one wizard. */
export function createSecurityInfoApp(site: Site, box: PendingBox): Hono {
  const app = new Hono()
  const pages = new PageSessions(site)
  mountProve(app, site, pages)
  mountManage(app, site, box, pages)
  mountInterrupt(app, site, box, pages)
  return app
}
