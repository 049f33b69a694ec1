import { describe, expect, test } from 'vitest'

import type { Plan, RunId } from '../../src-main/contract/plan.ts'
import type { Recording } from '../../src-main/contract/recording.ts'
import type { RunHead } from '../../src-main/contract/run.ts'
import { resolveLab } from '../../src-main/storage/lab-file.ts'
import { guardHandlers } from '../../src-main/host/handlers/guard-handlers.ts'
import { recordingHandlers } from '../../src-main/host/handlers/recording-handlers.ts'
import { runHandlers } from '../../src-main/host/handlers/run-handlers.ts'
import { type Bench, startBench } from './support/practice-bench.ts'
import { choiceOf, openSession } from './support/real-session.ts'

const day = 24 * 3_600_000

/** How a sign-in can end, by the clock or by a word, with the code the sign-in server gives for it. */
type Ending = (bench: Bench) => Promise<unknown>
const endings: readonly (readonly [name: string, code: string, end: Ending])[] = [
  ['was too long ago', 'signin.ended', async (bench) => bench.clock.pass(91 * day)],
  [
    'was taken back',
    'signin.revoked',
    async (bench) => {
      bench.clock.pass(2000)
      const passwordProfile = { password: bench.server.info.adminPassword, forceChangePasswordNextSignIn: false }
      await bench.graph.send('PATCH', `users/${bench.server.info.adminUpn}`, { passwordProfile })
      bench.clock.pass(2 * 3_600_000)
    },
  ],
]

/** Signed in with everything a lab needs. */
async function room() {
  const bench = await startBench({}, { settings: { quota: false } })
  const session = await openSession(bench)
  const { desk, sessions, settled, until, hub } = session
  const calls = { ...runHandlers(desk), ...guardHandlers(desk), ...recordingHandlers(desk) }
  await session.signIn(choiceOf(bench))
  for (const step of ['set-up', 'verify'] as const) {
    await sessions.permit(step, 'browser')
    await settled()
  }
  const lab = await resolveLab(desk.workspace.labsDir, 'learn-reset')
  const plan = await calls['plan.build']({ lab })
  const held = async () => {
    const found = await until((now) => now.state === 'signed-in' && now.trouble !== null)
    return found.state === 'signed-in' ? found.trouble?.code : null
  }
  const signInAgain = async (): Promise<void> => {
    await sessions.signInAgain('browser')
    await settled()
  }
  const untilRun = (state: RunHead['state']): Promise<void> =>
    new Promise((resolve) => {
      hub.subscribe((event) => {
        if (event.name === 'run.changed' && event.body.run.state === state) resolve()
      })
    })
  const begin = async ({ planId, domain }: Plan): Promise<RunId> => {
    const reading = await calls['guard.look']({ planId })
    const confirmation = reading ? { readingId: reading.readingId, domain, reason: '' } : null
    return (await calls['run.start']({ planId, ...(confirmation ? { confirmation } : {}) })).runId
  }
  const made = async () => (await calls['guard.marked'](undefined)).objects.map(({ name }) => name.replace(/@.*/, ''))
  return { ...session, bench, calls, lab, plan, begin, held, signInAgain, untilRun, made }
}

/** A run whose sign-in ends when its first row is done. */
async function heldRun(end: Ending) {
  const here = await room()
  const { bench, desk, begin, plan, held, calls } = here
  const { runs } = desk.workspace
  const append = runs.append.bind(runs)
  let hasEnded = false
  runs.append = async (runId, line) => {
    await append(runId, line)
    if (line.mark !== 'done' || hasEnded) return
    hasEnded = true
    await end(bench)
  }
  const runId = await begin(plan)
  const code = await held()
  const states = async () => (await calls['run.current'](undefined))?.rows.map(({ state }) => state) ?? []
  const marks = async () => (await runs.read(runId)).map(({ mark }) => mark)
  return { ...here, runId, code, states, marks }
}

const whole = ['balas', 'gradya', 'SSPRTesters']

describe.each(endings)('a sign-in that %s between two rows of a run (%s)', (_name, expected, end) => {
  test('holds the run up; after the sign-in it goes on, with nothing lost and nothing twice', async () => {
    const { code, calls, states, marks, signInAgain, untilRun, made } = await heldRun(end)
    expect(code).toBe(expected)
    expect((await calls['run.current'](undefined))?.state).toBe('running')
    expect(await states()).toEqual(expect.arrayContaining(['done', 'working']))
    const done = untilRun('done')
    await signInAgain()
    await done
    expect((await calls['run.current'](undefined))?.passwordsWaiting).toBe(2)
    expect(await marks()).not.toContain('failed')
    expect(await made()).toEqual(whole)
  })

  test('interrupts the run when it is put off; no row fails, and it is gone on with afterwards', async () => {
    const { runId, calls, sessions, states, marks, signInAgain, untilRun, made } = await heldRun(end)
    const interrupted = untilRun('interrupted')
    sessions.giveUp()
    await interrupted
    expect(await states()).toEqual(expect.arrayContaining(['done', 'unsettled']))
    expect(await marks()).not.toContain('failed')
    expect(await marks()).not.toContain('ended')
    await signInAgain()
    const done = untilRun('done')
    await calls['run.resume']({ runId })
    await done
    expect((await calls['run.current'](undefined))?.passwordsWaiting).toBe(2)
    expect(await made()).toEqual(whole)
  })
})

describe('a guided test whose sign-in has ended', () => {
  const verdictOf = (recording: Recording): string | undefined =>
    recording.steps.flatMap(({ claims }) => claims).find(({ claimId }) => claimId === 'password-changed')?.verdict

  test('waits with its looks, and goes on with them after the sign-in', async () => {
    const { bench, calls, lab, plan, begin, held, untilRun, signInAgain, bugs } = await room()
    const done = untilRun('done')
    await begin(plan)
    await done
    const { recordingId } = await calls['recording.start']({ lab })
    await calls['recording.openStep']({ recordingId, stepId: 'reset' })
    bench.clock.pass(91 * day)
    const looking = calls['recording.look']({ recordingId, stepId: 'reset' })
    await held()
    await signInAgain()
    expect(verdictOf(await looking)).toBe('not-yet-seen')
    expect(bugs).toEqual([])
  })
})
