import { describe, expect, test } from 'vitest'

import type { Lab } from '../../src-main/contract/lab.ts'
import { labScopes } from '../../src-main/contract/permissions.ts'
import { type Prerequisite, PrerequisiteId } from '../../src-main/contract/prerequisite.ts'
import { checkPrerequisite } from '../../src-main/engine/check-prerequisite.ts'
import { PrivateWindow } from '../../src-main/host/rehearse/private-window.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { sampleLab } from '../support/sample-lab.ts'
import { controlOf, refusalOf } from './support/control-room.ts'
import { openGraph } from './support/our-graph.ts'
import {
  addGroup,
  addPerson,
  type Bench,
  control,
  graphAs,
  licence,
  startBench,
  switchOn,
} from './support/practice-bench.ts'

interface Look {
  readonly id: PrerequisiteId
  readonly lab?: Record<string, unknown>
  readonly userPrincipalName?: string
  readonly grantedScopes?: readonly string[] | null
}

async function check(bench: Bench, { id, lab, userPrincipalName, grantedScopes = labScopes }: Look) {
  const graph = await openGraph(bench, userPrincipalName === undefined ? {} : { userPrincipalName })
  const { tenantId, domain, portalUrl: portal, homeUrl: home } = bench.server.info
  const wanted: Lab = sampleLab(lab ?? {})
  const tenant = { tenantId, domain, links: { portal, home } }
  return checkPrerequisite(id, { graph, clock: new FakeClock(), lab: wanted, tenant, grantedScopes })
}

const shape = (bench: Bench, change: Record<string, unknown>) =>
  control(bench, 'PATCH', `tenants/${bench.server.info.domain}`, change)

const setMigration = (bench: Bench, policyMigrationState: string) =>
  control(bench, 'PATCH', 'settings', { switches: { policyMigrationState } })

const refuse = (bench: Bench, path: string) =>
  control(bench, 'PUT', 'faults', [
    { when: { path }, then: { do: 'answer', status: 403, code: 'Authorization_RequestDenied', message: 'No.' } },
  ])

const policy = (more: Record<string, unknown> = {}) => ({
  conditionalAccessPolicies: [{ displayName: 'Ask more', state: 'enabled', ...more }],
})

const licenceOperator = async (bench: Bench): Promise<void> =>
  licence(bench, (await bench.graph.get('me')).body.text('id'))

/** A lab whose test user needs no more than one kind of proof. */
async function leaveOutOfEmail(bench: Bench): Promise<void> {
  const pilot = await addGroup(bench, 'SSPRTesters', [])
  await bench.graph.send('PATCH', 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Email', {
    '@odata.type': '#microsoft.graph.emailAuthenticationMethodConfiguration',
    excludeTargets: [{ id: pilot, targetType: 'group' }],
  })
}

const registering = (kind: string, methods: Record<string, string> = {}) => ({
  sspr: { methodsRequired: 1, methods, registration: {}, notifications: {} },
  checklist: { testUser: 'balas', register: [kind], resetWith: [kind] },
})
const withoutLicences = { licences: { assign: 'keep', operator: false } }

type Arrange = (bench: Bench) => Promise<unknown>
interface Row {
  readonly arrange?: Arrange
  readonly lab?: Record<string, unknown>
  readonly outcome: Prerequisite['outcome']
  /** Found somewhere in the line. */
  readonly says: string
}

const dayMs = 86_400_000

const rows: Record<string, Partial<Record<PrerequisiteId, Row[]>>> = {
  'the tenant itself': {
    organisation: [
      { outcome: 'ready', says: 'is a workforce tenant' },
      { arrange: (bench) => shape(bench, { tenantType: 'CIAM' }), outcome: 'needs-you', says: 'External ID' },
      { arrange: (bench) => shape(bench, { tenantType: 'AAD B2C' }), outcome: 'needs-you', says: 'Azure AD B2C' },
    ],
    domain: [
      { outcome: 'ready', says: 'passwords are kept in the cloud' },
      { arrange: (bench) => shape(bench, { isSynced: true }), outcome: 'needs-you', says: 'synchronisation is on' },
    ],
  },
  licences: {
    licence: [
      { outcome: 'ready', says: 'Microsoft Entra ID P2: 100 of 100 free' },
      { outcome: 'ready', says: 'The trial of Microsoft Entra ID P2 ends in 30 days' },
      {
        arrange: (bench) => shape(bench, { subscription: { kind: 'none' } }),
        outcome: 'needs-you',
        says: 'Start the free trial of Entra ID P2',
      },
      {
        lab: { licences: { product: 'SPE_E5' } },
        outcome: 'needs-you',
        says: 'The lab asks for SPE_E5',
      },
      {
        arrange: (bench) => shape(bench, { subscription: { kind: 'paid', totalLicenses: 1 } }),
        outcome: 'needs-you',
        says: 'The lab needs 2',
      },
      {
        arrange: async (bench) => {
          await shape(bench, { subscription: { kind: 'paid', totalLicenses: 2 } })
          await licenceOperator(bench)
        },
        outcome: 'note',
        says: 'Whoever holds one already needs none',
      },
      {
        arrange: (bench) => shape(bench, { subscription: { kind: 'paid' } }),
        outcome: 'ready',
        says: 'The subscription to Microsoft Entra ID P2 names no end',
      },
      {
        arrange: (bench) => shape(bench, { subscription: { kind: 'trial', endsAt: '2026-11-20T09:00:00Z' } }),
        outcome: 'note',
        says: 'ends in 4 days, on 20 November 2026',
      },
      {
        arrange: async (bench) => {
          await shape(bench, { subscription: { kind: 'trial', endsAt: '2026-11-20T09:00:00Z' } })
          bench.clock.pass(10 * dayMs)
        },
        outcome: 'needs-you',
        says: 'ended on 20 November 2026',
      },
      {
        arrange: (bench) => refuse(bench, 'directory/subscriptions'),
        outcome: 'ready',
        says: 'when it ends, could not be read',
      },
    ],
    'operator-licence': [
      { outcome: 'note', says: 'The plan assigns you one' },
      { lab: withoutLicences, outcome: 'needs-you', says: 'Make sure I hold one too' },
      { arrange: licenceOperator, outcome: 'ready', says: 'You hold Entra ID P1 or P2' },
    ],
  },
  protection: {
    'security-defaults': [
      { outcome: 'ready', says: 'Off' },
      {
        arrange: (bench) => shape(bench, { securityDefaults: true }),
        lab: registering('authenticatorCode'),
        outcome: 'note',
        says: 'as this lab has them do anyway',
      },
      {
        arrange: (bench) => shape(bench, { securityDefaults: true }),
        lab: registering('email', { Email: 'on' }),
        outcome: 'needs-you',
        says: 'which this lab does not expect',
      },
    ],
    'conditional-access': [
      { outcome: 'ready', says: 'No policy is on' },
      { arrange: (bench) => shape(bench, policy()), outcome: 'needs-you', says: 'asks for a second factor' },
      {
        arrange: (bench) => shape(bench, policy({ about: 'registeringSecurityInfo', asks: 'block' })),
        outcome: 'needs-you',
        says: 'for everybody and registering security information: blocks',
      },
      {
        arrange: (bench) => shape(bench, policy({ state: 'enabledForReportingButNotEnforced' })),
        outcome: 'note',
        says: 'Report-only',
      },
      { arrange: (bench) => shape(bench, policy({ state: 'disabled' })), outcome: 'ready', says: 'No policy is on' },
      {
        arrange: async (bench) => {
          const pilot = await addGroup(bench, 'SSPRTesters', [])
          await shape(bench, policy({ includeGroups: [pilot], asks: 'compliantDevice' }))
        },
        outcome: 'needs-you',
        says: 'for the pilot group and all resources: asks for a compliant device',
      },
      {
        arrange: async (bench) => {
          const pilot = await addGroup(bench, 'SSPRTesters', [])
          await shape(bench, policy({ excludeGroups: [pilot] }))
        },
        outcome: 'ready',
        says: 'Nothing that is on interrupts the test',
      },
      {
        arrange: async (bench) => {
          const other = await addGroup(bench, 'Others', [])
          await shape(bench, policy({ includeGroups: [other] }))
        },
        outcome: 'ready',
        says: 'Nothing that is on interrupts the test',
      },
    ],
  },
  methods: {
    'methods-policy': [
      { outcome: 'ready', says: 'It alone decides' },
      { arrange: (bench) => setMigration(bench, 'null'), outcome: 'ready', says: 'It alone decides' },
      { arrange: (bench) => setMigration(bench, 'preMigration'), outcome: 'needs-you', says: 'has no effect' },
      { arrange: (bench) => setMigration(bench, 'migrationInProgress'), outcome: 'note', says: 'under way' },
    ],
    methods: [
      {
        lab: registering('authenticatorCode'),
        outcome: 'ready',
        says: 'Microsoft Authenticator: on for everybody',
      },
      {
        lab: registering('email', { Email: 'on' }),
        outcome: 'ready',
        says: 'E-mail: off; the plan allows it for SSPRTesters',
      },
      {
        lab: registering('authenticatorCode', { Voice: 'on' }),
        outcome: 'ready',
        says: 'Voice call: off; the plan allows it for SSPRTesters. A tenant on a trial makes no calls.',
      },
      {
        lab: registering('email', { Email: 'keep' }),
        outcome: 'needs-you',
        says: 'Switch on E-mail in the step SSPR',
      },
      {
        arrange: async (bench) => switchOn(bench, 'Email', await addGroup(bench, 'SSPRTesters', [])),
        lab: registering('email', { Email: 'keep' }),
        outcome: 'ready',
        says: 'E-mail: on for SSPRTesters',
      },
      {
        arrange: async (bench) => switchOn(bench, 'Email', await addGroup(bench, 'Teachers', [])),
        lab: registering('email', { Email: 'on' }),
        outcome: 'ready',
        says: 'E-mail: on for Teachers; the plan allows it for SSPRTesters',
      },
      {
        arrange: leaveOutOfEmail,
        lab: registering('email', { Email: 'keep' }),
        outcome: 'needs-you',
        says: 'E-mail: the policy leaves the pilot group out',
      },
      {
        arrange: leaveOutOfEmail,
        lab: registering('email', { Email: 'on' }),
        outcome: 'ready',
        says: 'E-mail: the policy leaves the pilot group out; the plan lets it in.',
      },
      {
        lab: registering('authenticatorCode', { MicrosoftAuthenticator: 'off', SoftwareOath: 'keep' }),
        outcome: 'needs-you',
        says: 'Microsoft Authenticator: the lab leaves the pilot group out.',
      },
      {
        arrange: (bench) =>
          bench.graph.send(
            'PATCH',
            'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/MicrosoftAuthenticator',
            {
              '@odata.type': '#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration',
              isSoftwareOathEnabled: false,
            },
          ),
        lab: registering('authenticatorCode'),
        outcome: 'needs-you',
        says: 'Its codes are switched off',
      },
    ],
    'dated-changes': [
      { lab: registering('email'), outcome: 'ready', says: 'a reset counts only what was registered' },
      { lab: registering('phoneText'), outcome: 'note', says: 'Text messages end on 1 February 2027' },
      {
        arrange: async (bench) => {
          bench.clock.pass(90 * dayMs)
        },
        lab: registering('phoneText'),
        outcome: 'needs-you',
        says: 'no codes by text or voice since 1 February 2027',
      },
      {
        arrange: async (bench) => {
          bench.clock.pass(120 * dayMs)
        },
        lab: registering('email'),
        outcome: 'ready',
        says: 'Security questions have ended',
      },
    ],
    'admin-switch': [
      { outcome: 'note', says: 'It is on. This says nothing about ordinary users.' },
      {
        arrange: (bench) => bench.graph.send('PATCH', 'policies/authorizationPolicy', { allowedToUseSSPR: false }),
        outcome: 'note',
        says: 'It is off. This says nothing about ordinary users.',
      },
    ],
  },
}

const everything = ({ detail, remedy, more }: Prerequisite): string => [detail, remedy ?? '', ...more].join('\n')

for (const [family, lines] of Object.entries(rows)) {
  describe(`the Tenant step tells of ${family}`, () => {
    const cases = PrerequisiteId.options.flatMap((id) => (lines[id] ?? []).map((row) => ({ id, ...row })))
    test.each(cases)('$id: $outcome, $says', async ({ id, arrange, lab, outcome, says }) => {
      const bench = await startBench()
      await arrange?.(bench)
      const line = await check(bench, { id, ...(lab ? { lab } : {}) })
      expect([line.outcome, everything(line)]).toEqual([outcome, expect.stringContaining(says)])
    })
  })
}

describe('the Tenant step tells of the operator', () => {
  test('who holds no role, and of what is missing for what', async () => {
    const bench = await startBench()
    const { upn } = await addPerson(bench, 'newcomer')
    const line = await check(bench, { id: 'roles', userPrincipalName: upn })
    expect([line.outcome, line.detail]).toEqual(['needs-you', 'No directory role of yours is active.'])
    expect(line.more).toContain('Missing: User Administrator, to make test users and take them away.')
    expect(line.more.at(-1)).toContain('Privileged Identity Management')
  })

  test('who holds exactly the least roles, or greater ones that do for them', async () => {
    const bench = await startBench()
    const { upn } = await addPerson(bench, 'helper')
    const give = (role: string) =>
      control(bench, 'POST', `tenants/${bench.server.info.domain}/roles`, { user: upn, role })
    for (const role of ['User Administrator', 'Authentication Policy Administrator']) await give(role)
    const before = await check(bench, { id: 'roles', userPrincipalName: upn })
    expect([before.outcome, before.more.length]).toEqual(['needs-you', 3])
    await give('Global Reader')
    expect((await check(bench, { id: 'roles', userPrincipalName: upn })).outcome).toBe('ready')
    expect((await check(bench, { id: 'roles' })).detail).toBe('You hold: Global Administrator.')
  })

  test.each([
    ['ready', labScopes, 'Look: all 7 granted.'],
    ['note', labScopes.filter((scope) => scope !== 'User.ReadWrite.All'), 'Set up: missing User.ReadWrite.All.'],
    ['needs-you', ['User.Read'], 'Look: missing Organization.Read.All'],
    ['could-not-check', null, 'does not say what was granted'],
  ] as const)('whose permissions are %s', async (outcome, grantedScopes, says) => {
    const bench = await startBench()
    const line = await check(bench, { id: 'permissions', grantedScopes })
    expect([line.outcome, everything(line)]).toEqual([outcome, expect.stringContaining(says)])
  })
})

describe('what the service refuses', () => {
  const refusals: readonly (readonly [PrerequisiteId, path: string, takes: string])[] = [
    ['organisation', 'organization', 'User.Read'],
    ['domain', 'organization', 'User.Read'],
    ['licence', 'subscribedSkus', 'Organization.Read.All'],
    ['operator-licence', 'licenseDetails', 'User.Read.All'],
    ['roles', 'transitiveMemberOf', 'User.Read'],
    ['security-defaults', 'identitySecurityDefaultsEnforcementPolicy', 'Policy.Read.All'],
    ['conditional-access', 'conditionalAccess', 'Conditional Access Administrator'],
    ['methods-policy', 'authenticationMethodsPolicy', 'Authentication Policy Administrator'],
    ['methods', 'authenticationMethodsPolicy', 'Authentication Policy Administrator'],
    ['admin-switch', 'authorizationPolicy', 'Policy.Read.All'],
  ]
  test.each(refusals)('%s stands as a refusal, with what it would take', async (id, path, takes) => {
    const bench = await startBench()
    await refuse(bench, path)
    const line = await check(bench, { id })
    expect([line.outcome, line.detail, line.remedy]).toEqual([
      'could-not-check',
      expect.stringMatching(/may not do this|not granted|lacks the directory role/),
      expect.stringContaining(takes),
    ])
  })

  test('hides no dated change: those are known without the tenant', async () => {
    const bench = await startBench()
    await refuse(bench, 'organization')
    expect((await check(bench, { id: 'dated-changes' })).outcome).toBe('note')
  })

  test('of the pilot group alone leaves the rest of the line as it is', async () => {
    const bench = await startBench()
    await shape(bench, policy())
    await refuse(bench, 'groups')
    const line = await check(bench, { id: 'conditional-access' })
    expect([line.outcome, line.more.at(-1)]).toEqual([
      'needs-you',
      expect.stringContaining('Policies for the pilot group alone are not known'),
    ])
  })
})

describe('where a line can be looked up', () => {
  test('is a page of the practice tenant that is there, with the way at Microsoft in words', async () => {
    const bench = await startBench()
    for (const id of PrerequisiteId.options) {
      const { place } = await check(bench, { id })
      expect([id, place.path]).toEqual([id, expect.stringMatching(/\(at Microsoft: .+›.+\)$/)])
      expect([id, new URL(place.url).origin]).toEqual([id, new URL(bench.server.baseUrl).origin])
      const page = await fetch(place.url, { headers: { accept: 'text/html' } })
      expect([id, page.status]).toEqual([id, 200])
      const anchor = new URL(place.url).hash.slice(1)
      expect([id, anchor === '' || (await page.text()).includes(`id="${anchor}"`)]).toEqual([id, true])
    }
  })

  test('is the tenant’s own page in the portal of its cloud', async () => {
    const bench = await startBench()
    const tenant = {
      tenantId: bench.server.info.tenantId,
      domain: 'lab.onmicrosoft.us',
      links: { portal: 'https://entra.microsoft.us', home: null },
    }
    const graph = await openGraph(bench)
    const input = { graph, clock: new FakeClock(), lab: sampleLab(), tenant, grantedScopes: null }
    const { place } = await checkPrerequisite('conditional-access', input)
    expect(place).toEqual({
      path: 'Entra ID › Conditional Access › Policies',
      url: `https://entra.microsoft.us/${tenant.tenantId}#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~/Policies`,
    })
  })
})

describe('the practice tenant can be each of them', () => {
  test('a Conditional Access policy is for groups and about registering, and stays so [control.shape.accessPolicy]', async () => {
    const bench = await startBench()
    const pilot = await addGroup(bench, 'Pilot', [])
    const wanted = { includeGroups: [pilot], about: 'registeringSecurityInfo', asks: 'block' }
    await shape(bench, policy(wanted))
    const listed = (await bench.graph.get('identity/conditionalAccess/policies')).body.at('value', 0)
    expect(listed.at('conditions', 'users').value).toMatchObject({ includeUsers: [], includeGroups: [pilot] })
    expect(listed.at('conditions', 'applications', 'includeUserActions').value).toEqual([
      'urn:user:registersecurityinfo',
    ])
    expect(listed.at('grantControls', 'builtInControls').value).toEqual(['block'])
    await shape(bench, policy({ id: listed.text('id'), state: 'disabled' }))
    const { body } = await controlOf(bench.server).get(`/tenants/${bench.server.info.domain}`)
    expect(body.at('conditionalAccessPolicies', 0).value).toMatchObject({ ...wanted, state: 'disabled' })
    const bad = await controlOf(bench.server).send(
      'PATCH',
      `/tenants/${bench.server.info.domain}`,
      policy({ asks: 'x' }),
    )
    expect(refusalOf(bad)).toEqual([400, 'invalid', 'conditionalAccessPolicies.0.asks'])
  })

  test('a Conditional Access policy is made on the page, and a group nobody made is refused at its field', async () => {
    const bench = await startBench()
    await addGroup(bench, 'Pilot', [])
    const window = new PrivateWindow()
    let page = await window.visit(`${bench.server.baseUrl}/control`)
    const made = (group: string) =>
      page.form('policy-add').fill('Name', 'Ask more').fill('For the group', group).fill('Asks for', 'block').press()
    page = await window.submit(made('Nobody'))
    expect([page.status, page.text('#policy-group-error')]).toEqual([400, 'There is no group of this name.'])
    page = await window.submit(made('pilot'))
    expect(page.goodText).toBe('The policy is added.')
    page = await window.submit(page.form('protection').fill('Kind of tenant', 'CIAM').press())
    expect((await bench.graph.get('organization')).body.text('value', 0, 'tenantType')).toBe('CIAM')
  })

  test('a Conditional Access Administrator reads the policies, a Directory Reader does not [control.roles.readers]', async () => {
    const bench = await startBench()
    const answerTo = async (role: string): Promise<number> => {
      const { upn } = await addPerson(bench, role.toLowerCase().replaceAll(' ', ''))
      await control(bench, 'POST', `tenants/${bench.server.info.domain}/roles`, { user: upn, role })
      bench.clock.pass(1000)
      return (await (await graphAs(bench, upn)).get('identity/conditionalAccess/policies')).status
    }
    expect(await answerTo('Conditional Access Administrator')).toBe(200)
    expect(await answerTo('Directory Readers')).toBe(403)
  })

  test('the organization says what kind of tenant it is [control.shape.tenantType]', async () => {
    const bench = await startBench()
    await shape(bench, { tenantType: 'CIAM' })
    expect((await bench.graph.get('organization')).body.text('value', 0, 'tenantType')).toBe('CIAM')
    const bad = await controlOf(bench.server).send('PATCH', `/tenants/${bench.server.info.domain}`, { tenantType: 'x' })
    expect(refusalOf(bad)).toEqual([400, 'invalid', 'tenantType'])
  })

  test('the methods policy says every state of its migration [control.migration]', async () => {
    const bench = await startBench()
    for (const state of ['preMigration', 'migrationInProgress', 'migrationComplete']) {
      await setMigration(bench, state)
      const { body } = await bench.graph.get('policies/authenticationMethodsPolicy')
      expect(body.text('policyMigrationState')).toBe(state)
    }
  })
})
