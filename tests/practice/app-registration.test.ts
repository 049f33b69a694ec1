import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'

import type { AppRegistrationPlan } from '../../src-main/contract/app-registration.ts'
import { applicationMark } from '../../src-main/contract/mark.ts'
import { labScopes } from '../../src-main/contract/permissions.ts'
import {
  createRegistrationCommand,
  removeRegistrationCommand,
} from '../../src-main/host/cli/app-registration-commands.ts'
import { tokenVariable } from '../../src-main/host/cli/open-real-tenant.ts'
import { openWorkspace } from '../../src-main/host/workspace.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { createMsalClient } from './support/msal-client.ts'
import { type Bench, control, newHome, startBench } from './support/practice-bench.ts'
import { openGraph } from './support/our-graph.ts'
import { choiceOf, signedIn } from './support/real-session.ts'
import { openWindow, permit, type RealWindow, signInTo } from './support/real-window.ts'
import { administrator } from './support/sign-in-door.ts'

const ask = undefined
const root = new URL('../..', import.meta.url).pathname
const Made = z.object({ clientId: z.uuid(), consentUrl: z.url() })

async function confirmed({ handlers }: RealWindow, { planId, domain }: AppRegistrationPlan) {
  const reading = await handlers['guard.look']({ planId })
  return { planId, ...(reading ? { confirmation: { readingId: reading.readingId, domain, reason: '' } } : {}) }
}

async function open() {
  const bench = await startBench({}, { settings: { quota: false } })
  const window = await openWindow(bench)
  return { bench, window, handlers: window.handlers }
}

async function register(window: RealWindow) {
  const { handlers } = window
  await permit(window, 'register')
  const made = await handlers['appRegistration.create'](
    await confirmed(window, await handlers['appRegistration.plan'](ask)),
  )
  if (made.clientId === null) throw new Error(`Nothing was registered: ${JSON.stringify(made.run.rows)}`)
  return { ...made, clientId: made.clientId }
}

function signInThrough(bench: Bench, clientId: string) {
  const { upn, password } = administrator(bench)
  return createMsalClient(bench.server, { clientId }).acquireTokenInteractive({
    scopes: ['User.Read', 'Organization.Read.All'],
    openBrowser: (url) => bench.player.openSignIn(url, upn, password),
  })
}

describe('an app registration of the tenant’s own', () => {
  test('is not made without its permission, without a confirmation, or in read-only mode', async () => {
    const { window, handlers } = await open()
    expect((await handlers['guard.marked'](ask)).unread).toContain('Application.ReadWrite.All')
    const early = await handlers['appRegistration.plan'](ask)
    expect(early.obstacles.join()).toContain('Application.ReadWrite.All was not granted')
    await expect(handlers['appRegistration.create']({ planId: early.planId })).rejects.toMatchObject({
      failure: { code: 'signin.missing-permission' },
    })
    await permit(window, 'register')
    const plan = await handlers['appRegistration.plan'](ask)
    expect(plan.obstacles).toEqual([])
    await expect(handlers['appRegistration.create']({ planId: plan.planId })).rejects.toMatchObject({
      failure: { code: 'guard.unconfirmed' },
    })
    const given = await confirmed(window, plan)
    await handlers['settings.change']({ isReadOnly: true })
    await expect(handlers['appRegistration.create'](given)).rejects.toMatchObject({
      failure: { code: 'guard.read-only' },
    })
    expect(await handlers['appRegistration.current'](ask)).toBeNull()
  })

  test('lets the real MSAL in, is offered at the next sign-in, and lets nobody in once it is removed', async () => {
    const { bench, window, handlers } = await open()
    const { run, clientId, consentUrl, isInUse } = await register(window)
    expect([run.state, isInUse]).toEqual(['done', false])
    const consent = new URL(consentUrl ?? '')
    expect(consent.searchParams.get('client_id')).toBe(clientId)
    expect(consent.searchParams.get('scope')?.match(/https:/g)).toHaveLength(labScopes.length)
    expect((await signInThrough(bench, clientId)).account?.username).toBe(bench.server.info.adminUpn)

    const [registered] = (await bench.graph.get('applications')).body.list('value')
    expect(registered?.value).toMatchObject({
      appId: clientId,
      signInAudience: 'AzureADMyOrg',
      isFallbackPublicClient: true,
      publicClient: { redirectUris: ['http://localhost'] },
      tags: [applicationMark(run.runId)],
    })
    const listed = registered?.list('requiredResourceAccess', 0, 'resourceAccess').map((each) => each.text('id'))
    expect(new Set(listed).size).toBe(labScopes.length)

    expect(await handlers['guard.marked'](ask)).toMatchObject({
      objects: [{ type: 'application', name: 'ResetLab', runId: run.runId }],
      unread: null,
    })
    const offered = await handlers['session.remembered'](ask)
    expect(offered.map(({ choice }) => choice.clientId)).toEqual([clientId, null])
    const { rows } = await handlers['appRegistration.undoPlan']({ runId: run.runId })
    expect(rows).toHaveLength(2)
    const gone = await handlers['appRegistration.remove']({ runId: run.runId })
    expect(gone).toMatchObject({ clientId: null, run: { state: 'undone', undo: { proof: { outcome: 'same' } } } })
    expect(await handlers['appRegistration.current'](ask)).toBeNull()
    expect((await handlers['session.remembered'](ask)).map(({ choice }) => choice.clientId)).toEqual([null])
    await expect(signInThrough(bench, clientId)).rejects.toThrow(/700016|AADSTS/)
    expect((await bench.graph.get('directory/deletedItems/microsoft.graph.application')).body.list('value')).toEqual([])
  })

  test('is not removed through itself, but from the other sign-in', async () => {
    const { bench, window, handlers } = await open()
    const { run, clientId } = await register(window)
    await signInTo(window, choiceOf(bench, { clientId }))
    expect(signedIn(await handlers['session.current'](ask)).target.domain).toBe(bench.server.info.domain)
    expect(await handlers['appRegistration.current'](ask)).toMatchObject({ clientId, isInUse: true })
    await permit(window, 'register')
    await expect(handlers['appRegistration.remove']({ runId: run.runId })).rejects.toMatchObject({
      failure: { code: 'registration.in-use' },
    })
    await signInTo(window, choiceOf(bench))
    await permit(window, 'register')
    expect(await handlers['appRegistration.remove']({ runId: run.runId })).toMatchObject({ run: { state: 'undone' } })
  })

  test('that is not known everywhere yet has no service principal yet, and then one', async () => {
    const bench = await startBench({ readAfterCreate: 60_000 })
    const graph = await openGraph(bench)
    const { appId } = (await graph.createApplication({ displayName: 'Lab', permissions: [], mark: 'lab:1' })).value
    expect((await graph.applications()).value).toEqual([])
    await expect(graph.createServicePrincipal(appId)).rejects.toMatchObject({ failure: { kind: 'not-found' } })
    bench.clock.pass(60_000)
    const made = (await graph.createServicePrincipal(appId)).value
    bench.clock.pass(60_000)
    expect((await graph.findServicePrincipal(appId)).value).toBe(made)
    await expect(graph.createServicePrincipal(appId)).rejects.toMatchObject({ failure: { kind: 'conflict' } })
    expect((await graph.findServicePrincipal(crypto.randomUUID())).value).toBeNull()
  })

  test('of which the journal is damaged is named in the next plan, with what to do', async () => {
    const { window, handlers } = await open()
    const { run } = await register(window)
    const file = `app-registrations/${run.runId}.jsonl`
    const path = join(window.home, file)
    const [first, ...others] = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, [first, 'not a line', ...others.slice(1)].join('\n'))
    expect(await handlers['appRegistration.current'](ask)).toBeNull()
    const { cautions } = await handlers['appRegistration.plan'](ask)
    expect(cautions.join()).toContain(`The file ${file} is damaged`)
    expect(cautions.join()).toContain('An earlier run registered ResetLab')
  })

  test('is one at a time, and belongs to its tenant', async () => {
    const { window, handlers } = await open()
    const { run } = await register(window)
    const again = await handlers['appRegistration.plan'](ask)
    expect(again.cautions.join()).toContain('An earlier run registered ResetLab')
    await expect(handlers['appRegistration.create'](await confirmed(window, again))).rejects.toMatchObject({
      failure: { code: 'registration.exists' },
    })
    expect((await handlers['run.list'](ask)).length).toBe(0)
    expect((await handlers['appRegistration.current'](ask))?.run.runId).toBe(run.runId)
  })
})

describe('an app registration made on the command line', () => {
  test('is offered at the next sign-in, with the page for administrators, and forgotten once it is removed', async () => {
    const bench = await startBench({}, { settings: { quota: false } })
    const { domain, loginUrl, graphUrl, portalUrl, adminUpn } = bench.server.info
    const scopes = [...labScopes, 'Application.ReadWrite.All']
    const token = await control(bench, 'POST', 'tokens', { userPrincipalName: adminUpn, scopes })
    vi.stubEnv(tokenVariable, token.text('accessToken'))
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    // By the clock of the tenant: its tokens would have expired by ours.
    const clock = new FakeClock(new Date(bench.clock.now).toISOString())
    const workspace = { ...openWorkspace(await newHome(), root), clock }
    const options = { tenant: domain, loginUrl, graphUrl, portalUrl, yes: true }
    const offered = async () =>
      (await workspace.remembered.list()).map(({ choice }) => [choice.tenant, choice.clientId])

    const made = await createRegistrationCommand(workspace, options)
    const { clientId, consentUrl } = Made.parse(made.document)
    expect(new URL(consentUrl).searchParams.get('client_id')).toBe(clientId)
    expect(made.lines.join('\n')).toContain(consentUrl)
    expect(await offered()).toEqual([[domain, clientId]])

    expect((await removeRegistrationCommand(workspace, options)).exitCode).toBe(0)
    expect(await offered()).toEqual([])
  })
})
