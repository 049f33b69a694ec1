/** The practice tenant with 50 000 users: starting, reading, a mixed load beside a bare server, memory. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

import { nextMessage, Practice, startChild, stopChild } from './support/child.ts'
import { load, type LoadRequest } from './support/http-load.ts'

const users = 50_000
const rounds = 5
const perRound = 4000
const connections = 32

const Bare = z.object({ baseUrl: z.string() })
const Memory = z.object({ memory: z.object({ rss: z.number(), heapUsed: z.number() }) })

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`

async function timed(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 7; round += 1) {
    const began = performance.now()
    await run()
    times.push(performance.now() - began)
  }
  return median(times)
}

/** What an apply sends, over and over: make a user, look, change, put into a group, list, and look at the policy. */
function mixedLoad(token: string, domain: string, round: number, groupId: string, ids: readonly string[]) {
  let at = 0
  return (): LoadRequest | null => {
    if (at >= perRound) return null
    at += 1
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const id = ids[(at * 7919) % ids.length] ?? ''
    const name = `bench-${String(round)}-${String(at)}`
    switch (at % 6) {
      case 0:
        return {
          method: 'POST',
          path: '/v1.0/users',
          headers,
          body: JSON.stringify({
            accountEnabled: true,
            displayName: name,
            mailNickname: name,
            userPrincipalName: `${name}@${domain}`,
            usageLocation: 'US',
            passwordProfile: { password: 'Quiet-Harbor-71', forceChangePasswordNextSignIn: false },
          }),
        }
      case 1:
        return { method: 'PATCH', path: `/v1.0/users/${id}`, headers, body: JSON.stringify({ jobTitle: name }) }
      case 2:
        return { method: 'GET', path: `/v1.0/users/${id}?$select=id,displayName,usageLocation`, headers }
      case 3:
        return { method: 'GET', path: '/v1.0/users?$top=20&$select=id,userPrincipalName', headers }
      case 4:
        return {
          method: 'PATCH',
          path: `/v1.0/groups/${groupId}`,
          headers,
          body: JSON.stringify({ description: name }),
        }
      default:
        return { method: 'GET', path: '/v1.0/policies/authenticationMethodsPolicy', headers }
    }
  }
}

const home = await mkdtemp(join(tmpdir(), 'resetlab-bench-'))
const job = JSON.stringify({ home, users, lags: 'short', settings: { quota: false } })
const first = await startChild('practice-process.ts', [job], Practice)
await stopChild(first.child)
const { child, said } = await startChild('practice-process.ts', [job], Practice)
const bare = await startChild('bare-server.ts', [], Bare)
try {
  console.log(
    `practice: ${String(users)} users: first start ${first.said.startMs.toFixed(0)} ms, next start ${said.startMs.toFixed(0)} ms`,
  )
  const get = async (path: string, eventual = false): Promise<unknown> => {
    const headers = {
      authorization: `Bearer ${said.adminToken}`,
      ...(eventual ? { consistencylevel: 'eventual' } : {}),
    }
    const answer = await fetch(`${said.baseUrl}/v1.0/${path}`, { headers })
    if (!answer.ok) throw new Error(`${path}: ${String(answer.status)}`)
    return answer.json()
  }
  const reads: [string, () => Promise<unknown>][] = [
    ['one by id', () => get(`users/admin@${said.domain}`)],
    ['first page of 999', () => get('users?$top=999')],
    ['filter by start of name', () => get("users?$filter=startswith(userPrincipalName,'zoran')&$top=999")],
    ['filter with not and count', () => get("users?$filter=not(startswith(displayName,'A'))&$count=true&$top=1", true)],
    ['search a word', () => get('users?$search="displayName:kowalski"', true)],
    ['sort and take ten', () => get('users?$orderby=displayName&$top=10')],
  ]
  const base = await timed(reads[0]?.[1] ?? (() => Promise.resolve()))
  for (const [name, run] of reads) {
    const ms = await timed(run)
    console.log(`practice: ${name}: median ${ms.toFixed(1)} ms, ${(ms / base).toFixed(1)} times one by id`)
  }
  let pages = 0
  const began = performance.now()
  const Page = z.object({ '@odata.nextLink': z.string().optional() })
  for (let link: string | undefined = 'users?$top=999&$select=id'; link !== undefined; pages += 1) {
    link = Page.parse(await get(link))['@odata.nextLink']?.split('/v1.0/')[1]
  }
  console.log(`practice: all ${String(users)} in ${String(pages)} pages: ${(performance.now() - began).toFixed(0)} ms`)

  const List = z.object({ value: z.array(z.object({ id: z.string() })) })
  const ids = List.parse(await get('users?$top=999&$select=id')).value.map(({ id }) => id)
  const [group] = List.parse(await get('groups?$select=id')).value
  const practiceRates: number[] = []
  const bareRates: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const mixed = await load(
      said.baseUrl,
      mixedLoad(said.adminToken, said.domain, round, group?.id ?? '', ids),
      connections,
    )
    if (mixed.refused > 0) throw new Error(`${String(mixed.refused)} of ${String(mixed.sent)} requests were refused`)
    const constant = await load(bare.said.baseUrl, mixedLoad('none', 'example.com', round, 'none', ids), connections)
    practiceRates.push(mixed.perSecond)
    bareRates.push(constant.perSecond)
  }
  const [own, other] = [median(practiceRates), median(bareRates)]
  console.log(
    `practice: mixed load ${own.toFixed(0)} requests/s, bare server ${other.toFixed(0)} requests/s: ${(own / other).toFixed(2)} of it`,
  )
  child.send('memory')
  const { memory } = await nextMessage(child, Memory)
  console.log(
    `practice: memory with ${String(users)} users: heap ${megabytes(memory.heapUsed)}, resident ${megabytes(memory.rss)}`,
  )
} finally {
  await stopChild(child)
  await stopChild(bare.child)
  await rm(home, { recursive: true, force: true })
}
