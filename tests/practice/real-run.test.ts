import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import type { Plan } from '../../src-main/contract/plan.ts'
import { type Bench, control, startBench } from './support/practice-bench.ts'
import { choiceOf, signedIn } from './support/real-session.ts'
import { openWindow, permit, type RealWindow, signInTo } from './support/real-window.ts'
import { addTenant } from './support/sign-in-door.ts'

async function buildPlan({ handlers }: RealWindow): Promise<Plan> {
  const lab = await handlers['lab.load']({ id: 'learn-reset' })
  return handlers['plan.build']({ lab })
}

/** What the guard asks of a person for this tenant. */
async function confirmed({ handlers }: RealWindow, { planId, domain }: Plan) {
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
    await permit(window, 'set-up')
    expect((await buildPlan(window)).obstacles).toEqual([])
  })

  test('that was held up by an ended sign-in is resumed to its end, and leaves no secret anywhere', async () => {
    const bench = await startBench({}, { settings: { quota: false } })
    const window = await openWindow(bench)
    const { handlers, untilSession } = window
    await permit(window, 'set-up')
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
    await permit(window, 'set-up')
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

describe('a yes to the guard', () => {
  /** Signed in to two tenants with everything a run needs, and ways between them. */
  async function twoTenants() {
    const bench = await startBench({}, { settings: { quota: false } })
    const fabrikam = await addTenant(bench)
    const window = await openWindow(bench)
    await permit(window, 'set-up')
    const home = signedIn(await window.handlers['session.current'](undefined)).target
    Object.assign(window.person, fabrikam.administrator)
    await signInTo(window, choiceOf(bench, { tenant: fabrikam.domain }))
    await permit(window, 'set-up')
    const away = signedIn(await window.handlers['session.current'](undefined)).target
    const goTo = ({ tenantId, operator }: typeof home) =>
      window.handlers['session.switchTo']({ tenantId, operatorId: operator.id })
    await goTo(home)
    return { bench, window, handlers: window.handlers, home, away, goTo, plan: await buildPlan(window) }
  }
  const stale = { failure: { code: 'guard.stale' } }

  test('does not outlive a switch to another tenant, not even back in the first one', async () => {
    const { window, handlers, home, away, goTo, plan } = await twoTenants()
    const given = await confirmed(window, plan)
    await goTo(away)
    await goTo(home)
    await expect(handlers['run.start']({ planId: plan.planId, ...given })).rejects.toMatchObject(stale)

    const looking = confirmed(window, plan)
    await goTo(away)
    await goTo(home)
    await expect(handlers['run.start']({ planId: plan.planId, ...(await looking) })).rejects.toMatchObject(stale)
    expect(await handlers['run.list'](undefined)).toEqual([])
  })

  test('that was being looked at during a switch writes nothing, here or there', async () => {
    const { window, handlers, home, away, goTo, plan } = await twoTenants()
    const starting = handlers['run.start']({ planId: plan.planId, ...(await confirmed(window, plan)) })
    const refused = expect(starting).rejects.toThrow()
    await goTo(away)
    await refused
    expect((await handlers['guard.marked'](undefined)).objects).toEqual([])
    await goTo(home)
    expect((await handlers['guard.marked'](undefined)).objects).toEqual([])
    expect(await handlers['run.list'](undefined)).toEqual([])
  })
})
