import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { PlanId, Run, RunId } from '../../../src-main/contract/plan.ts'
import type { Learner } from '../../../src-main/contract/recording.ts'
import { withChange } from '../../../src-main/contract/run.ts'
import { AppError } from '../../../src-main/domain/app-error.ts'
import { createEventHub, type HubEvent } from '../../../src-main/host/event-hub.ts'
import { createDesk, type Desk } from '../../../src-main/host/handlers/desk.ts'
import { evidenceHandlers } from '../../../src-main/host/handlers/evidence-handlers.ts'
import { portalHandlers } from '../../../src-main/host/handlers/portal-handlers.ts'
import { recordingHandlers } from '../../../src-main/host/handlers/recording-handlers.ts'
import { runHandlers } from '../../../src-main/host/handlers/run-handlers.ts'
import { openWorkspace } from '../../../src-main/host/workspace.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeGraph, operatorId, tenantId } from '../../support/fake-graph.ts'
import { samplePicture } from '../../support/sample-evidence.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'

const appRoot = resolve(import.meta.dirname, '../../..')
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-desk-'))
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

/** A signed-in desk over a tenant in memory and a real home folder. */
function openDesk(graph?: FakeGraph) {
  const clock = new FakeClock()
  const bugs: unknown[] = []
  const events: HubEvent[] = []
  const hub = createEventHub((_name, error) => bugs.push(error))
  hub.subscribe((event) => events.push(event))
  const desk: Desk = createDesk({
    workspace: { ...openWorkspace(home, appRoot), clock },
    hub,
    hostKind: 'browser',
    onBug: (error) => bugs.push(error),
  })
  const tenant = graph ?? new FakeGraph(clock)
  desk.setConnection({
    graph: tenant,
    links: sampleLinks,
    target: {
      kind: 'practice',
      tenantId,
      displayName: 'Lab',
      domain: 'lab.onmicrosoft.com',
      operator: { id: operatorId, displayName: 'Admin', userPrincipalName: 'admin@lab.onmicrosoft.com' },
      links: sampleLinks,
    },
    grantedScopes: () => null,
    signOut: async () => undefined,
  })
  return { desk, tenant, bugs, events, ...runHandlers(desk), ...recordingHandlers(desk), ...portalHandlers(desk) }
}

/** Resolves with the run once it has ended, or is in one state. */
async function ended(room: ReturnType<typeof openDesk>, state: Run['state'] | null = null): Promise<Run | null> {
  await new Promise<void>((done) => {
    room.desk.hub.subscribe((event) => {
      if (event.name !== 'run.changed') return
      if (state === null ? event.body.run.state !== 'running' : event.body.run.state === state) done()
    })
  })
  return room['run.current'](undefined)
}

/** A run that waits in a pause, begun while its group was made. */
async function pausedRun(room: ReturnType<typeof openDesk>, planId: PlanId) {
  const createGroup = room.tenant.createGroup.bind(room.tenant)
  let runId: RunId | null = null
  const started = Promise.withResolvers<null>()
  room.tenant.createGroup = async (group) => {
    await started.promise
    if (runId) await room['run.pause']({ runId })
    return createGroup(group)
  }
  const paused = ended(room, 'paused')
  runId = (await room['run.start']({ planId })).runId
  started.resolve(null)
  return { runId, paused: await paused }
}

describe('plans', () => {
  it('are made with word of how far it is, and no further once that is stopped', async () => {
    const room = openDesk()
    await room['plan.build']({ lab: sampleLab() })
    expect(room.events).toContainEqual({ name: 'plan.progress', body: { done: 2, of: 2 } })
    const findUsers = (_howMany: number, _coming: unknown, signal: AbortSignal): Promise<never> =>
      new Promise((_found, reject) =>
        signal.addEventListener('abort', () => reject(AppError.of('cancelled', 'graph.cancelled'))),
      )
    Object.assign(room.tenant, { findUsers })
    for (const end of [() => room['plan.stop'](undefined), () => room.desk.leave()]) {
      const stopped = expect(room['plan.build']({ lab: sampleLab() })).rejects.toMatchObject({
        failure: { kind: 'cancelled' },
      })
      await end()
      await stopped
    }
  })
})

describe('runs', () => {
  it('hand over their initial passwords once', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    const end = ended(room)
    const { runId } = await room['run.start']({ planId })
    expect(await end).toMatchObject({ state: 'done', passwordsWaiting: 2 })
    const taken = await room['run.takePasswords']({ runId })
    expect(taken.map((made) => made.userPrincipalName)).toEqual([
      'balas@lab.onmicrosoft.com',
      'grady@lab.onmicrosoft.com',
    ])
    expect(await room['run.takePasswords']({ runId })).toEqual([])
    expect(await room['run.current'](undefined)).toMatchObject({ runId, passwordsWaiting: 0 })
    expect(JSON.stringify(room.events)).not.toContain(taken[0]?.password)
  })

  it('are made one at a time, however fast the button is pressed', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    const end = ended(room)
    const [first, second] = await Promise.allSettled([room['run.start']({ planId }), room['run.start']({ planId })])
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({ status: 'rejected', reason: { failure: { code: 'run.busy' } } })
    await end
    expect(room.tenant.groups.size).toBe(1)
  })

  it('are found again after a restart, without their passwords', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    const end = ended(room)
    const { runId } = await room['run.start']({ planId })
    await end
    const later = openDesk(room.tenant)
    expect(await later['run.current'](undefined)).toMatchObject({ runId, state: 'done', passwordsWaiting: 0 })
    expect(await later['run.takePasswords']({ runId })).toEqual([])
  })

  it('go on where they failed, with the passwords that wait, and only in their own tenant', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    room.tenant.fail('assignLicence', AppError.of('forbidden', 'graph.forbidden', { params: { message: 'No.' } }))
    const failed = ended(room)
    const { runId } = await room['run.start']({ planId })
    expect(await failed).toMatchObject({ state: 'failed', passwordsWaiting: 2 })
    const done = ended(room)
    expect(await room['run.resume']({ runId })).toMatchObject({ runId, state: 'running' })
    expect(await done).toMatchObject({ state: 'done', passwordsWaiting: 2 })
    const stranger = '99999999-1111-4111-8111-111111111111' as typeof runId
    await expect(room['run.resume']({ runId: stranger })).rejects.toMatchObject({ failure: { code: 'run.unknown' } })
  })

  it('try one failed row again by itself, and refuse a row that is not theirs', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    const no = AppError.of('forbidden', 'graph.forbidden', { params: { message: 'No.' } })
    room.tenant.fail('assignLicence', no)
    room.tenant.fail('assignLicence', no)
    const failed = ended(room)
    const { runId } = await room['run.start']({ planId })
    const actionIds = (await failed)?.rows.flatMap(({ state, actionId }) => (state === 'failed' ? [actionId] : []))
    expect(actionIds).toHaveLength(2)
    const stranger = room['run.resume']({ runId, actionIds: ['create-user:nobody'] })
    await expect(stranger).rejects.toMatchObject({ failure: { code: 'run.no-such-row' } })
    const once = ended(room)
    await room['run.resume']({ runId, actionIds: actionIds?.slice(0, 1) })
    expect((await once)?.rows.filter(({ state }) => state === 'failed')).toHaveLength(1)
    expect(room.bugs).toEqual([])
  })

  it('whose plan is damaged are undone all the same, by their journal', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    const applied = ended(room)
    const { runId } = await room['run.start']({ planId })
    await applied
    await writeFile(join(home, 'plans', `${planId}.json`), '{')
    const later = openDesk(room.tenant)
    expect(await later['run.open']({ runId })).toMatchObject({ kind: 'damaged', run: { canBeUndone: true } })
    const undone = ended(later, 'undone')
    expect(await later['run.undo']({ runId })).toMatchObject({ runId, rows: [], undo: { state: 'running' } })
    expect((await undone)?.undo).toMatchObject({ state: 'done', proof: { outcome: 'could-not-check' } })
    expect(room.tenant.groups.size).toBe(0)
    expect(await openDesk(room.tenant)['run.open']({ runId })).toMatchObject({ run: { canBeUndone: false } })
    expect(later.bugs).toEqual([])
  })

  it('can be paused, gone on with in the same process, and are busy meanwhile', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    const { runId, paused } = await pausedRun(room, planId)
    expect(await room['run.current'](undefined)).toEqual(paused)
    expect(paused).toMatchObject({ runId, state: 'paused' })
    await expect(room['run.start']({ planId })).rejects.toMatchObject({ failure: { code: 'run.busy' } })
    const done = ended(room, 'done')
    await room['run.resume']({ runId })
    expect(await done).toMatchObject({ runId, state: 'done' })
    expect(room.bugs).toEqual([])
  })

  it('are interrupted when the app is closed while they are paused, and gone on with at the next start', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    const { runId } = await pausedRun(room, planId)
    await room.desk.leave()
    const later = openDesk(room.tenant)
    expect(await later['run.current'](undefined)).toMatchObject({ runId, state: 'interrupted' })
    const done = ended(later, 'done')
    await later['run.resume']({ runId })
    expect(await done).toMatchObject({ passwordsWaiting: 2 })
  })

  it('are listed and opened by their ids, as they are now, and only in their own tenant', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    const { runId } = await pausedRun(room, planId)
    expect(await room['run.list'](undefined)).toMatchObject([{ runId, state: 'paused', rows: 7 }])
    expect(await room['run.open']({ runId })).toMatchObject({ kind: 'whole', run: { runId, state: 'paused' } })
    await room.desk.leave()
    expect(await room['run.list'](undefined)).toMatchObject([{ runId, state: 'interrupted' }])
    expect(await room['run.export']({ runId })).toMatchObject({ fileName: `resetlab-run-${runId}.zip` })
    const { graph, target, ...rest } = room.desk.connection()
    const elsewhere = { ...target, tenantId: '99999999-1111-4111-8111-111111111111' }
    room.desk.setConnection({ ...rest, graph, target: elsewhere })
    expect(await room['run.list'](undefined)).toEqual([])
    await expect(room['run.open']({ runId })).rejects.toMatchObject({ failure: { code: 'run.other-tenant' } })
  })

  it('tell of each row a few times only, however many there are, and every event fits on the one before', async () => {
    const tell = async (count: number) => {
      const room = openDesk()
      const series = { userName: 'user{n}', displayName: 'User {n}', count }
      const lab = sampleLab({
        users: { usageLocation: 'US', series },
        licences: { assign: 'keep' },
        checklist: { testUser: 'user001', register: ['phoneText'], resetWith: ['phoneText'] },
      })
      const { planId } = await room['plan.build']({ lab })
      const end = ended(room)
      let shown: Run | null = await room['run.start']({ planId })
      const run = await end
      const changes = room.events.flatMap((event) => (event.name === 'run.changed' ? [event.body] : []))
      for (const change of changes) shown &&= withChange(shown, change)
      expect(shown).toEqual(run)
      return changes.reduce((sum, { rows }) => sum + rows.length, 0) / (run?.rows.length ?? 1)
    }
    expect(await tell(200)).toBeLessThan(4)
    expect(await tell(400)).toBeLessThan(4)
  })

  it('are undone as their undo plan says, row by row, with a proof', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    const applied = ended(room)
    const { runId } = await room['run.start']({ planId })
    await applied
    const plan = await room['run.undoPlan']({ runId })
    expect(plan.rows).toHaveLength(7)
    const undone = ended(room, 'undone')
    expect(await room['run.undo']({ runId })).toMatchObject({ runId, undo: { state: 'running' } })
    await expect(room['run.undo']({ runId })).rejects.toMatchObject({ failure: { code: 'run.busy' } })
    const body = await undone
    expect(body).toMatchObject({
      state: 'undone',
      passwordsWaiting: 0,
      undo: { state: 'done', proof: { outcome: 'same' } },
    })
    expect(body?.undo?.rows.map(({ actionId }) => actionId)).toEqual(plan.rows.map(({ actionId }) => actionId))
    expect(room.tenant.groups.size).toBe(0)
    expect(await room['run.takePasswords']({ runId })).toEqual([])
    expect(room.bugs).toEqual([])
  })

  it('can have their undo stopped, found again after a restart, and gone on with, but are not gone on with themselves', async () => {
    const room = openDesk()
    const { planId } = await room['plan.build']({ lab: sampleLab() })
    const applied = ended(room)
    const { runId } = await room['run.start']({ planId })
    await applied
    const stopped = new Promise<void>((done) => {
      room.desk.hub.subscribe((event) => {
        if (event.name === 'run.changed' && event.body.run.undo?.state === 'stopped') done()
      })
    })
    const removeMember = room.tenant.removeMember.bind(room.tenant)
    room.tenant.removeMember = async (groupId, userId) => {
      await room['run.cancel']({ runId })
      await removeMember(groupId, userId)
    }
    await room['run.undo']({ runId })
    await stopped
    room.tenant.removeMember = removeMember
    const later = openDesk(room.tenant)
    expect(await later['run.current'](undefined)).toMatchObject({ runId, state: 'done', undo: { state: 'stopped' } })
    await expect(later['run.resume']({ runId })).rejects.toMatchObject({ failure: { code: 'run.undo-begun' } })
    expect(await later['run.current'](undefined)).toMatchObject({ state: 'done', undo: { state: 'stopped' } })
    const undone = ended(later, 'undone')
    await later['run.undo']({ runId })
    expect((await undone)?.undo).toMatchObject({ state: 'done', proof: { outcome: 'same', differences: [] } })
    expect(later.bugs).toEqual([])
  })

  it('refuse a plan that is not there', async () => {
    const planId = '99999999-1111-4111-8111-111111111111' as Parameters<
      ReturnType<typeof runHandlers>['run.start']
    >[0]['planId']
    await expect(openDesk()['run.start']({ planId })).rejects.toMatchObject({ failure: { code: 'plan.unknown' } })
  })
})

describe('recordings', () => {
  async function begun(learner?: Learner) {
    const room = openDesk()
    room.tenant.addUser('balas@lab.onmicrosoft.com')
    room.tenant.addUser('grady@lab.onmicrosoft.com')
    await room.tenant.createGroup({
      displayName: 'SSPRTesters',
      description: '',
      mailNickname: 'ssprtesters',
      uniqueName: null,
    })
    return {
      room,
      recording: await room['recording.start'](learner ? { lab: sampleLab(), learner } : { lab: sampleLab() }),
    }
  }

  it('are carried on after a restart by one recorder, however many ask at once', async () => {
    const { room, recording } = await begun()
    await room.desk.leave()
    const later = openDesk(room.tenant)
    const [one, other] = await Promise.all([
      later['recording.current'](undefined),
      later['recording.current'](undefined),
    ])
    expect(one?.recordingId).toBe(recording.recordingId)
    expect(other?.recordingId).toBe(recording.recordingId)
    const { recordingId } = recording
    await later['recording.openStep']({ recordingId, stepId: 'register' })
    const summary = await later['recording.finish']({ recordingId })
    const [listed] = await evidenceHandlers(later.desk)['evidence.list'](undefined)
    expect(listed).toEqual(summary)
    expect(summary.integrity).toBe('intact')
    expect(later.bugs).toEqual([])
  })

  it('carry the learner’s name and the mark of the class into the evidence, over a restart', async () => {
    const { room } = await begun({ name: 'Ada', classCode: 'Blue-Fox 7' })
    await room.desk.leave()
    const later = openDesk(room.tenant)
    const recordingId = (await later['recording.current'](undefined))?.recordingId
    if (recordingId === undefined) throw new Error('it was not carried on')
    const base64Picture = samplePicture.toString('base64')
    await later['recording.attach']({ recordingId, stepId: 'register', name: 'page.png', base64: base64Picture })
    const { evidenceId } = await later['recording.finish']({ recordingId })
    const evidence = evidenceHandlers(later.desk)
    const { fileName, base64 } = await evidence['evidence.file']({ evidenceId })
    const check = (classCode: string) => evidence['evidence.check']({ fileName, base64, classCode })
    expect(await check('blue fox 7')).toMatchObject({
      integrity: 'intact',
      sealedHere: true,
      classCode: 'right',
      learner: 'Ada',
    })
    expect(await check('red fox 7')).toMatchObject({ integrity: 'intact', classCode: 'wrong' })
    const kept = await readdir(home, { recursive: true })
    expect(kept.filter((name) => name.endsWith('.class-key'))).toEqual([])
    const { learner, steps } = await evidence['evidence.open']({ evidenceId })
    expect(learner).toBe('Ada')
    expect(steps.flatMap((step) => step.attachments)).toMatchObject([{ name: 'page.png', inFile: true }])
    const opened = await evidence['evidence.open']({ fileName, base64 })
    expect(opened.evidenceId).toBe(evidenceId)
    const [digest = ''] = steps.flatMap((step) => step.attachments.map(({ sha256 }) => sha256))
    const shown = await evidence['evidence.picture']({ evidenceId, sha256: digest })
    expect(shown.base64).toBe(base64Picture)
    expect(await evidence['evidence.picture']({ fileName, base64, sha256: digest })).toEqual(shown)
    await expect(evidence['evidence.picture']({ evidenceId, sha256: 'a'.repeat(64) })).rejects.toMatchObject({
      failure: { code: 'picture.missing' },
    })
    const sent = await evidence['evidence.report']({ fileName: 'from Ada.resetlab', base64, format: 'md' })
    expect(sent.fileName).toBe('from Ada.md')
    const report = await evidence['evidence.report']({ evidenceId, format: 'pdf' })
    expect(report).toMatchObject({ fileName: fileName.replace('.resetlab', '.pdf'), mediaType: 'application/pdf' })
  })

  it('do not begin while one is under way', async () => {
    const { room, recording } = await begun()
    await expect(room['recording.start']({ lab: sampleLab() })).rejects.toMatchObject({
      failure: { code: 'recording.under-way' },
    })
    await room['recording.abandon']({ recordingId: recording.recordingId })
    expect(await room['recording.current'](undefined)).toBeNull()
    await room['recording.start']({ lab: sampleLab() })
    await room.desk.leave()
  })

  it('stop with the sign-out, and say so', async () => {
    const { room } = await begun()
    await room.desk.leave()
    expect(room.events).toContainEqual({ name: 'recording.changed', body: null })
    expect(room.events).toContainEqual({ name: 'recordings.changed', body: [] })
  })
})

describe('the watch over the portal step', () => {
  it('turns proven once Graph shows the effect, and then rests', async () => {
    const room = openDesk()
    const inside = room.tenant.addUser('balas@lab.onmicrosoft.com')
    room.tenant.addUser('grady@lab.onmicrosoft.com')
    const proven = new Promise<void>((done) => {
      room.desk.hub.subscribe((event) => {
        if (event.name === 'portal.changed' && event.body?.inside.verdict === 'proven') done()
        // The operator saves the portal page while the watch is looking.
        room.tenant.registrations.set(inside, {
          isSsprEnabled: true,
          isSsprRegistered: false,
          isSsprCapable: false,
          methodsRegistered: [],
          computedAt: null,
        })
      })
    })
    await room['portal.watch']({ lab: sampleLab() })
    await proven
    expect(await room['portal.current'](undefined)).toMatchObject({ watching: false, inside: { verdict: 'proven' } })
  })

  it('says why when the users are not there yet', async () => {
    const room = openDesk()
    const told = new Promise<string>((done) => {
      room.desk.hub.subscribe((event) => {
        if (event.name === 'portal.changed' && event.body?.inside.verdict === 'could-not-check') {
          done(event.body.inside.detail)
        }
      })
    })
    await room['portal.watch']({ lab: sampleLab() })
    expect(await told).toContain('balas@lab.onmicrosoft.com is not in the tenant')
  })
})

it('every call that needs a tenant says so while nobody is signed in', async () => {
  const room = openDesk()
  room.desk.setConnection(null)
  const refusals = [
    room['plan.build']({ lab: sampleLab() }),
    room['run.current'](undefined),
    room['recording.current'](undefined),
    room['recording.start']({ lab: sampleLab() }),
    (async () => room['portal.watch']({ lab: sampleLab() }))(),
  ]
  for (const refusal of refusals) {
    await expect(refusal).rejects.toMatchObject({ failure: { kind: 'sign-in-required' } })
  }
})
