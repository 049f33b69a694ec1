import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Lab, MethodId } from '../../src-main/contract/lab.ts'
import { methodIds } from '../../src-main/contract/lab.ts'
import type { Plan, RunId } from '../../src-main/contract/plan.ts'
import { checkLab } from '../../src-main/domain/lab.ts'
import { assertStillTrue, planLab } from '../../src-main/engine/plan-lab.ts'
import { runPlan } from '../../src-main/engine/run-plan.ts'
import { undoAndCompare } from '../../src-main/engine/undo-and-compare.ts'
import { sha256 } from '../../src-main/storage/seal.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeGraph, type GroupTraits, operatorId, premiumSku, tenantId } from '../support/fake-graph.ts'
import { FakeChance, MemoryRunStore } from '../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../support/sample-lab.ts'

const runId = '44444444-4444-4444-8444-444444444444' as RunId
const domain = 'lab.onmicrosoft.com'
const groupNames = ['SSPRTesters', 'Pilot'] as const
const userNames = ['ann', 'ben', 'cid', 'dora', "O'Neil", 'eve'] as const
const otherSku = '88888888-8888-4888-8888-888888888888'
const otherGroup = '77777777-7777-4777-8777-777777777777'

/** What groups of the pilot's name are there: none, one of a kind, or two common ones. */
const groupTraits: Record<'common' | 'dynamic' | 'synced' | 'mail' | 'm365' | 'roles', GroupTraits> = {
  common: {},
  dynamic: { isDynamic: true },
  synced: { isSynced: true },
  mail: { isMailEnabled: true },
  m365: { isMailEnabled: true, isMicrosoft365: true },
  roles: { isRoleAssignable: true },
}
type GroupKind = keyof typeof groupTraits

interface StartingUser {
  readonly name: string
  readonly trouble: 'isSynced' | 'isGuest' | null
  readonly usageLocation: string | null
  readonly skuIds: string[]
  readonly isMember: boolean
}

interface StartingMethod {
  readonly id: MethodId
  readonly state: 'enabled' | 'disabled'
  readonly targets: readonly ('all_users' | 'pilot' | 'other')[]
  readonly leavesOut: readonly ('pilot' | 'other')[]
}

/** What is there before: perhaps the groups, some of the users with some of what they need, and any policy. */
interface Start {
  readonly groups: readonly GroupKind[]
  /** Products the group gives its members already. */
  readonly groupSkus: string[]
  readonly furtherGroup: boolean
  readonly users: StartingUser[]
  readonly methods: StartingMethod[]
  readonly operatorHolds: boolean
  readonly operatorLocation: string | null
  readonly bin: string[]
}

const kinds = ['common', 'dynamic', 'synced', 'mail', 'm365', 'roles'] as const
const location = fc.constantFrom(null, 'US', 'DE')
const skus = fc.subarray([premiumSku, otherSku])
const starts: fc.Arbitrary<Start> = fc.record({
  groups: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 4, arbitrary: fc.constant(['common' as const]) },
    { weight: 2, arbitrary: fc.constantFrom(...kinds).map((kind) => [kind]) },
    { weight: 1, arbitrary: fc.constantFrom(...kinds).map((kind) => ['common' as const, kind]) },
  ),
  groupSkus: skus,
  furtherGroup: fc.boolean(),
  users: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...userNames),
      trouble: fc.constantFrom(null, null, null, 'isSynced', 'isGuest'),
      usageLocation: location,
      skuIds: skus,
      isMember: fc.boolean(),
    }),
    { selector: ({ name }) => name, maxLength: 6 },
  ),
  methods: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom(...methodIds),
      state: fc.constantFrom('enabled', 'disabled'),
      targets: fc.subarray(['all_users', 'pilot', 'other'] as const),
      leavesOut: fc.subarray(['pilot', 'other'] as const),
    }),
    { selector: ({ id }) => id },
  ),
  operatorHolds: fc.boolean(),
  operatorLocation: location,
  bin: fc.subarray([...userNames]),
})

const labs: fc.Arbitrary<Lab> = fc
  .record({
    displayName: fc.constantFrom(...groupNames),
    names: fc.subarray(userNames.slice(0, 5), { minLength: 1 }),
    control: fc.constantFrom('eve', 'zoe'),
    usageLocation: fc.constantFrom('US', 'FR'),
    assign: fc.constantFrom('users', 'group', 'keep'),
    uniqueName: fc.boolean(),
    whenItExists: fc.constantFrom('adopt', 'adopt', 'adopt', 'leave', 'leave', 'stop'),
    whenTheyExist: fc.constantFrom('adopt', 'adopt', 'adopt', 'leave', 'leave', 'stop'),
    own: fc.array(
      fc.record(
        {
          domain: fc.constant('school.example'),
          group: fc.constantFrom('Class A', 'class a', 'Class B'),
          licence: fc.constantFrom('none', 'AAD_PREMIUM_P2'),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 5 },
    ),
    operator: fc.boolean(),
    methods: fc.uniqueArray(fc.tuple(fc.constantFrom(...methodIds), fc.constantFrom('on', 'off', 'keep')), {
      selector: ([id]) => id,
    }),
  })
  .map(({ displayName, names, control, usageLocation, assign, operator, methods, own, ...choices }) =>
    sampleLab({
      group: {
        displayName,
        whenItExists: choices.whenItExists,
        ...(choices.uniqueName ? { uniqueName: 'sspr-pilot' } : {}),
      },
      users: {
        usageLocation,
        list: names.map((name, at) => ({ userName: name, displayName: name, ...own[at] })),
        whenTheyExist: choices.whenTheyExist,
      },
      controlUser: { userName: control, displayName: control },
      licences: { assign, operator },
      sspr: {
        methodsRequired: 1,
        methods: {
          ...Object.fromEntries(methods),
          Sms: methods.some(([id, setting]) => id === 'Sms' && setting === 'on') ? 'on' : 'keep',
        },
        registration: {},
        notifications: {},
      },
      checklist: { testUser: names[0] ?? '', register: ['phoneText'], resetWith: ['phoneText'] },
    }),
  )

async function furnish(start: Start, lab: Lab): Promise<{ graph: FakeGraph; clock: FakeClock }> {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  for (const name of start.bin) await graph.deleteUser(graph.addUser(`${name}@${domain}`))
  const newGroup = (displayName: string, uniqueName: string | null) =>
    graph.createGroup({ displayName, description: '', mailNickname: 'x', uniqueName })
  if (start.furtherGroup) await newGroup('Class A', null)
  const [first, second] = start.groups
  const groupId = first ? (await newGroup(lab.group.displayName, lab.group.uniqueName ?? null)).value : null
  const otherId = second ? (await newGroup(lab.group.displayName, null)).value : null
  for (const { name, trouble, usageLocation, skuIds, isMember } of start.users) {
    const userId = graph.addUser(`${name}@${domain}`, usageLocation)
    const user = graph.users.get(userId)
    if (user && trouble !== null) graph.users.set(userId, { ...user, [trouble]: true })
    for (const sku of skuIds) await graph.assignLicence(userId, sku)
    if (groupId !== null && isMember) await graph.addMember(groupId, userId)
  }
  graph.licenceLooks = 0
  if (groupId !== null) for (const sku of start.groupSkus) await graph.assignGroupLicence(groupId, sku)
  graph.licenceLooks = 2
  for (const [id, kind] of [
    [groupId, first],
    [otherId, second],
  ] as const) {
    const group = id === null ? null : graph.groups.get(id)
    if (group && kind) Object.assign(group, groupTraits[kind])
  }
  if (start.operatorHolds) await graph.assignLicence(operatorId, premiumSku)
  await graph.setUsageLocation(operatorId, start.operatorLocation)
  const idOf = { all_users: 'all_users', pilot: groupId ?? otherGroup, other: otherGroup }
  const targetsOf = (targets: readonly (keyof typeof idOf)[]) =>
    [...new Set(targets.map((target) => idOf[target]))].map((target) => ({ targetType: 'group', id: target }))
  graph.methods = start.methods.map(({ id, state, targets, leavesOut }) => ({
    id,
    odataType: `#${id}`,
    state,
    includeTargets: targetsOf(targets),
    excludeTargets: targetsOf(leavesOut),
  }))
  return { graph, clock }
}

/** Everything the tenant holds; what was made since is known by its name. */
function holdings(graph: FakeGraph) {
  return structuredClone({
    users: [...graph.users.values()].map(({ userId, userPrincipalName, usageLocation, skuIds }) => ({
      userId,
      userPrincipalName,
      usageLocation,
      skuIds: [...skuIds].sort(),
    })),
    groups: [...graph.groups].map(([id, { displayName, members, skuIds: held }]) => ({
      id,
      displayName,
      skuIds: [...held].sort(),
      members: [...members].sort(),
    })),
    // Whom a method leaves out has no order.
    methods: graph.methods.map((method) => ({
      ...method,
      excludeTargets: method.excludeTargets.toSorted((left, right) =>
        String(left['id']) < String(right['id']) ? -1 : 1,
      ),
    })),
    bin: [...graph.bin.keys()],
  })
}

/** The lab with the answer to the question which group is meant: the first one that can be used. */
function answered(lab: Lab, { questions }: Plan): Lab {
  const [question] = questions
  const chosen = question?.candidates.find(({ unusable }) => unusable === null)
  return chosen ? { ...lab, group: { ...lab.group, id: chosen.groupId } } : lab
}

/** Plans, answers what is asked, and applies; null where that is refused, and then nothing was written. */
async function applied(start: Start, asked: Lab) {
  const { graph, clock } = await furnish(start, asked)
  const chance = new FakeChance()
  const store = new MemoryRunStore()
  const planFor = (lab: Lab) => planLab({ lab, graph, links: sampleLinks, clock, chance, sha256, store })
  const lab = answered(asked, await planFor(asked))
  const makePlan = () => planFor(lab)
  const plan = await makePlan()
  const before = holdings(graph)
  if (plan.obstacles.length + plan.questions.length > 0) {
    await expect(assertStillTrue(plan, { tenantId, graph, store, sha256 })).rejects.toMatchObject({
      failure: { kind: 'conflict' },
    })
    expect(holdings(graph)).toEqual(before)
    return null
  }
  await assertStillTrue(plan, { tenantId, graph, store, sha256 })
  const signal = new AbortController().signal
  const { run } = await runPlan({ plan, runId, graph, store, clock, chance, signal, onChange: () => undefined })
  return { graph, clock, store, makePlan, before, run, plan, lab }
}

const seed = 20_261_121
const params = { seed, numRuns: 300 }

describe('any small lab in any small tenant', () => {
  it('is a lab that makes sense', () => {
    fc.assert(
      fc.property(labs, (lab) => {
        expect(checkLab(lab).filter(({ field }) => field !== 'sspr.methods')).toEqual([])
      }),
      params,
    )
  })

  it('has nothing more to do once its plan is applied', async () => {
    let carriedOut = 0
    await fc.assert(
      fc.asyncProperty(starts, labs, async (start, lab) => {
        const done = await applied(start, lab)
        if (!done) return
        carriedOut += 1
        expect(done.run.state).toBe('done')
        const { totals, obstacles } = await done.makePlan()
        expect([totals.add, totals.change]).toEqual([0, 0])
        // What the lab says to stop at is there now.
        expect(obstacles.filter((obstacle) => !obstacle.endsWith('the lab says to stop then.'))).toEqual([])
      }),
      params,
    )
    expect(carriedOut).toBeGreaterThan(params.numRuns / 2)
  })

  it('changes nothing about groups and people the lab leaves as they are, and goes nowhere where it says to stop', async () => {
    let left = 0
    await fc.assert(
      fc.asyncProperty(starts, labs, async (start, lab) => {
        const { group, users } = lab
        if (group.whenItExists === 'adopt' && users.whenTheyExist === 'adopt') return
        const done = await applied(start, lab)
        if (!done) return
        const { graph, before } = done
        const now = holdings(graph)
        expect([group.whenItExists === 'stop' && start.groups.length > 0 && !group.uniqueName]).toEqual([false])
        if (group.whenItExists === 'leave') {
          const pilots = before.groups.filter(({ displayName }) => displayName === group.displayName)
          expect(now.groups).toEqual(expect.arrayContaining(pilots))
          left += pilots.length
        }
        const there = before.users.filter(({ userId }) => userId !== operatorId)
        const named = new Set(
          [...users.list, lab.controlUser].map((user) => `${user.userName}@${domain}`.toLowerCase()),
        )
        const meant = there.filter(({ userPrincipalName }) => named.has(userPrincipalName.toLowerCase()))
        if (users.whenTheyExist === 'leave') expect(now.users).toEqual(expect.arrayContaining(there))
        if (users.whenTheyExist === 'stop') {
          const ownDomains = users.list.some((user) => user.domain !== undefined)
          expect(ownDomains || meant.length === 0).toBe(true)
        }
      }),
      params,
    )
    expect(left).toBeGreaterThan(10)
  })

  it('leaves the tenant as it was before once it is applied and undone, and proves it', async () => {
    await fc.assert(
      fc.asyncProperty(starts, labs, async (start, lab) => {
        const done = await applied(start, lab)
        if (!done) return
        const { graph, clock, store, before, plan } = done
        const undo = await undoAndCompare({ runId, tenantId, graph, store, clock })
        expect(holdings(graph)).toEqual(before)
        expect(undo).toMatchObject({ state: 'done', proof: { outcome: 'same', differences: [] } })
        expect(undo.rows).toHaveLength(plan.totals.add + plan.totals.change)
      }),
      params,
    )
  })
})
