import { type Context, Hono } from 'hono'
import { z } from 'zod'

import { ruleText } from '../faults/fault-rule.ts'
import { presetOfRules } from '../faults/presets.ts'
import type { InspectedCall } from '../inspector/inspector.ts'
import { whyRefused } from '../inspector/explain.ts'
import { presetOf } from '../lags.ts'
import { ClockMove, clockState, moveClock } from './clock.ts'
import { ControlError, readAs } from './control-error.ts'
import type { ControlParts } from './control-parts.ts'
import { readCallFilter } from './call-filter.ts'
import { readJsonBody } from './read-request.ts'
import { readFaultRules, readSettingsChange } from './settings-changes.ts'
import { startOver, StartOver } from './start-over.ts'
import { exportArchive } from './state-archive.ts'
import { addApplication, changeApplication, removeApplication } from './tenant-applications.ts'
import { changeRole, roleHolders, roleList } from './tenant-roles.ts'
import { changeGroupKind } from './group-kinds.ts'
import { changeSynced, syncedPeople } from './tenant-synced.ts'
import { changeShape, shapeOf } from './tenant-shape.ts'
import { addTenant, findTenant, NewTenant, tenantLine } from './tenants.ts'

type Route = (app: Hono, parts: ControlParts) => void

const settingsBody = ({ world }: ControlParts): unknown => ({
  ...world.settings,
  lagsPreset: presetOf(world.settings.lags),
  faultsPreset: presetOfRules(world.settings.faults),
})

export const overview = (parts: ControlParts): unknown => ({
  clock: clockState(parts.world),
  settings: settingsBody(parts),
  tenants: parts.world.tenants.map(tenantLine),
})

const mountSettings: Route = (app, parts) => {
  const { world, faults } = parts
  const faultsBody = (): unknown => {
    const struck = faults.struck()
    return {
      preset: presetOfRules(world.settings.faults),
      rules: world.settings.faults.map((rule, at) => ({ ...rule, text: ruleText(rule), struck: struck[at] ?? 0 })),
    }
  }
  app.get('/control/settings', (context) => context.json(settingsBody(parts)))
  app.patch('/control/settings', async (context) => {
    await world.change(readSettingsChange(await readJsonBody(context), world.settings))
    return context.json(settingsBody(parts))
  })
  app.get('/control/faults', (context) => context.json(faultsBody()))
  app.put('/control/faults', async (context) => {
    await world.change({ faults: readFaultRules(await readJsonBody(context)) })
    return context.json(faultsBody())
  })
  app.delete('/control/faults', async (context) => {
    await world.change({ faults: [] })
    return context.body(null, 204)
  })
  app.get('/control/clock', (context) => context.json(clockState(world)))
  app.post('/control/clock', async (context) => {
    await moveClock(world, readAs(ClockMove, await readJsonBody(context)))
    return context.json(clockState(world))
  })
}

const mountTenants: Route = (app, { world, mints }) => {
  const tenantOf = (context: Context) => findTenant(world, context.req.param('domain'))
  app.post('/control/start-over', async (context) => {
    const tenants = await startOver(world, readAs(StartOver, await readJsonBody(context)))
    mints.forget()
    return context.json({ clock: clockState(world), tenants: tenants.map(tenantLine) })
  })
  app.get('/control/tenants', (context) => context.json({ tenants: world.tenants.map(tenantLine) }))
  app.post('/control/tenants', async (context) => {
    const practice = await addTenant(world, readAs(NewTenant, await readJsonBody(context)))
    // Whoever made a tenant may know its administrator's password: the front page says it too.
    return context.json({ ...tenantLine(practice), adminPassword: practice.store.state.admin.password }, 201)
  })
  app.get('/control/tenants/:domain', (context) => {
    const practice = tenantOf(context)
    return context.json({ ...tenantLine(practice), ...shapeOf(practice) })
  })
  app.patch('/control/tenants/:domain', async (context) => {
    const practice = tenantOf(context)
    await changeShape(world, practice, await readJsonBody(context))
    return context.json({ ...tenantLine(practice), ...shapeOf(practice) })
  })
  app.get('/control/tenants/:domain/roles', (context) =>
    context.json({ roles: roleList(), holders: roleHolders(tenantOf(context)) }),
  )
  app.post('/control/tenants/:domain/roles', async (context) => {
    const practice = tenantOf(context)
    await changeRole(practice, await readJsonBody(context))
    return context.json({ holders: roleHolders(practice) })
  })
  app.get('/control/tenants/:domain/synced', (context) => context.json({ people: syncedPeople(tenantOf(context)) }))
  app.post('/control/tenants/:domain/synced', async (context) => {
    const practice = tenantOf(context)
    await changeSynced(practice, await readJsonBody(context))
    return context.json({ people: syncedPeople(practice) })
  })
  app.post('/control/tenants/:domain/groups', async (context) =>
    context.json(await changeGroupKind(tenantOf(context), await readJsonBody(context))),
  )
}

const ForTenant = z.looseObject({ tenant: z.string({ error: 'A domain or an id, please.' }).optional() })

/** A body that may name the tenant it is about, and the rest of it. */
function splitTenant(value: unknown): { tenant: string | undefined; rest: unknown } {
  const { tenant, ...rest } = readAs(ForTenant, value)
  return { tenant, rest }
}

const mountApplications: Route = (app, { world }) => {
  const ofQuery = (context: Context) => findTenant(world, context.req.query('tenant'))
  app.get('/control/applications', (context) =>
    context.json({ applications: ofQuery(context).store.state.applications }),
  )
  app.post('/control/applications', async (context) => {
    const { tenant, rest } = splitTenant(await readJsonBody(context))
    return context.json(await addApplication(findTenant(world, tenant), rest), 201)
  })
  app.patch('/control/applications/:appId', async (context) => {
    const { tenant, rest } = splitTenant(await readJsonBody(context))
    return context.json(await changeApplication(findTenant(world, tenant), context.req.param('appId'), rest))
  })
  app.delete('/control/applications/:appId', async (context) => {
    await removeApplication(ofQuery(context), context.req.param('appId'))
    return context.body(null, 204)
  })
}

const mountCalls: Route = (app, { world, inspector }) => {
  const shown = (call: InspectedCall): object => ({
    ...call,
    at: new Date(call.at).toISOString(),
    why: whyRefused(world, call),
  })
  app.get('/control/calls', (context) =>
    context.json({ calls: inspector.calls(readCallFilter((name) => context.req.query(name))).map(shown) }),
  )
  app.delete('/control/calls', (context) => {
    inspector.clear()
    return context.body(null, 204)
  })
  app.get('/control/calls/:seq', (context) => {
    const call = inspector.find(Number(context.req.param('seq')))
    if (!call) throw new ControlError(404, 'unknown-call', 'This call is not kept any more.', 'seq')
    return context.json({ ...shown(call), items: inspector.itemsOf(call.requestId).map(({ seq }) => seq) })
  })
}

const mountState: Route = (app, { world }) => {
  app.get('/control/state', async (context) => {
    // It holds passwords and keys: no other site may have it put among somebody's downloads.
    const site = context.req.header('sec-fetch-site') ?? 'none'
    if (site !== 'same-origin' && site !== 'none') {
      throw new ControlError(403, 'other-origin', 'An export is started from the control room only.')
    }
    const day = new Date(world.clock()).toISOString().slice(0, 10)
    return context.body(await exportArchive(world), 200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="practice-tenants-${day}.zip"`,
    })
  })
}

/**
 * The calls behind the control room: JSON in and out, except `GET /control/state`, a .zip, whose twin `PUT` stands in
 * `state-door.ts`. A call that is refused answers `{ error: { code, message, field } }`.
 */
export function createJsonCalls(parts: ControlParts): Hono {
  const app = new Hono()
  for (const mount of [mountSettings, mountTenants, mountApplications, mountCalls, mountState]) mount(app, parts)
  return app
}
