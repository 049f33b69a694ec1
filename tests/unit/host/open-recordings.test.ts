import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Recording, WitnessReport } from '../../../src-main/contract/recording.ts'
import type { Failure } from '../../../src-main/contract/failure.ts'
import type { StepPermissions } from '../../../src-main/contract/permissions.ts'
import { AppError } from '../../../src-main/domain/app-error.ts'
import { sourceOf } from '../../../src-main/domain/witnesses.ts'
import { createEventHub } from '../../../src-main/host/event-hub.ts'
import { createDesk } from '../../../src-main/host/handlers/desk.ts'
import { recordingHandlers } from '../../../src-main/host/handlers/recording-handlers.ts'
import { openWorkspace } from '../../../src-main/host/workspace.ts'
import type { Clock } from '../../../src-main/engine/ports.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeGraph, operatorId, tenantId } from '../../support/fake-graph.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'

const appRoot = resolve(import.meta.dirname, '../../..')
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-open-'))
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

const target = {
  kind: 'practice' as const,
  tenantId,
  displayName: 'Lab',
  domain: 'lab.onmicrosoft.com',
  operator: { id: operatorId, displayName: 'Admin', userPrincipalName: 'admin@lab.onmicrosoft.com' },
  links: sampleLinks,
}

/** A clock on which no time passes: whoever sleeps is woken by hand alone. */
const stillClock: Clock = {
  now: () => new Date('2026-11-21T09:00:00.000Z'),
  sleep: (_ms, signal) =>
    new Promise((_resolve, reject) => {
      const wake = (): void => {
        reject(AppError.of('cancelled', 'clock.cancelled'))
      }
      if (signal?.aborted === true) wake()
      signal?.addEventListener('abort', wake)
    }),
}

/** One start of the app over the same home folder and tenant, signed in. */
function startApp(graph: FakeGraph, tenant = target) {
  const bugs: unknown[] = []
  const hub = createEventHub((_name, error) => bugs.push(error))
  const workspace = { ...openWorkspace(home, appRoot), clock: stillClock }
  const desk = createDesk({ workspace, hub, hostKind: 'browser', onBug: (error) => bugs.push(error) })
  const connection = {
    graph,
    links: sampleLinks,
    target: tenant,
    grantedScopes: () => null,
    signOut: async () => undefined,
  }
  desk.setConnection(connection)
  const handlers = recordingHandlers(desk)
  const session = (change: { trouble?: Failure; permissions?: StepPermissions[] } = {}) => {
    const rest = { others: [], consentUrl: null, asking: null, notice: null, trouble: null, permissions: [] }
    hub.publish('session.changed', { state: 'signed-in', target: tenant, ...rest, ...change })
  }
  /** Resolves with the first event of an open recording that fits. */
  const seen = (fits: (recording: Recording) => boolean) =>
    new Promise<Recording>((resolve) => {
      hub.subscribe((event) => {
        if (event.name === 'recording.changed' && event.body && fits(event.body)) resolve(event.body)
      })
    })
  return { desk, bugs, session, seen, ...handlers }
}

async function scene() {
  const graph = new FakeGraph(new FakeClock())
  graph.addUser('balas@lab.onmicrosoft.com')
  graph.addUser('grady@lab.onmicrosoft.com')
  await graph.createGroup({ displayName: 'SSPRTesters', description: '', mailNickname: 'x', uniqueName: null })
  const app = startApp(graph)
  const start = () => app['recording.start']({ lab: sampleLab() })
  return { graph, app, start }
}

const reportIn = (recording: Recording, claimId: string): WitnessReport | undefined =>
  recording.steps.flatMap(({ claims }) => claims).find((claim) => claim.claimId === claimId)?.witness

const inReport = (recording: Recording, verdict: string): boolean =>
  reportIn(recording, 'sspr-on-for-test-user')?.verdict === verdict

describe('a recording that is left', () => {
  it('goes on being watched beside a new one, and comes back to the front', async () => {
    const { app, start } = await scene()
    const first = await start()
    await app['recording.leave']({ recordingId: first.recordingId })
    expect(await app['recording.current'](undefined)).toBeNull()
    const second = await start()
    const list = await app['recording.list'](undefined)
    expect(new Map(list.map(({ recordingId, isInFront }) => [recordingId, isInFront]))).toEqual(
      new Map([
        [first.recordingId, false],
        [second.recordingId, true],
      ]),
    )
    const shown = app.seen(({ recordingId }) => recordingId === first.recordingId)
    await app['recording.show']({ recordingId: first.recordingId })
    expect((await shown).watching).toBe(true)
    await app['recording.finish']({ recordingId: second.recordingId })
    expect((await app['recording.list'](undefined)).map(({ recordingId }) => recordingId)).toEqual([first.recordingId])
    expect(await app['recording.current'](undefined)).toMatchObject({ recordingId: first.recordingId })
    await app.desk.leave()
    expect(app.bugs).toEqual([])
  })

  it('says how many of its checks wait for which source', async () => {
    const { app, start } = await scene()
    const { recordingId } = await start()
    await app['recording.look']({ recordingId, stepId: 'operator-checks' })
    const [open] = await app['recording.list'](undefined)
    expect(open?.waiting.map(({ source, count }) => [source, count])).toEqual([[sourceOf.report, 2]])
    await app.desk.leave()
  })
})

describe('after a restart', () => {
  it('every open recording of the tenant is watched as soon as somebody is signed in, and no other', async () => {
    const { graph, app, start } = await scene()
    const first = await start()
    await app['recording.leave']({ recordingId: first.recordingId })
    const second = await start()
    await app.desk.leave()

    const elsewhere = startApp(graph, { ...target, tenantId: '99999999-9999-4999-8999-999999999999' })
    expect(await elsewhere['recording.list'](undefined)).toEqual([])

    const later = startApp(graph)
    const watched = later.seen(({ watching }) => watching)
    later.session()
    expect((await watched).recordingId).toBe((await later['recording.current'](undefined))?.recordingId)
    const ids = (await later['recording.list'](undefined)).map(({ recordingId }) => recordingId)
    expect(new Set(ids)).toEqual(new Set([first.recordingId, second.recordingId]))
    await later.desk.leave()
    expect(later.bugs).toEqual([])
  })
})

describe('when the sign-in ends', () => {
  it('open checks could not be checked, and go on after signing in again; nothing is lost', async () => {
    const { app, start } = await scene()
    const { recordingId } = await start()
    await app['recording.look']({ recordingId, stepId: 'operator-checks' })
    const failure: Failure = { kind: 'sign-in-required', code: 'signin.ended' }
    const stopped = app.seen((recording) => inReport(recording, 'could-not-check'))
    app.session({ trouble: failure })
    expect(reportIn(await stopped, 'sspr-on-for-test-user')?.detail).toContain('Sign in')
    const goesOn = app.seen((recording) => inReport(recording, 'not-yet-seen'))
    app.session()
    expect((await goesOn).steps[0]?.begunAt).not.toBeNull()
    await app['recording.finish']({ recordingId })
    await app.desk.leave()
    expect(app.bugs).toEqual([])
  })

  it('what a missing permission held up is asked again once it was given', async () => {
    const { graph, app, start } = await scene()
    let isGranted = false
    const [report, audit] = [graph.registrationDetail.bind(graph), graph.auditRows.bind(graph)]
    const check = (): void => {
      if (!isGranted) throw AppError.of('forbidden', 'graph.scope-missing')
    }
    graph.registrationDetail = async (userId: string) => {
      check()
      return report(userId)
    }
    graph.auditRows = async (service: string, since: string) => {
      check()
      return audit(service, since)
    }
    const { recordingId } = await start()
    await app['recording.look']({ recordingId, stepId: 'operator-checks' })
    expect(inReport(await app['recording.show']({ recordingId }), 'could-not-check')).toBe(true)
    const given = app.seen((recording) => inReport(recording, 'not-yet-seen'))
    isGranted = true
    app.session({ permissions: [{ step: 'verify', granted: ['AuditLog.Read.All'], missing: [] }] })
    expect(inReport(await given, 'not-yet-seen')).toBe(true)
    await app.desk.leave()
    expect(app.bugs).toEqual([])
  })
})
