import { expect, it } from 'vitest'

import { createGraphPort } from '../../../src-main/graph/graph-port.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { json, stubServer } from '../../support/stub-server.ts'

const portFor = (graphUrl: string) =>
  createGraphPort({
    graphUrl,
    clock: new FakeClock(),
    uuid: () => 'client-1',
    random: () => 0.5,
    token: async () => 'the-token',
  })

it('reads Conditional Access policies as the service tells them, and as little as it tells', async () => {
  const value = [
    {
      displayName: 'Strong sign-in',
      state: 'enabled',
      conditions: {
        users: { includeUsers: [], includeGroups: ['g1'], excludeUsers: ['u1'], excludeGroups: ['g2'] },
        applications: { includeApplications: ['All'], includeUserActions: [] },
      },
      grantControls: { operator: 'AND', builtInControls: [], authenticationStrength: { id: 's1' } },
    },
    {
      displayName: 'Register at work',
      state: 'enabledForReportingButNotEnforced',
      conditions: {
        users: { includeUsers: ['All'] },
        applications: { includeUserActions: ['urn:user:registersecurityinfo'] },
      },
      grantControls: null,
    },
    { displayName: null, state: 'unknownFutureValue', conditions: { users: null, applications: null } },
  ]
  await using server = await stubServer(json(200, { value }))
  const none = { groupIds: [], excludedGroupIds: [], userIds: [], excludedUserIds: [], appIds: [], controls: [] }
  expect((await portFor(server.url).accessPolicies()).value).toEqual([
    {
      displayName: 'Strong sign-in',
      state: 'on',
      isForEveryone: false,
      groupIds: ['g1'],
      excludedGroupIds: ['g2'],
      userIds: [],
      excludedUserIds: ['u1'],
      appIds: ['All'],
      isForAllResources: true,
      isForRegistering: false,
      controls: ['mfa'],
    },
    {
      ...none,
      displayName: 'Register at work',
      state: 'report-only',
      isForEveryone: true,
      userIds: ['All'],
      isForAllResources: false,
      isForRegistering: true,
    },
    {
      ...none,
      displayName: 'a policy without a name',
      state: 'off',
      isForEveryone: false,
      isForAllResources: false,
      isForRegistering: false,
    },
  ])
})

it('reads the methods a lab can use, and skips kinds it does not know', async () => {
  const policy = {
    policyMigrationState: null,
    authenticationMethodConfigurations: [
      { id: 'HardwareOath', state: 'enabled', somethingNew: true },
      { id: '7c8a8d2e-0000-4000-8000-000000000000', state: 'enabled', includeTargets: [{ id: 'all_users' }] },
      { id: 'Email', state: 'enabled', includeTargets: [{ id: 'g1', targetType: 'group' }], excludeTargets: null },
      { id: 'MicrosoftAuthenticator', state: 'disabled', includeTargets: [], isSoftwareOathEnabled: false },
    ],
  }
  await using server = await stubServer(json(200, policy))
  expect((await portFor(server.url).methodsPolicy()).value).toEqual({
    migrationState: null,
    methods: [
      { id: 'Email', isOn: true, includedIds: ['g1'], excludedIds: [], makesCodes: true },
      { id: 'MicrosoftAuthenticator', isOn: false, includedIds: [], excludedIds: [], makesCodes: false },
    ],
  })
})

it('reads when subscriptions end, and no end from what is no date', async () => {
  const value = [
    { skuId: '84A661C4-E949-4BD2-A560-ED7766FCAF2B', isTrial: true, nextLifecycleDateTime: '2026-12-16T00:00:00Z' },
    { skuId: 'b', isTrial: null, nextLifecycleDateTime: 'never' },
    { skuId: null },
  ]
  await using server = await stubServer(json(200, { value }))
  expect((await portFor(server.url).subscriptionEnds()).value).toEqual([
    { skuId: '84a661c4-e949-4bd2-a560-ed7766fcaf2b', isTrial: true, endsAt: '2026-12-16T00:00:00.000Z' },
    { skuId: 'b', isTrial: false, endsAt: null },
  ])
})
