import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { AppError } from '../../../../src-main/domain/app-error.ts'
import { createEventHub } from '../../../../src-main/host/event-hub.ts'
import { createDesk, type Desk } from '../../../../src-main/host/handlers/desk.ts'
import { peopleHandlers } from '../../../../src-main/host/handlers/people-handlers.ts'
import { openWorkspace } from '../../../../src-main/host/workspace.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { FakeGraph } from '../../../support/fake-graph.ts'
import { sampleLinks } from '../../../support/sample-lab.ts'
import { sampleTarget } from '../../../support/sample-target.ts'

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

function signIn(): FakeGraph {
  const graph = new FakeGraph(new FakeClock())
  desk.setConnection({
    graph,
    links: sampleLinks,
    target: sampleTarget(),
    grantedScopes: () => null,
    signOut: async () => undefined,
  })
  return graph
}

it('cuts the domain of the tenant that is signed in to, and knows its other verified ones', async () => {
  const { organisationFacts } = signIn()
  const domains = [
    { name: 'old.example', isManaged: false },
    { name: 'lab.onmicrosoft.com', isManaged: true },
    { name: 'classes.example', isManaged: true },
  ]
  Object.assign(organisationFacts, { domains })
  const file = await peopleHandlers(desk)['people.read']({ fileName: 'people.csv', base64 })
  expect(file).toMatchObject({
    domains: ['lab.onmicrosoft.com', 'classes.example'],
    rows: [{ userName: 'anna', problems: [] }],
  })
})

it('reads a file by the initial domain alone while Graph is away', async () => {
  signIn().fail('organisation', AppError.of('unreachable', 'graph.unreachable'))
  const file = await peopleHandlers(desk)['people.read']({ fileName: 'people.csv', base64 })
  expect(file).toMatchObject({ domains: ['lab.onmicrosoft.com'], rows: [{ userName: 'anna' }] })
})

describe('passwords of a file', () => {
  const withPasswords = Buffer.from(
    'userName,displayName,Password\nanna,Anna,Tr0ub4dor&3\nbo,Bo,Tr0ub4dor&4\ncy,Cy,short\n',
  ).toString('base64')
  const upn = (name: string) => `${name}@lab.onmicrosoft.com`

  it('go with the people taken over, under the names they have in the end', async () => {
    signIn()
    const handlers = peopleHandlers(desk)
    const { readingId } = await handlers['people.read']({ fileName: 'people.csv', base64: withPasswords })
    expect(await handlers['people.brought']()).toEqual([])
    const people = [
      { rowNumber: 2, userPrincipalName: upn('Anna.Berg') },
      { rowNumber: 3, userPrincipalName: upn('tr0ub') },
      { rowNumber: 4, userPrincipalName: upn('cy') },
    ]
    expect(await handlers['people.bringPasswords']({ readingId, people })).toEqual({ brought: 1, unfitRows: [3] })
    expect(await handlers['people.brought']()).toEqual([upn('anna.berg')])
    expect(desk.brought.of(upn('ANNA.berg'))).toBe('Tr0ub4dor&3')
  })

  it('that were not taken over are dropped with the file, the others with the sign-out', async () => {
    signIn()
    const handlers = peopleHandlers(desk)
    const { readingId } = await handlers['people.read']({ fileName: 'people.csv', base64: withPasswords })
    const bring = (rowNumber: number, name: string) =>
      handlers['people.bringPasswords']({ readingId, people: [{ rowNumber, userPrincipalName: upn(name) }] })
    await bring(2, 'anna')
    await handlers['people.forget']({ readingId })
    expect(await bring(3, 'bo')).toEqual({ brought: 0, unfitRows: [] })
    expect(await handlers['people.brought']()).toEqual([upn('anna')])
    await desk.leave()
    expect(await handlers['people.brought']()).toEqual([])
  })

  it('of an earlier file make way for those of a later one, also where that brings none', async () => {
    signIn()
    const handlers = peopleHandlers(desk)
    const people = [{ rowNumber: 2, userPrincipalName: upn('anna') }]
    const first = await handlers['people.read']({ fileName: 'people.csv', base64: withPasswords })
    await handlers['people.bringPasswords']({ readingId: first.readingId, people })
    const second = await handlers['people.read']({ fileName: 'people.csv', base64 })
    expect(await handlers['people.bringPasswords']({ readingId: first.readingId, people: [] })).toMatchObject({
      brought: 0,
    })
    await handlers['people.bringPasswords']({ readingId: second.readingId, people })
    expect(await handlers['people.brought']()).toEqual([])
  })
})

describe('names that are looked up in the tenant', () => {
  it('are taken, lie in the recycle bin, or have a domain that cannot be used', async () => {
    const graph = signIn()
    graph.addUser('anna@lab.onmicrosoft.com', 'DE')
    await graph.deleteUser(graph.addUser('Bo@lab.onmicrosoft.com'))
    const names = ['anna', 'bo', 'cy', 'admin'].map((name) => `${name}@lab.onmicrosoft.com`)
    const check = await peopleHandlers(desk)['people.check']({ names: [...names, 'di@elsewhere.example'] })
    expect(check.taken.map(({ userPrincipalName, hindrance }) => [userPrincipalName, hindrance])).toEqual([
      ['admin@lab.onmicrosoft.com', 'operator'],
      ['anna@lab.onmicrosoft.com', null],
    ])
    expect(check.deleted).toEqual(['bo@lab.onmicrosoft.com'])
    expect(check.unusableDomains).toEqual(['elsewhere.example'])
  })

  it('by the thousand read the recycle bin once, and say when it may not be read', async () => {
    const graph = signIn()
    graph.fail('deletedUsers', AppError.of('forbidden', 'graph.forbidden'))
    const handlers = peopleHandlers(desk)
    for (const name of ['anna', 'bo', 'cy']) {
      expect((await handlers['people.check']({ names: [`${name}@lab.onmicrosoft.com`] })).deleted).toBeNull()
    }
    expect(graph.calls.filter((call) => call === 'deletedUsers')).toHaveLength(1)
  })

  it('are asked for again after a failure', async () => {
    const graph = signIn()
    graph.fail('organisation', AppError.of('unreachable', 'graph.unreachable'))
    const handlers = peopleHandlers(desk)
    const names = ['anna@lab.onmicrosoft.com']
    await expect(handlers['people.check']({ names })).rejects.toMatchObject({ failure: { kind: 'unreachable' } })
    expect(await handlers['people.check']({ names })).toMatchObject({ taken: [], deleted: [] })
  })
})

describe('a password that waits', () => {
  const [anna, bo] = ['anna@lab.onmicrosoft.com', 'bo@lab.onmicrosoft.com']

  async function waiting() {
    const handlers = peopleHandlers(desk)
    const readingId = desk.brought.open(new Map([[2, 'Tr0ub4dor&3']]))
    const people = [{ rowNumber: 2, userPrincipalName: anna }]
    expect(await handlers['people.bringPasswords']({ readingId, people })).toEqual({ brought: 1, unfitRows: [] })
    const names = () => handlers['people.brought'](undefined)
    return { move: (from: string, to: string | null) => handlers['people.movePassword']({ from, to }), names }
  }

  it('goes along with its person to another name, and goes when they go', async () => {
    const { move, names } = await waiting()
    expect(await move('ANNA@lab.onmicrosoft.com', bo)).toBe('moved')
    expect(await names()).toEqual([bo])
    expect(await move(anna, 'cy@lab.onmicrosoft.com')).toBe('none')
    expect(await move(bo, null)).toBe('moved')
    expect(await names()).toEqual([])
  })

  it('stays where it is when it holds the new name, or when one waits under that name already', async () => {
    const { move, names } = await waiting()
    expect(await move(anna, 'tr0ub4dor@lab.onmicrosoft.com')).toBe('unfit')
    desk.brought.bring(desk.brought.open(new Map([[1, 'Wandering-Otter-58']])), [
      { rowNumber: 1, userPrincipalName: bo },
    ])
    expect(await move(anna, bo)).toBe('taken')
    expect(desk.brought.of(bo)).toBe('Wandering-Otter-58')
    expect(await names()).toEqual([anna, bo])
  })
})

describe('a search for people', () => {
  it('says of each who cannot be picked why', async () => {
    const graph = signIn()
    graph.addUser('ada@lab.onmicrosoft.com')
    graph.addUser('ad_home.example#EXT#@lab.onmicrosoft.com')
    const { users } = await peopleHandlers(desk)['people.search']({ text: ' AD ' })
    expect(users.map(({ userPrincipalName, hindrance }) => [userPrincipalName, hindrance])).toEqual([
      ['admin@lab.onmicrosoft.com', 'operator'],
      ['ada@lab.onmicrosoft.com', null],
      ['ad_home.example#EXT#@lab.onmicrosoft.com', 'guest'],
    ])
  })

  it('asks nothing for an empty text, and needs somebody signed in', async () => {
    const handlers = peopleHandlers(desk)
    expect(await handlers['people.search']({ text: ' ' })).toEqual({ users: [], hasMore: false })
    await expect(handlers['people.search']({ text: 'a' })).rejects.toMatchObject({ failure: { code: 'signin.none' } })
  })
})

it('reads a file while nobody is signed in, and says that its domains were not checked', async () => {
  const file = await peopleHandlers(desk)['people.read']({ fileName: 'people.csv', base64 })
  expect(file.domains).toEqual([])
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
