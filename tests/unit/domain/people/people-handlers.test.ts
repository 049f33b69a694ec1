import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { createEventHub } from '../../../../src-main/host/event-hub.ts'
import { createDesk, type Desk } from '../../../../src-main/host/handlers/desk.ts'
import { peopleHandlers } from '../../../../src-main/host/handlers/people-handlers.ts'
import { openWorkspace } from '../../../../src-main/host/workspace.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { FakeGraph, operatorId, tenantId } from '../../../support/fake-graph.ts'
import { sampleLinks } from '../../../support/sample-lab.ts'

let home: string
let desk: Desk
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-people-'))
  const ignore = () => undefined
  const workspace = openWorkspace(home, resolve(import.meta.dirname, '../../../..'))
  desk = createDesk({ workspace, hub: createEventHub(ignore), hostKind: 'browser', onBug: ignore })
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

const base64 = Buffer.from('userName,displayName\nanna@lab.onmicrosoft.com,Anna\n').toString('base64')

it('cuts the domain of the tenant that is signed in to', async () => {
  desk.setConnection({
    graph: new FakeGraph(new FakeClock()),
    links: sampleLinks,
    target: {
      kind: 'practice',
      tenantId,
      displayName: 'Lab',
      domain: 'lab.onmicrosoft.com',
      operator: { id: operatorId, displayName: 'Admin', userPrincipalName: 'admin@lab.onmicrosoft.com' },
      links: sampleLinks,
    },
    signOut: async () => undefined,
  })
  const file = await peopleHandlers(desk)['people.read']({ fileName: 'people.csv', base64 })
  expect(file).toMatchObject({ domain: 'lab.onmicrosoft.com', rows: [{ userName: 'anna', problems: [] }] })
})

it('reads a file while nobody is signed in, and says that its domains were not checked', async () => {
  const file = await peopleHandlers(desk)['people.read']({ fileName: 'people.csv', base64 })
  expect(file.domain).toBeNull()
  expect(file.rows[0]?.problems).toMatchObject([{ code: 'other-domain', suggestion: 'anna' }])
})

it('refuses what is too large before it is unpacked', async () => {
  const large = 'A'.repeat(12 * 1024 * 1024)
  await expect(
    peopleHandlers(desk)['people.read']({ fileName: '/home/me/people.csv', base64: large }),
  ).rejects.toMatchObject({
    failure: { code: 'people.unreadable', params: { file: 'people.csv', why: 'it is larger than 8 MB' } },
  })
})
