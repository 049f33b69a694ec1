import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { unzipSync } from 'fflate'
import { expect, test, vi } from 'vitest'

import { ReportFormat } from '../../src-main/contract/report.ts'
import type { StepId } from '../../src-main/contract/recording.ts'
import type { Handlers } from '../../src-main/host/serve-calls.ts'
import { pdfPages } from '../support/expect-every-report.ts'
import { type Bench, control, startBench } from './support/practice-bench.ts'
import type { RunId } from '../../src-main/contract/plan.ts'
import { openWindow, permit } from './support/real-window.ts'
import { administrator } from './support/sign-in-door.ts'

/** What a handler answers crosses the bridge, and is all the window can ever hold; `answers` takes it down. */
function overheard(handlers: Handlers, answers: unknown[], except: readonly (keyof Handlers)[]): Handlers {
  return new Proxy(handlers, {
    get(target, name, receiver) {
      const handle: unknown = Reflect.get(target, name, receiver)
      if (typeof handle !== 'function' || except.some((each) => each === name)) return handle
      return async (given: unknown) => {
        const answer: unknown = await Reflect.apply(handle, target, [given])
        answers.push(answer)
        return answer
      }
    },
  })
}

/** Every token, code and key that goes between us and the sign-in server or Graph, as it was sent. */
function takeDownSecrets(): Set<string> {
  const seen = new Set<string>()
  const ask = globalThis.fetch
  const note = (value: unknown): void => {
    if (typeof value === 'string' && value.length >= 20) seen.add(value)
  }
  vi.stubGlobal('fetch', async (...asked: Parameters<typeof fetch>) => {
    const [to, init] = asked
    const url = to instanceof Request ? to.url : String(to)
    note(new Headers(init?.headers).get('authorization')?.replace(/^Bearer /, ''))
    const isToken = url.includes('/oauth2/v2.0/')
    if (isToken && typeof init?.body === 'string') {
      const sent = new URLSearchParams(init.body)
      for (const field of ['code', 'code_verifier', 'refresh_token', 'device_code']) note(sent.get(field))
    }
    const answer = await ask(...asked)
    if (isToken && answer.headers.get('content-type')?.includes('json')) {
      const body: unknown = await answer.clone().json()
      for (const field of ['access_token', 'refresh_token', 'id_token', 'client_info', 'device_code']) {
        note(typeof body === 'object' && body !== null ? Reflect.get(body, field) : null)
      }
    }
    return answer
  })
  return seen
}

/** As text, archives opened. */
function readable(bytes: Uint8Array): string {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  const parts = isZip ? Object.values(unzipSync(bytes)) : [bytes]
  return parts.map((part) => Buffer.from(part).toString('latin1')).join('\n')
}

async function everythingIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name))
  return (await Promise.all(files.map(async (file) => readable(await readFile(file))))).join('\n')
}

/** Codes the test user was sent, from the practice inbox. */
async function codesSent({ server }: Bench): Promise<string[]> {
  const page = await (await fetch(server.info.inboxUrl)).text()
  return [...page.matchAll(/\b(\d{6})\b/g)].flatMap(([, code]) => code ?? [])
}

async function setUp(bench: Bench) {
  const window = await openWindow(bench)
  const answers: unknown[] = []
  // The one answer that holds passwords on purpose.
  const handlers = overheard(window.handlers, answers, ['run.takePasswords'])
  await permit(window, 'set-up')
  await permit(window, 'verify')
  const lab = await handlers['lab.load']({ id: 'learn-reset' })
  const { planId, domain } = await handlers['plan.build']({ lab })
  const reading = await handlers['guard.look']({ planId })
  if (reading === null) throw new Error('A real tenant has a reading.')
  const done = window.untilRunEnds()
  const { runId } = await handlers['run.start']({
    planId,
    confirmation: { readingId: reading.readingId, domain, reason: '' },
  })
  await done
  const made = await handlers['run.takePasswords']({ runId })
  await handlers['run.current'](undefined)
  const operator = { userPrincipalName: administrator(bench).upn, password: administrator(bench).password }
  await bench.player.setPasswordReset(operator, {
    scope: 'selected',
    groupName: lab.group.displayName,
    methodsRequired: 1,
    requireAtSignIn: true,
    reconfirmDays: 180,
    notifyUsers: true,
    notifyAdmins: false,
    helpdesk: null,
  })
  return { window, handlers, answers, lab, domain, runId, passwords: made }
}

/** A sign-in that ends and is taken up again, an app registration made and removed, and the run undone. */
async function endAndTakeBack(
  bench: Bench,
  window: Awaited<ReturnType<typeof openWindow>>,
  handlers: Handlers,
  runId: RunId,
): Promise<void> {
  await control(bench, 'POST', 'clock', { advanceMs: 91 * 86_400_000 })
  const ended = window.untilSession((session) => session.state === 'signed-in' && session.trouble !== null)
  const looking = handlers['tenant.look'](undefined)
  await ended
  const again = window.untilSession((session) => session.state === 'signed-in' && session.trouble === null)
  await handlers['session.signInAgain']({ way: 'browser' })
  await again
  await looking
  await permit(window, 'register')
  const plan = await handlers['appRegistration.plan'](undefined)
  const reading = await handlers['guard.look']({ planId: plan.planId })
  const confirmation = reading && { readingId: reading.readingId, domain: plan.domain, reason: '' }
  const made = await handlers['appRegistration.create']({ planId: plan.planId, ...(confirmation && { confirmation }) })
  await handlers['appRegistration.remove']({ runId: made.run.runId })
  const undone = new Promise<void>((resolve) => {
    window.onEvent((event) => {
      if (event.name === 'run.changed' && event.body.run.state === 'undone') resolve()
    })
  })
  await handlers['run.undo']({ runId })
  await undone
  await handlers['session.signOut'](undefined)
}

test('a whole run and its guided test leave no secret in a log, a file, a report or anything the window is told', async () => {
  const bench = await startBench({}, { settings: { quota: false } })
  const passing = takeDownSecrets()
  const { window, handlers, answers, lab, domain, runId, passwords } = await setUp(bench)
  const upn = `balas@${domain}`
  const initial = passwords.find(({ userPrincipalName }) => userPrincipalName === upn)?.password ?? ''
  const chosen = 'Copper-Kettle-19!'

  const { recordingId } = await handlers['recording.start']({ lab })
  const step = (stepId: StepId) => handlers['recording.openStep']({ recordingId, stepId })
  const { register, resetWith, entrance, route } = lab.checklist
  await step('register')
  const registered = await bench.player.register({ upn, password: initial }, register, route)
  bench.clock.pass(60_000)
  await step('reset')
  await bench.player.reset(upn, registered, resetWith, chosen, entrance)
  const codes = await codesSent(bench)
  await step('sign-in')
  await bench.player.signIn(upn, chosen)
  for (const stepId of ['register', 'reset'] as const) {
    await handlers['recording.look']({ recordingId, stepId })
  }
  const { evidenceId } = await handlers['recording.finish']({ recordingId })
  const formats = ReportFormat.options.filter((format) => format !== 'pdf')
  const reports = await Promise.all(formats.map((format) => handlers['evidence.report']({ evidenceId, format })))
  const pdf = await handlers['evidence.report']({ evidenceId, format: 'pdf' })
  // Its text is packed.
  const pdfText = (await pdfPages(Buffer.from(pdf.base64, 'base64'))).join('\n')
  const evidence = await handlers['evidence.file']({ evidenceId })
  const saved = await handlers['run.export']({ runId })
  await endAndTakeBack(bench, window, handlers, runId)

  const files = [evidence, saved, ...reports].map(({ base64 }) => readable(Buffer.from(base64, 'base64')))
  expect(files[0]).toContain(recordingId)
  for (const report of [...files.slice(2), pdfText]) expect(report).toContain(upn)
  const told = [JSON.stringify(window.events), JSON.stringify(answers)]
  const everything = [...window.lines, ...files, pdfText, ...told, await everythingIn(window.home)].join('\n')
  expect(everything).toContain(`"${runId}"`)
  const phone = registered.phoneNumber ?? ''
  const planted = [administrator(bench).password, chosen, phone, ...passwords.map(({ password }) => password)]
  expect([passwords.length, phone.length > 6, codes.length > 0]).toEqual([2, true, true])
  const key = registered.authenticatorSecret ?? ''
  for (const secret of [...planted, phone.replace(/\D/g, ''), ...(key === '' ? [] : [key])]) {
    expect(everything).not.toContain(secret)
  }
  // The sign-ins, their renewals, and the tokens of every request; a part of one would be too much.
  expect(passing.size).toBeGreaterThan(12)
  expect([...passing].filter((secret) => secret.startsWith('eyJ')).length).toBeGreaterThan(4)
  for (const secret of passing) {
    expect(everything).not.toContain(secret.slice(0, 40))
    expect(everything).not.toContain(secret.slice(-20))
  }
  for (const code of codes) expect(everything).not.toMatch(new RegExp(`(?<![\\d.])${code}(?!\\d)`))
  // The beginning of every JSON Web Token, and what the sign-in would be told by.
  expect(everything.match(/.{0,30}(?:eyJ[\w-]{10,}\.|refresh_?token|code_verifier).{0,30}/gi)).toBeNull()
})
