import { resolve } from 'node:path'

import { expect, it } from 'vitest'

import { PrerequisiteId, type TenantLine } from '../../../src-main/contract/prerequisite.ts'
import { AppError } from '../../../src-main/domain/app-error.ts'
import { createEventHub } from '../../../src-main/host/event-hub.ts'
import { createDesk } from '../../../src-main/host/handlers/desk.ts'
import { tenantHandlers } from '../../../src-main/host/handlers/tenant-handlers.ts'
import { openWorkspace } from '../../../src-main/host/workspace.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeGraph } from '../../support/fake-graph.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'
import { sampleTarget } from '../../support/sample-target.ts'

const lab = sampleLab()
const appRoot = resolve(import.meta.dirname, '../../..')

/** A desk signed in to a tenant in memory, and every list of lines it told the window. */
function openDesk() {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  const hub = createEventHub(() => undefined)
  const bugs: unknown[] = []
  const workspace = { ...openWorkspace('/nowhere', appRoot, false), clock }
  const desk = createDesk({ workspace, hub, hostKind: 'browser', onBug: (error) => bugs.push(error) })
  desk.setConnection({
    graph,
    links: sampleLinks,
    target: sampleTarget(),
    grantedScopes: () => null,
    signOut: async () => undefined,
  })
  const told: TenantLine[][] = []
  const settled = Promise.withResolvers<true>()
  hub.subscribe((event) => {
    if (event.name !== 'tenant.checked') return
    told.push(event.body)
    if (event.body.every((line) => !line.isLooking)) settled.resolve(true)
  })
  return { desk, graph, told, bugs, settled: settled.promise, ...tenantHandlers(desk) }
}

const lineOf = (lines: readonly TenantLine[] | undefined, id: PrerequisiteId): TenantLine | undefined =>
  lines?.find((line) => line.id === id)

it('answers at once, and tells each line as it comes', async () => {
  const room = openDesk()
  await room['tenant.check']({ ids: PrerequisiteId.options, lab })
  expect(room.told[0]?.every(({ isLooking, found }) => isLooking && found === null)).toBe(true)
  await room.settled
  expect(room.told.length).toBe(1 + PrerequisiteId.options.length)
  const last = await room['tenant.lines']()
  expect(last.map(({ id, found }) => [id, found?.id])).toEqual(PrerequisiteId.options.map((id) => [id, id]))
})

it('keeps what was found before when a new look comes to nothing, and says why', async () => {
  const room = openDesk()
  await room['tenant.check']({ ids: ['roles'], lab })
  await room.settled
  room.graph.fail('myRoles', AppError.of('sign-in-required', 'signin.none'))
  await room['tenant.check']({ ids: ['roles'], lab })
  await expect.poll(() => lineOf(room.told.at(-1), 'roles')?.failure).toMatchObject({ code: 'signin.none' })
  expect(lineOf(room.told.at(-1), 'roles')).toMatchObject({ isLooking: false, found: { outcome: 'ready' } })
  expect(room.bugs).toEqual([])
})

it('waits for nothing any more once it is stopped, and drops what comes later', async () => {
  const room = openDesk()
  const slow = Promise.withResolvers<boolean>()
  const quick = room.graph.administratorSwitch.bind(room.graph)
  room.graph.administratorSwitch = async () => ({ ...(await quick()), value: await slow.promise })
  await room['tenant.check']({ ids: ['admin-switch', 'roles'], lab })
  await expect.poll(() => lineOf(room.told.at(-1), 'roles')?.found).toBeTruthy()
  await room['tenant.stop']()
  const stopped = await room['tenant.lines']()
  expect(lineOf(stopped, 'admin-switch')).toMatchObject({ isLooking: false, found: null, failure: null })
  expect(lineOf(stopped, 'roles')?.found).toBeTruthy()
  slow.resolve(true)
  await new Promise(setImmediate)
  expect(await room['tenant.lines']()).toEqual(stopped)
})

it('drops a look that a newer one overtook, whichever answers last', async () => {
  const room = openDesk()
  const slow = Promise.withResolvers<boolean>()
  const quick = room.graph.administratorSwitch.bind(room.graph)
  room.graph.administratorSwitch = async () => ({ ...(await quick()), value: await slow.promise })
  await room['tenant.check']({ ids: ['admin-switch'], lab })
  room.graph.administratorSwitch = quick
  await room['tenant.check']({ ids: ['admin-switch'], lab })
  await room.settled
  slow.resolve(false)
  await new Promise((done) => setImmediate(done))
  expect(lineOf(await room['tenant.lines'](), 'admin-switch')?.found?.detail).toContain('It is on.')
})

it('knows nothing of a tenant that was left, nor of answers that come from it later', async () => {
  const room = openDesk()
  const slow = Promise.withResolvers<boolean>()
  const quick = room.graph.administratorSwitch.bind(room.graph)
  room.graph.administratorSwitch = async () => ({ ...(await quick()), value: await slow.promise })
  await room['tenant.check']({ ids: ['admin-switch'], lab })
  await room.desk.leave()
  slow.resolve(true)
  await new Promise((done) => setImmediate(done))
  expect((await room['tenant.lines']()).every(({ found, isLooking }) => found === null && !isLooking)).toBe(true)
})
