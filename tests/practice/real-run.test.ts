import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'

import type { Plan } from '../../src-main/contract/plan.ts'
import type { Session } from '../../src-main/contract/tenant.ts'
import type { HubEvent } from '../../src-main/host/event-hub.ts'
import { openRooms } from '../../src-main/host/open-rooms.ts'
import { type Bench, control, newHome, startBench } from './support/practice-bench.ts'
import { choiceOf, signedIn } from './support/real-session.ts'
import { addTenant } from './support/sign-in-door.ts'

const root = new URL('../..', import.meta.url).pathname

/** The rooms behind a window, with a person who signs in wherever a page opens. */
async function openWindow(bench: Bench) {
  const home = await newHome()
  const lines: string[] = []
  const events: HubEvent[] = []
  const { adminUpn, adminPassword } = bench.server.info
  const person = { upn: adminUpn, password: adminPassword }
  const rooms = openRooms({
    home,
    appRoot: root,
    hostKind: 'electron',
    log: (line) => lines.push(line),
    openInBrowser: (url) => bench.player.openSignIn(url, person.upn, person.password),
  })
  onTestFinished(() => rooms.close())
  rooms.hub.subscribe((event) => events.push(event))
  const { handlers } = rooms
  const untilSession = (fits: (session: Session) => boolean): Promise<void> =>
    new Promise((resolve) => {
      rooms.hub.subscribe((event) => {
        if (event.name === 'session.changed' && fits(event.body)) resolve()
      })
    })
  const untilRunEnds = (): Promise<void> =>
    new Promise((resolve) => {
      rooms.hub.subscribe((event) => {
        if (event.name === 'run.changed' && event.body.run.endedAt !== null) resolve()
      })
    })
  const settled = untilSession((session) => session.state === 'signed-in' && session.asking === null)
  await handlers['session.signIn']({ choice: choiceOf(bench), way: 'browser' })
  await settled
  return { home, lines, events, handlers, untilSession, untilRunEnds, person }
}

type Window = Awaited<ReturnType<typeof openWindow>>

async function permit({ handlers, untilSession }: Window): Promise<void> {
  const given = untilSession((session) => session.state === 'signed-in' && session.asking === null)
  await handlers['session.permit']({ step: 'set-up', way: 'browser' })
  await given
}

async function buildPlan({ handlers }: Window): Promise<Plan> {
  const lab = await handlers['lab.load']({ id: 'learn-reset' })
  return handlers['plan.build']({ lab })
}

/** What the guard asks of a person for this tenant. */
async function confirmed({ handlers }: Window, { planId, domain }: Plan) {
  const reading = await handlers['guard.look']({ planId })
  return reading ? { confirmation: { readingId: reading.readingId, domain, reason: '' } } : {}
}

const end91Days = (bench: Bench) => control(bench, 'POST', 'clock', { advanceMs: 91 * 86_400_000 })

async function everythingIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name))
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n')
}

describe('a run in a real tenant', () => {
  test('is not begun without the permissions, and the plan names what is missing', async () => {
    const bench = await startBench({}, { settings: { quota: false } })
    const window = await openWindow(bench)
    const plan = await buildPlan(window)
    expect(plan.obstacles.join(' ')).toContain('User.ReadWrite.All was not granted')
    await expect(window.handlers['run.start']({ planId: plan.planId })).rejects.toMatchObject({
      failure: { kind: 'consent-required', code: 'signin.missing-permission' },
    })
    await permit(window)
    expect((await buildPlan(window)).obstacles).toEqual([])
  })

  test('that was held up by an ended sign-in is resumed to its end, and leaves no secret anywhere', async () => {
    const bench = await startBench({}, { settings: { quota: false } })
    const window = await openWindow(bench)
    const { handlers, untilSession } = window
    await permit(window)
    const plan = await buildPlan(window)
    const given = await confirmed(window, plan)
    await end91Days(bench)

    const held = untilSession((session) => session.state === 'signed-in' && session.trouble !== null)
    const started = handlers['run.start']({ planId: plan.planId, ...given })
    await held
    await handlers['session.giveUp'](undefined)
    await expect(started).rejects.toMatchObject({ failure: { code: 'signin.given-up' } })

    const back = untilSession((session) => session.state === 'signed-in' && session.trouble === null)
    await handlers['session.signInAgain']({ way: 'browser' })
    await back
    const done = window.untilRunEnds()
    await handlers['run.start']({ planId: plan.planId, ...(await confirmed(window, plan)) })
    await done
    const run = await handlers['run.current'](undefined)
    expect(run?.state).toBe('done')

    const passwords = run ? await handlers['run.takePasswords']({ runId: run.runId }) : []
    const everything = [JSON.stringify(window.events), ...window.lines, await everythingIn(window.home)].join('\n')
    for (const secret of [bench.server.info.adminPassword, ...passwords.map(({ password }) => password)]) {
      expect(everything).not.toContain(secret)
    }
    // The beginning of every JSON Web Token, and what the sign-in would be told by.
    expect(everything.match(/.{0,30}(?:eyJ[\w-]{10,}\.|refresh_?token|code_verifier).{0,30}/gi)).toBeNull()
  })

  test('belongs to its tenant: in another one it is neither shown nor gone on with', async () => {
    const bench = await startBench({}, { settings: { quota: false } })
    const fabrikam = await addTenant(bench)
    const window = await openWindow(bench)
    const { handlers, untilSession } = window
    await permit(window)
    const plan = await buildPlan(window)
    const done = window.untilRunEnds()
    const { runId } = await handlers['run.start']({ planId: plan.planId, ...(await confirmed(window, plan)) })
    await done

    Object.assign(window.person, fabrikam.administrator)
    const there = untilSession(
      (session) =>
        session.state === 'signed-in' && session.asking === null && session.target.domain === fabrikam.domain,
    )
    await handlers['session.signIn']({ choice: choiceOf(bench, { tenant: fabrikam.domain }), way: 'browser' })
    await there
    expect(await handlers['run.current'](undefined)).toBeNull()
    await expect(handlers['run.undoPlan']({ runId })).rejects.toMatchObject({ failure: { code: 'run.other-tenant' } })
    const { target, others } = signedIn(await handlers['session.current'](undefined))
    expect(target.domain).toBe(fabrikam.domain)
    const [first] = others
    if (!first) throw new Error('The first tenant is gone')
    await handlers['session.switchTo']({ tenantId: first.tenantId, operatorId: first.operator.id })
    expect(await handlers['run.current'](undefined)).toMatchObject({ runId, state: 'done' })
  })
})
