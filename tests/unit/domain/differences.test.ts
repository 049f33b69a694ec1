import { describe, expect, it } from 'vitest'

import { differences } from '../../../src-main/domain/differences.ts'
import type { Snapshot, SnapshotGroup } from '../../../src-main/domain/snapshot.ts'
import { SnapshotFile } from '../../../src-main/storage/snapshot-file.ts'
import { sampleSku, sampleSnapshot, sampleSnapshotGroup, sampleSnapshotUser } from '../../support/sample-snapshot.ts'

const balas = sampleSnapshotUser('balas')
const group = (memberIds: string[] = []): SnapshotGroup =>
  sampleSnapshotGroup('55555555-1111-4111-8111-111111111111', { memberIds })
const tenant = (change: Partial<Snapshot>): Snapshot => ({ ...sampleSnapshot, ...change })
const [sms] = sampleSnapshot.methods
const [stock] = sampleSnapshot.licences

describe('two looks at a tenant', () => {
  it('differ in nothing when nothing changed, however lists are ordered', () => {
    const groupTarget = { id: 'b', targetType: 'group' }
    const all = { targetType: 'group', id: 'all_users' }
    const sorted = tenant({
      methods: sms ? [{ ...sms, includeTargets: [{ id: 'all_users', targetType: 'group' }, groupTarget] }] : [],
    })
    const turned = tenant({ methods: sms ? [{ ...sms, includeTargets: [groupTarget, all] }] : [] })
    expect(differences(sampleSnapshot, sampleSnapshot)).toEqual([])
    expect(differences(sorted, turned)).toEqual([])
  })

  const cases: [string, Partial<Snapshot>, Partial<Snapshot>, string[]][] = [
    [
      'a user left behind',
      {},
      { users: [balas] },
      ['The user balas@lab.onmicrosoft.com is there; before there was none.'],
    ],
    ['a user gone', { users: [balas] }, {}, ['The user balas@lab.onmicrosoft.com is gone.']],
    [
      'a user made again',
      { users: [balas] },
      { users: [{ ...balas, userId: sampleSku }] },
      ['The user balas@lab.onmicrosoft.com is another one than before.'],
    ],
    [
      'a usage location and a licence',
      { users: [balas] },
      { users: [{ ...balas, usageLocation: null, skuIds: [sampleSku] }] },
      [
        'The usage location of balas@lab.onmicrosoft.com is none; before it was US.',
        'balas@lab.onmicrosoft.com holds Microsoft Entra ID P2; before not.',
      ],
    ],
    [
      'a member',
      { groups: [group()], users: [balas] },
      { groups: [group([balas.userId ?? ''])], users: [balas] },
      ['balas@lab.onmicrosoft.com is in SSPRTesters; before not.'],
    ],
    [
      'somebody disabled, and given a role',
      { users: [balas] },
      { users: [{ ...balas, isEnabled: false, roles: [sampleSku] }] },
      [
        'balas@lab.onmicrosoft.com is disabled; before enabled.',
        'The directory roles of balas@lab.onmicrosoft.com are others than before.',
      ],
    ],
    [
      'a licence of a group, and what its other members hold',
      { groups: [{ ...group(), directMembers: [{ userId: sampleSku, skuIds: [] }] }] },
      { groups: [{ ...group(), skuIds: [sampleSku], directMembers: [{ userId: sampleSku, skuIds: [sampleSku] }] }] },
      [
        'Members of SSPRTesters hold other licences than before.',
        'The group SSPRTesters holds Microsoft Entra ID P2; before not.',
      ],
    ],
    [
      'a group that changed its kind and its description',
      { groups: [group()] },
      { groups: [{ ...group(), isSynced: true, description: 'Other' }] },
      [
        'The group is SSPRTesters, assigned, from a directory on premises; before it was SSPRTesters, assigned.',
        'The group SSPRTesters is described in other words.',
      ],
    ],
    [
      'a further group',
      { furtherGroups: [{ displayName: 'Class A', groups: [] }] },
      { furtherGroups: [{ displayName: 'Class A', groups: [{ ...group(), displayName: 'Class A' }] }] },
      ['The group Class A is there; before there was none of this id.'],
    ],
    ['a group gone', { groups: [group()] }, {}, ['The group SSPRTesters is gone.']],
    [
      'a group left behind',
      {},
      { groups: [group()] },
      ['The group SSPRTesters is there; before there was none of this id.'],
    ],
    [
      'a method',
      {},
      { methods: sms ? [{ ...sms, state: 'enabled', includeTargets: [] }] : [] },
      ['The method Sms is enabled; before it was disabled.', 'The method Sms is allowed for others than before.'],
    ],
    [
      'free units',
      {},
      { licences: stock ? [{ ...stock, freeUnits: 8 }] : [] },
      ['Free units of Microsoft Entra ID P2: 8 of 10; before 10 of 10.'],
    ],
    [
      'the recycle bin',
      {},
      { bin: { users: [], groups: [{ groupId: sampleSku, displayName: 'SSPRTesters' }] } },
      ['The deleted group SSPRTesters lies in the recycle bin; before not.'],
    ],
    [
      'the operator’s roles',
      {},
      { operator: { ...sampleSnapshot.operator, roles: [] } },
      ['The directory roles of admin@lab.onmicrosoft.com are others than before.'],
    ],
    [
      'a domain',
      {},
      { domains: [{ name: 'lab.onmicrosoft.com', isManaged: false }] },
      ['lab.onmicrosoft.com is federated; before it was managed.'],
    ],
  ]
  it.each(cases)('%s is told in a sentence', (_name, before, after, told) => {
    expect(differences(tenant(before), tenant(after))).toEqual(told)
  })

  it('by two operators compare the tenant, not the people', () => {
    const other = { ...sampleSnapshot.operator, userId: sampleSku, roles: [], skuIds: [sampleSku] }
    expect(differences(sampleSnapshot, tenant({ operator: other }))).toEqual([])
  })
})

it('an older snapshot on disk, which knew less, can still be read', () => {
  const before = tenant({ users: [balas], groups: [group([sampleSku])] })
  const { furtherGroups: _further, ...old } = before
  const oldUser = { userPrincipalName: balas.userPrincipalName, userId: balas.userId, usageLocation: 'US', skuIds: [] }
  const { groupId, displayName } = group()
  const oldGroup = { groupId, displayName, isDynamic: false, isRoleAssignable: false, memberIds: [sampleSku] }
  const read = SnapshotFile.parse(JSON.parse(JSON.stringify({ ...old, users: [oldUser], groups: [oldGroup] })))
  expect(read).toEqual({ ...before, users: [{ ...balas, roles: null }] })
  expect(differences(read, before)).toEqual([])
})

it('a snapshot comes back from disk as it was', () => {
  const members = [{ userId: balas.userId ?? '', skuIds: [sampleSku] }]
  const whole = tenant({
    users: [balas, { ...balas, userId: null }],
    groups: [{ ...group([sampleSku]), directMembers: members, skuIds: [sampleSku] }],
    furtherGroups: [{ displayName: 'Class A', groups: [group()] }],
    bin: null,
  })
  expect(SnapshotFile.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole)
})
