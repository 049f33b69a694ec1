import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Confirmation, GuardReading } from '../../../src-main/contract/guard.ts'
import type { Plan, Run, RunId } from '../../../src-main/contract/plan.ts'
import type { Target } from '../../../src-main/contract/tenant.ts'
import { AppError } from '../../../src-main/domain/app-error.ts'
import { type GuardOptions, passOnCommandLine } from '../../../src-main/host/cli/guard-commands.ts'
import { createEventHub } from '../../../src-main/host/event-hub.ts'
import { createDesk } from '../../../src-main/host/handlers/desk.ts'
import { guardHandlers } from '../../../src-main/host/handlers/guard-handlers.ts'
import { runHandlers } from '../../../src-main/host/handlers/run-handlers.ts'
import { settingsHandlers } from '../../../src-main/host/handlers/settings-handlers.ts'
import { isHeldReadOnly, openWorkspace } from '../../../src-main/host/workspace.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeGraph, operatorId, tenantId } from '../../support/fake-graph.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'

const appRoot = resolve(import.meta.dirname, '../../..')
const domain = 'lab.onmicrosoft.com'
const reason = 'The owner asked for this pilot'
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-guard-'))
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

type Looks = 'lab' | 'doubtful' | 'company'
const looks = {
  lab: { users: 8, devices: 0 },
  doubtful: { users: 900, devices: 0 },
  company: { users: 5000, devices: 500 },
}

/** A desk signed in to a tenant that looks like this. */
function openDesk(like: Looks, kind: Target['kind'] = 'real') {
  const clock = new FakeClock()
  const hub = createEventHub(() => undefined)
  const workspace = { ...openWorkspace(home, appRoot, false), clock }
  const bugs: unknown[] = []
  const desk = createDesk({ workspace, hub, hostKind: 'browser', onBug: (error) => bugs.push(error) })
  const graph = new FakeGraph(clock)
  const become = (next: Looks): void => {
    Object.assign(graph.signs, looks[next])
  }
  become(like)
  Object.assign(graph.organisationFacts, {
    domains: [{ name: domain, isManaged: true }],
    createdAt: '2026-11-01T00:00:00Z',
  })
  const connection = {
    graph,
    links: sampleLinks,
    target: {
      kind,
      tenantId,
      displayName: 'Lab',
      domain,
      operator: { id: operatorId, displayName: 'Admin', userPrincipalName: `admin@${domain}` },
      links: sampleLinks,
    },
    grantedScopes: () => null,
    signOut: async () => undefined,
  }
  desk.setConnection(connection)
  const calls = { ...runHandlers(desk), ...guardHandlers(desk), ...settingsHandlers(desk) }
  return { desk, hub, graph, become, workspace, connection, bugs, ...calls }
}
type Room = ReturnType<typeof openDesk>

const plan = (room: Room): Promise<Plan> => room['plan.build']({ lab: sampleLab() })

async function look(room: Room, { planId }: Plan): Promise<GuardReading> {
  const reading = await room['guard.look']({ planId })
  if (reading === null) throw new Error('A real tenant has a reading.')
  return reading
}

const yes = ({ readingId }: GuardReading, given: Partial<Confirmation> = {}): Confirmation => ({
  readingId,
  domain: '',
  reason: '',
  ...given,
})

/** Whatever was refused: nothing was sent that writes, and no journal was begun. */
async function expectRefusal(room: Room, start: Promise<unknown>, code: string): Promise<void> {
  await expect(start).rejects.toMatchObject({ failure: { kind: 'forbidden', code } })
  expect(room.graph.groups.size).toBe(0)
  expect(room.graph.users.size).toBe(1)
  expect(await room.workspace.runs.list()).toEqual([])
}

async function finished(room: Room, begin: () => Promise<Run>): Promise<RunId> {
  const ended = new Promise<void>((done) => {
    room.hub.subscribe((event) => {
      if (event.name === 'run.changed' && event.body.run.state !== 'running') done()
    })
  })
  const { runId } = await begin()
  await ended
  return runId
}

const guardLines = async (room: Room, runId: RunId) =>
  (await room.workspace.runs.read(runId)).filter(({ mark }) => mark === 'guard')

describe('what the window has to bring', () => {
  it('is a yes to a lab, which stands in the journal before the first row', async () => {
    const room = openDesk('lab')
    const made = await plan(room)
    const reading = await look(room, made)
    expect(reading).toMatchObject({ domain, likeness: 'lab-like', need: 'confirmation' })
    const { planId } = made
    const runId = await finished(room, () => room['run.start']({ planId, confirmation: yes(reading) }))
    const [begun, guard, next] = await room.workspace.runs.read(runId)
    expect(begun?.mark).toBe('begun')
    expect(guard).toMatchObject({ mark: 'guard', likeness: 'lab-like', given: 'confirmation', reason: null })
    expect(next?.mark).toBe('intent')
  })

  it('is nothing at all in a practice tenant, and its journal has no such line', async () => {
    const room = openDesk('company', 'practice')
    const { planId } = await plan(room)
    expect(await room['guard.look']({ planId })).toBeNull()
    const runId = await finished(room, () => room['run.start']({ planId }))
    expect(await guardLines(room, runId)).toEqual([])
  })

  it('is nothing for a plan that writes nothing', async () => {
    const room = openDesk('lab')
    const made = await plan(room)
    const confirmation = yes(await look(room, made))
    await finished(room, () => room['run.start']({ planId: made.planId, confirmation }))
    room.become('company')
    const { planId } = await plan(room)
    const runId = await finished(room, () => room['run.start']({ planId }))
    expect(await guardLines(room, runId)).toEqual([])
  })

  it('is the initial domain where the tenant is in doubt', async () => {
    const room = openDesk('doubtful')
    const made = await plan(room)
    const { planId } = made
    await expectRefusal(room, room['run.start']({ planId }), 'guard.unconfirmed')
    const reading = await look(room, made)
    expect(reading.need).toBe('domain')
    for (const typed of ['', 'lab', 'other.onmicrosoft.com', `${domain}.example`]) {
      await expectRefusal(
        room,
        room['run.start']({ planId, confirmation: yes(reading, { domain: typed }) }),
        'guard.domain',
      )
    }
    const confirmation = yes(reading, { domain: ` ${domain.toUpperCase()} ` })
    const runId = await finished(room, () => room['run.start']({ planId, confirmation }))
    expect(await guardLines(room, runId)).toMatchObject([{ likeness: 'doubtful', given: 'domain', reason: null }])
  })

  it('is the setting, the domain and a reason for production, and the reason is kept', async () => {
    const room = openDesk('company')
    const made = await plan(room)
    const { planId } = made
    const before = await look(room, made)
    expect(before.need).toBe('setting')
    await expectRefusal(
      room,
      room['run.start']({ planId, confirmation: yes(before, { domain, reason }) }),
      'guard.production',
    )
    await room['settings.change']({ mayWriteToProduction: true })
    const reading = await look(room, made)
    expect(reading.need).toBe('domain-and-reason')
    await expectRefusal(room, room['run.start']({ planId, confirmation: yes(reading, { reason }) }), 'guard.domain')
    await expectRefusal(room, room['run.start']({ planId, confirmation: yes(reading, { domain }) }), 'guard.reason')
    const confirmation = yes(reading, { domain, reason: ` ${reason} ` })
    const runId = await finished(room, () => room['run.start']({ planId, confirmation }))
    const lines = await guardLines(room, runId)
    expect(lines).toMatchObject([{ likeness: 'production-like', given: 'domain-and-reason', reason }])
    expect(JSON.stringify(lines)).toContain('5000 users.')
  })
})

describe('the window cannot pass the guard', () => {
  it('with a yes to a look that never was, that a newer one replaced, or to another plan', async () => {
    const room = openDesk('lab')
    const [made, other] = [await plan(room), await plan(room)]
    const { planId } = made
    const invented = { readingId: '55555555-5555-4555-8555-555555555555', domain, reason }
    await expectRefusal(room, room['run.start']({ planId, confirmation: invented }), 'guard.stale')
    const older = await look(room, made)
    const ofOther = await look(room, other)
    await expectRefusal(room, room['run.start']({ planId, confirmation: yes(older) }), 'guard.stale')
    await expectRefusal(room, room['run.start']({ planId, confirmation: yes(ofOther) }), 'guard.stale')
  })

  it('with a yes that was given while another tenant was open', async () => {
    const room = openDesk('lab')
    const made = await plan(room)
    const reading = await look(room, made)
    const { connection } = room
    const elsewhere = { ...connection.target, tenantId: '66666666-6666-4666-8666-666666666666' }
    room.desk.setConnection({ ...connection, target: elsewhere })
    await expect(room.desk.guard.pass(made, yes(reading))).rejects.toMatchObject({ failure: { code: 'guard.stale' } })
  })

  it('with a yes to a tenant that looks worse by now', async () => {
    const room = openDesk('lab')
    const made = await plan(room)
    const reading = await look(room, made)
    room.become('doubtful')
    const confirmation = yes(reading, { domain })
    await expectRefusal(room, room['run.start']({ planId: made.planId, confirmation }), 'guard.worse')
    room.become('company')
    await expectRefusal(room, room['run.start']({ planId: made.planId, confirmation }), 'guard.production')
  })

  it('with one yes for two runs', async () => {
    const room = openDesk('lab')
    const made = await plan(room)
    const confirmation = yes(await look(room, made))
    const { planId } = made
    await room.desk.guard.pass(made, confirmation)
    await expectRefusal(room, room['run.start']({ planId, confirmation }), 'guard.stale')
  })

  it('in read-only mode, in a practice tenant neither', async () => {
    for (const kind of ['real', 'practice'] as const) {
      const room = openDesk('lab', kind)
      const { planId } = await plan(room)
      await room['settings.change']({ isReadOnly: true })
      await expectRefusal(room, room['run.start']({ planId }), 'guard.read-only')
    }
  })

  it('to undo in read-only mode: nothing is even tried', async () => {
    const room = openDesk('lab', 'practice')
    const { planId } = await plan(room)
    const runId = await finished(room, () => room['run.start']({ planId }))
    await room['settings.change']({ isReadOnly: true })
    await expect(room['run.undo']({ runId })).rejects.toMatchObject({ failure: { code: 'guard.read-only' } })
    const marks = (await room.workspace.runs.read(runId)).map(({ mark }) => mark)
    expect(marks).not.toContain('undo-intent')
  })

  it('when nothing of the tenant can be read', async () => {
    const room = openDesk('lab')
    const made = await plan(room)
    const confirmation = yes(await look(room, made))
    room.graph.organisation = () => Promise.reject(AppError.of('unreachable', 'graph.unreachable'))
    await expect(room.desk.guard.pass(made, confirmation)).rejects.toMatchObject({ failure: { kind: 'unreachable' } })
  })
})

describe('a run that is gone on with', () => {
  async function failedRun(like: Looks) {
    const room = openDesk(like)
    const made = await plan(room)
    const confirmation = yes(await look(room, made), { domain })
    room.graph.fail('assignLicence', AppError.of('forbidden', 'graph.forbidden', { params: { message: 'No.' } }))
    const runId = await finished(room, () => room['run.start']({ planId: made.planId, confirmation }))
    return { room, made, runId }
  }

  it('needs nothing new while the tenant looks no worse', async () => {
    const { room, runId } = await failedRun('doubtful')
    await finished(room, () => room['run.resume']({ runId }))
    expect(await guardLines(room, runId)).toMatchObject([{ given: 'domain' }, { given: 'earlier' }])
  })

  it('is asked again once the tenant looks worse', async () => {
    const { room, made, runId } = await failedRun('lab')
    room.become('doubtful')
    await expect(room['run.resume']({ runId })).rejects.toMatchObject({ failure: { code: 'guard.unconfirmed' } })
    const reading = await look(room, made)
    await expect(room['run.resume']({ runId, confirmation: yes(reading) })).rejects.toMatchObject({
      failure: { code: 'guard.domain' },
    })
    await finished(room, () => room['run.resume']({ runId, confirmation: yes(reading, { domain }) }))
    expect(await guardLines(room, runId)).toMatchObject([{ given: 'confirmation' }, { given: 'domain' }])
  })

  it('is held up in production once the setting is off again, and can still be undone', async () => {
    const { room, runId } = await failedRun('lab')
    room.become('company')
    await expect(room['run.resume']({ runId })).rejects.toMatchObject({ failure: { code: 'guard.production' } })
    const undone = new Promise<void>((done) => {
      room.hub.subscribe((event) => {
        if (event.name === 'run.changed' && event.body.run.state === 'undone') done()
      })
    })
    await room['run.undo']({ runId })
    await undone
    expect(room.graph.groups.size).toBe(0)
  })
})

describe('the lab’s mark', () => {
  it('is on every user and group a run made, with its number', async () => {
    const room = openDesk('lab', 'practice')
    const { planId } = await plan(room)
    const runId = await finished(room, () => room['run.start']({ planId }))
    const { objects: marked } = await room['guard.marked'](undefined)
    expect(marked.map(({ type, name }) => [type, name])).toEqual([
      ['user', `balas@${domain}`],
      ['user', `grady@${domain}`],
      ['group', 'SSPRTesters'],
    ])
    for (const object of marked) expect(object.runId).toBe(runId)
  })
})

describe('the command line', () => {
  const pass = async (room: Room, options: GuardOptions) =>
    passOnCommandLine(room.workspace, room.connection, await plan(room), options)

  it('asks a lab for nothing more than the command', async () => {
    expect(await pass(openDesk('lab'), {})).toMatchObject({ given: 'confirmation' })
    expect(await pass(openDesk('company', 'practice'), {})).toBeNull()
  })

  it('asks for the domain, and says how', async () => {
    const room = openDesk('doubtful')
    await expect(pass(room, {})).rejects.toMatchObject({
      failure: { code: 'guard.domain', details: ['900 users.', expect.stringContaining('--confirm-domain')] },
    })
    expect(await pass(room, { confirmDomain: domain })).toMatchObject({ given: 'domain' })
  })

  it('asks for the setting, the domain and the reason', async () => {
    const room = openDesk('company')
    const all = { confirmDomain: domain, productionReason: reason }
    await expect(pass(room, all)).rejects.toMatchObject({ failure: { code: 'guard.production' } })
    await room['settings.change']({ mayWriteToProduction: true })
    await expect(pass(room, { confirmDomain: domain })).rejects.toMatchObject({ failure: { code: 'guard.reason' } })
    expect(await pass(room, all)).toMatchObject({ given: 'domain-and-reason', reason })
  })
})

it('read-only mode is held on by the environment, unless it plainly says no', () => {
  for (const [value, isOn] of [
    [undefined, false],
    ['', false],
    ['0', false],
    ['False', false],
    ['off', false],
    ['1', true],
    ['true', true],
    ['ture', true],
  ] as const) {
    expect([value, isHeldReadOnly(value === undefined ? {} : { RESETLAB_READ_ONLY: value })]).toEqual([value, isOn])
  }
})

it('every file of the host that begins a run or goes on with one asks the guard, or refuses real tenants', async () => {
  const host = join(appRoot, 'src-main/host')
  const files = (await readdir(host, { recursive: true })).filter((name) => name.endsWith('.ts'))
  const texts = await Promise.all(files.map(async (name) => [name, await readFile(join(host, name), 'utf8')] as const))
  const starters = texts.filter(([, text]) => /import \{[^}]*\b(runPlan|resumeRun)\b[^}]*\} from/.test(text))
  expect(starters.length).toBeGreaterThan(2)
  for (const [name, text] of starters) {
    expect([name, /guard\.pass\(|passOnCommandLine\(|practice\.only/.test(text)]).toEqual([name, true])
  }
})
