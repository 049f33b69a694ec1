import type { Context } from 'hono'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

import { createControlApp } from './control/control-app.ts'
import type { Practice } from './context.ts'
import { bringUpToDate } from './due.ts'
import { FaultBox } from './faults/fault-box.ts'
import { createGraphServer, type GraphListener } from './graph/graph-server.ts'
import { Inspector } from './inspector/inspector.ts'
import { createAssetsApp } from './pages/assets.ts'
import { guard } from './pages/security-headers.ts'
import { createSessions } from './pages/sessions.ts'
import { CodeBox } from './signin/codes.ts'
import type { MintBox } from './signin/token-mint.ts'
import { createTenantRooms, type TenantRooms } from './tenant-app.ts'
import type { World } from './world.ts'

/** Names under which no tenant hides: any tenant with a work account will do. */
const anyTenant: readonly string[] = ['organizations', 'common']

const tenantPath = /^\/([^/]+)\/(?:v2\.0|oauth2|discovery|adminconsent)(?:\/|$)/
const flowPath = /^\/(?:signin|reset)\/flow\/([^/]+)/

/** The pages, and Graph. */
export interface PracticeApp {
  pages: Hono
  graph: GraphListener
}

/**
 * All rooms of all tenants behind one guard.
 *
 * Which tenant a page belongs to is found, in this order: in the path of the sign-in protocol; in the sign-in or reset
 * that is under way; in `?tenant=` or `?tenantId=`, as the real pages take it; in what the browser used last; else it is
 * the first tenant.
 */
export function createPracticeApp(world: World, mints: MintBox): PracticeApp {
  const rooms = new Map<Practice, TenantRooms>()
  const roomsOf = (practice: Practice): TenantRooms => {
    const known = rooms.get(practice)
    if (known) return known
    const made = createTenantRooms(practice, mints.of(practice), shared)
    rooms.set(practice, made)
    return made
  }
  const siteOf = (name: string) => {
    const practice = world.find(name.slice(name.lastIndexOf('@') + 1))
    return practice ? roomsOf(practice).site : null
  }
  const shared = { world, sessions: createSessions(world), codes: new CodeBox(), siteOf }
  const first = (): Practice => {
    const [practice] = world.tenants
    if (!practice) throw new Error('A practice server has at least one tenant.')
    return practice
  }
  const choose = createChooser(world, first, (id) =>
    world.tenants.find((practice) => rooms.get(practice)?.knowsFlow(id)),
  )

  const inspector = new Inspector()
  const faults = new FaultBox(world)
  const app = new Hono()
  app.use('*', guard(world))
  app.route('/', createAssetsApp())
  app.route('/', createControlApp({ world, mints, inspector, faults, siteOf: (practice) => roomsOf(practice).site }))
  app.all('*', async (context) => {
    const { practice, isAsked } = choose(context)
    bringUpToDate(practice)
    context.res = await roomsOf(practice).app.fetch(context.req.raw, context.env)
    if (isAsked) {
      const { id } = practice.store.state.tenant
      setCookie(context, cookieName(world), id, { httpOnly: true, sameSite: 'Lax', path: '/' })
    }
    // Nobody is told "done" before it is kept.
    for (const { store } of world.tenants) await store.saved()
    return context.res
  })
  return { pages: app, graph: createGraphServer({ world, mints, inspector, faults }) }
}

const cookieName = (world: World): string => `resetlab_practice_tenant_${new URL(world.baseUrl).port}`

interface Choice {
  practice: Practice
  /** The address named the tenant: the browser stays with it. */
  isAsked: boolean
}

function createChooser(
  world: World,
  first: () => Practice,
  withFlow: (id: string) => Practice | undefined,
): (context: Context) => Choice {
  const find = (context: Context): Practice => {
    const { path } = context.req
    const inPath = tenantPath.exec(path)?.[1]
    // An unknown tenant in the path is answered by the protocol's own error, which any tenant can give.
    if (inPath !== undefined) return anyTenant.includes(inPath) ? first() : (world.find(inPath) ?? first())
    const owner = withFlow(flowPath.exec(path)?.[1] ?? '')
    if (owner) return owner
    return world.find(getCookie(context, cookieName(world)) ?? '') ?? first()
  }
  return (context) => {
    const asked = world.find(context.req.query('tenant') ?? context.req.query('tenantId') ?? '')
    const isPage = !tenantPath.test(context.req.path) && !flowPath.test(context.req.path)
    return asked && isPage ? { practice: asked, isAsked: true } : { practice: find(context), isAsked: false }
  }
}
