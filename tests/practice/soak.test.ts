import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'

import { allOperations } from '../../src-main/practice/graph/route-table.ts'
import { startPractice } from '../../src-main/practice/index.ts'
import { graphWith, HandClock, lagsOf, newHome } from './support/practice-bench.ts'
import { randomRequests, type RandomRequest } from './support/random-requests.ts'

const guid = z.guid()
const GraphErrorBody = z.object({
  error: z.strictObject({
    code: z.string().min(1),
    message: z.string().min(1),
    details: z
      .array(z.strictObject({ code: z.string(), message: z.string(), target: z.string().optional() }))
      .optional(),
    innerError: z.strictObject({
      date: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
      'request-id': guid,
      'client-request-id': z.string(),
    }),
  }),
})
const BatchBody = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.number(), body: z.unknown().optional() })),
})

/** What is wrong with an answer, or null. */
function faultOf(status: number, headers: Headers, text: string): string | null {
  if (status >= 500 && status !== 501) return `status ${String(status)}`
  if (headers.get('request-id') === null || headers.get('client-request-id') === null) return 'no request id'
  if (status === 204) return text === '' ? null : 'a body with 204'
  if (text === '') return status === 202 ? null : `an empty body with ${String(status)}`
  if (headers.get('content-type') === 'text/plain') return status === 200 ? null : 'plain text with an error'
  const body: unknown = JSON.parse(text)
  if (status >= 400) return GraphErrorBody.safeParse(body).success ? null : `a malformed error: ${text.slice(0, 300)}`
  const batch = BatchBody.safeParse(body)
  const bad = batch.success
    ? batch.data.responses.find(
        (item) => item.status >= 400 && (item.status === 500 || !GraphErrorBody.safeParse(item.body).success),
      )
    : undefined
  return bad ? `a malformed item: ${JSON.stringify(bad).slice(0, 300)}` : null
}

async function send(baseUrl: string, token: string, request: RandomRequest): Promise<string | null> {
  const { method, path, headers, body } = request
  const answer = await fetch(`${baseUrl}/v1.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(20_000),
  })
  return faultOf(answer.status, answer.headers, await answer.text())
}

const looks = [
  'users?$top=999&$select=id,userPrincipalName,displayName,jobTitle,usageLocation,accountEnabled,assignedLicenses',
  'groups?$top=999',
  'directory/deletedItems/microsoft.graph.user?$top=999',
  'directory/deletedItems/microsoft.graph.group?$top=999',
  'policies/authenticationMethodsPolicy',
  'policies/authorizationPolicy',
  'subscribedSkus',
]

/** What Graph says of the whole tenant. */
async function look(baseUrl: string, graph: ReturnType<typeof graphWith>): Promise<unknown[]> {
  const groups = (await graph.get('groups?$top=999&$select=id')).body.list('value').map((row) => row.text('id'))
  const members = groups.map((id) => `groups/${id}/members?$top=999&$select=id`)
  const people = (await graph.get('users?$top=999&$select=id')).body.list('value').map((row) => row.text('id'))
  const methods = people.map((id) => `users/${id}/authentication/methods`)
  const found: unknown[] = []
  for (const path of [...looks, ...members, ...methods]) {
    const answer = await graph.get(path)
    found.push([path, JSON.parse(JSON.stringify(answer.body.value).replaceAll(baseUrl, '')) as unknown])
  }
  return found
}

test('10 000 random requests, valid and not: never a 500, a hang or a malformed error; and a restart changes nothing [soak]', async () => {
  const home = await newHome()
  const failures: unknown[] = []
  const clock = new HandClock()
  const options = {
    home,
    lags: lagsOf(),
    clock: clock.read,
    settings: { quota: false },
    users: 40,
    onFailure: (error: unknown) => failures.push(error),
  }
  const server = await startPractice(options)
  onTestFinished(() => server.close().catch(() => undefined))
  const graph = graphWith(server, server.info.adminToken)
  const idsOf = async (path: string): Promise<string[]> =>
    (await graph.get(`${path}?$select=id`)).body.list('value').map((row) => row.text('id'))
  const next = randomRequests('soak', {
    userIds: await idsOf('users'),
    groupIds: await idsOf('groups'),
    domain: server.info.domain,
    paths: allOperations().map(({ method, path }) => ({ method, path })),
  })
  const faults: string[] = []
  let sent = 0
  const worker = async (): Promise<void> => {
    while (sent < 10_000) {
      sent += 1
      clock.pass(50)
      const request = next()
      const fault = await send(server.baseUrl, server.info.adminToken, request)
      if (fault !== null) faults.push(`${request.method} ${request.path.slice(0, 200)}: ${fault}`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  expect(faults).toEqual([])
  expect(failures).toEqual([])
  const before = await look(server.baseUrl, graph)
  await server.close()
  const again = await startPractice(options)
  onTestFinished(() => again.close())
  expect(again.recoveredFrom).toBeNull()
  expect(await look(again.baseUrl, graphWith(again, again.info.adminToken))).toEqual(before)
}, 120_000)
