import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

import { createPlayer, type Player } from '../../../src-main/host/rehearse/player.ts'
import {
  type Lags,
  type PracticeOptions,
  newSigningKey,
  type PracticeServer,
  startPractice,
} from '../../../src-main/practice/index.ts'

/** An answer of the practice Graph, read as loosely as a test needs. */
export interface GraphAnswer {
  status: number
  headers: Headers
  body: Json
}

/** A JSON value with a comfortable way in. */
export class Json {
  readonly value: unknown

  constructor(value: unknown) {
    this.value = value
  }

  at(...path: (string | number)[]): Json {
    let value = this.value
    for (const key of path) {
      value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
    }
    return new Json(value)
  }

  text(...path: (string | number)[]): string {
    return z.string().parse(this.at(...path).value)
  }

  list(...path: (string | number)[]): Json[] {
    return z
      .array(z.unknown())
      .parse(this.at(...path).value)
      .map((value) => new Json(value))
  }
}

export interface Graph {
  get(path: string, headers?: Record<string, string>): Promise<GraphAnswer>
  send(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<GraphAnswer>
}

export function graphWith(server: PracticeServer, token: string): Graph {
  const call = async (method: string, path: string, body: unknown, headers: Record<string, string>) => {
    const url = path.startsWith('http') ? path : `${server.info.graphUrl}/v1.0/${path}`
    const answer = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false
    const value: unknown = isJson && text !== '' ? JSON.parse(text) : text
    return { status: answer.status, headers: answer.headers, body: new Json(value) }
  }
  return {
    get: (path, headers = {}) => call('GET', path, undefined, headers),
    send: (method, path, body, headers = {}) => call(method, path, body, headers),
  }
}

/** A clock the test moves by hand. */
export class HandClock {
  now = Date.parse('2026-11-16T09:00:00Z')
  readonly read = (): number => this.now

  readonly wait = (ms: number): Promise<void> => {
    this.pass(ms)
    return Promise.resolve()
  }

  pass(ms: number): void {
    this.now += ms
  }
}

export interface Bench {
  server: PracticeServer
  graph: Graph
  player: Player
  clock: HandClock
  home: string
}

/** Waits as exact times, in milliseconds; what is not named does not wait at all. */
export type Waits = Partial<Record<keyof Lags, number>>

const exact = (ms = 0): [number, number] => [ms, ms]

export const lagsOf = (waits: Waits = {}): Lags => ({
  readAfterCreate: exact(waits.readAfterCreate),
  index: exact(waits.index),
  policy: exact(waits.policy),
  groupLicence: exact(waits.groupLicence),
  audit: exact(waits.audit),
  report: exact(waits.report),
})

export async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-practice-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  return home
}

/** One for all tests of a file: to make one takes longer than most tests. */
const signingKey = newSigningKey()

/** A practice tenant of its own for one test, gone when the test is over. */
export async function startBench(waits: Waits = {}, options: Partial<PracticeOptions> = {}): Promise<Bench> {
  const home = await newHome()
  const clock = new HandClock()
  const server = await startPractice({ home, lags: lagsOf(waits), clock: clock.read, signingKey, ...options })
  onTestFinished(() => server.close())
  const player = createPlayer(server.info, { now: clock.read, wait: clock.wait })
  return { server, graph: graphWith(server, server.info.adminToken), player, clock, home }
}

export const p2 = '84a661c4-e949-4bd2-a560-ed7766fcaf2b'

export interface Person {
  id: string
  upn: string
  password: string
}

let count = 0

/** A user made through Graph, with a licence unless the test says no. */
export async function addPerson(bench: Bench, name: string, options: { licence?: boolean } = {}): Promise<Person> {
  const upn = `${name}@${bench.server.info.domain}`
  count += 1
  const password = `Grove-${String(count)}-Lantern!`
  const made = await bench.graph.send('POST', 'users', {
    accountEnabled: true,
    displayName: `${name} Tester`,
    mailNickname: name,
    userPrincipalName: upn,
    usageLocation: 'US',
    passwordProfile: { password, forceChangePasswordNextSignIn: false },
  })
  const id = made.body.text('id')
  if (options.licence !== false) await licence(bench, id)
  return { id, upn, password }
}

export async function licence(bench: Bench, userId: string): Promise<void> {
  await bench.graph.send('POST', `users/${userId}/assignLicense`, {
    addLicenses: [{ skuId: p2, disabledPlans: [] }],
    removeLicenses: [],
  })
}

export async function addGroup(bench: Bench, displayName: string, memberIds: string[]): Promise<string> {
  const made = await bench.graph.send('POST', 'groups', {
    displayName,
    mailEnabled: false,
    mailNickname: displayName.toLowerCase().replace(/[^a-z0-9]/g, ''),
    securityEnabled: true,
    'members@odata.bind': memberIds.map((id) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`),
  })
  return made.body.text('id')
}

const methodTypes = { Email: 'email', Sms: 'sms', SoftwareOath: 'softwareOath' } as const

export async function switchOn(bench: Bench, method: keyof typeof methodTypes, groupId: string): Promise<void> {
  await bench.graph.send('PATCH', `policies/authenticationMethodsPolicy/authenticationMethodConfigurations/${method}`, {
    '@odata.type': `#microsoft.graph.${methodTypes[method]}AuthenticationMethodConfiguration`,
    state: 'enabled',
    includeTargets: [{ id: groupId, targetType: 'group', isRegistrationRequired: false }],
  })
}

export interface Pilot {
  member: Person
  outsider: Person
  groupId: string
}

/** Group, member, outsider, methods, licences and the portal step: everything a lab prepares. */
export async function preparePilot(
  bench: Bench,
  settings: Partial<Parameters<Player['setPasswordReset']>[1]> = {},
): Promise<Pilot> {
  const { server, graph, player } = bench
  const me = await graph.get('me')
  await licence(bench, me.body.text('id'))
  const member = await addPerson(bench, 'balas')
  const outsider = await addPerson(bench, 'gradya')
  const groupId = await addGroup(bench, 'SSPRTesters', [member.id])
  await switchOn(bench, 'Email', groupId)
  await switchOn(bench, 'Sms', groupId)
  await player.setPasswordReset(
    { userPrincipalName: server.info.adminUpn, password: server.info.adminPassword },
    {
      scope: 'selected',
      groupName: 'SSPRTesters',
      methodsRequired: 1,
      requireAtSignIn: true,
      reconfirmDays: 180,
      notifyUsers: true,
      notifyAdmins: false,
      helpdesk: null,
      ...settings,
    },
  )
  return { member, outsider, groupId }
}

/** Reasons and activities of audit rows about one user, oldest first. */
export async function auditTrail(bench: Bench, userId: string, service: string): Promise<Json[]> {
  const filter = `loggedByService eq '${service}' and targetResources/any(t:t/id eq '${userId}')`
  const answer = await bench.graph.get(`auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}`)
  return answer.body.list('value').toReversed()
}

/** Graph as this person sees it, with these scopes (all of the labs' when none are named). */
export async function graphAs(bench: Bench, userPrincipalName: string, scopes?: readonly string[]): Promise<Graph> {
  const answer = await fetch(`${bench.server.baseUrl}/control/tokens`, {
    method: 'POST',
    body: JSON.stringify({ userPrincipalName, ...(scopes ? { scopes } : {}) }),
  })
  const { accessToken } = z.object({ accessToken: z.string() }).parse(await answer.json())
  return graphWith(bench.server, accessToken)
}

/** One call to the control room; throws what it says when it refuses. */
export async function control(bench: Bench, method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await fetch(`${bench.server.baseUrl}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} /control/${path}: ${String(answer.status)} ${text}`)
  return new Json(text === '' ? null : JSON.parse(text))
}
