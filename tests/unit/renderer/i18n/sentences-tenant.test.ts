import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { beforeAll, describe, expect, it } from 'vitest'

import type { FailureKind } from '../../../../src-main/contract/failure.ts'
import { failureText } from '../../../../src-main/contract/failure-text.ts'
import type { Lab } from '../../../../src-main/contract/lab.ts'
import { PrerequisiteId } from '../../../../src-main/contract/prerequisite.ts'
import { permissionSteps } from '../../../../src-main/contract/permissions.ts'
import { AppError } from '../../../../src-main/domain/app-error.ts'
import { judgeTenant, type TenantSigns } from '../../../../src-main/domain/guard.ts'
import { datedChangesFinding } from '../../../../src-main/domain/prerequisites/dated-changes.ts'
import { couldNotCheck, type Finding } from '../../../../src-main/domain/prerequisites/finding.ts'
import { licenceFinding, operatorLicenceFinding } from '../../../../src-main/domain/prerequisites/licence-lines.ts'
import {
  adminSwitchFinding,
  methodsFinding,
  methodsPolicyFinding,
} from '../../../../src-main/domain/prerequisites/method-lines.ts'
import { permissionsFinding, rolesFinding } from '../../../../src-main/domain/prerequisites/operator-lines.ts'
import { placeOf } from '../../../../src-main/domain/prerequisites/places.ts'
import {
  type AccessPolicyFacts,
  conditionalAccessFinding,
  type PilotFacts,
  securityDefaultsFinding,
  unnamedPolicy,
} from '../../../../src-main/domain/prerequisites/protection-lines.ts'
import { domainFinding, organisationFinding } from '../../../../src-main/domain/prerequisites/tenant-lines.ts'
import { templateIds } from '../../../../src-main/domain/roles.ts'
import { readLab } from '../../../../src-main/storage/lab-file.ts'
import { setLanguage } from '../../../../src-renderer/i18n/i18n.ts'
import { said } from '../../../../src-renderer/i18n/sentences.ts'
import { leftInEnglish } from '../../../support/left-in-english.ts'
import { sampleLab } from '../../../support/sample-lab.ts'

beforeAll(() => setLanguage('de'))

const labs = readdirSync('resources/labs')
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readLab(readFileSync(join('resources/labs', name), 'utf8'), name))

const failure = (kind: FailureKind, code: string, params: Record<string, string> = {}): string =>
  failureText(AppError.of(kind, code, { params }).failure)
const refused = { trouble: failure('forbidden', 'graph.scope-missing'), isRefusal: true }
const away = { trouble: failure('unreachable', 'graph.unreachable') }
const unclear = { trouble: failure('invalid-input', 'graph.refused', { message: 'The service answered 418.' }) }

const date = '2026-11-21T09:00:00.000Z'
const product = {
  skuId: 'p2',
  skuPartNumber: 'AAD_PREMIUM_P2',
  productName: 'Microsoft Entra ID P2',
  freeUnits: 3,
  totalUnits: 100,
  usable: true,
}
const suite = {
  ...product,
  skuId: 'e5',
  skuPartNumber: 'EMSPREMIUM',
  productName: 'EMS E5',
  freeUnits: 1,
  totalUnits: 5,
}
const pilot: PilotFacts = { displayName: 'SSPRTesters', groupId: 'g1' }
const ana = { userId: 'u1', userPrincipalName: 'ana@lab.onmicrosoft.com' }
const method = { isOn: true, includedIds: ['all_users'], excludedIds: [] as string[], makesCodes: true }
const policy: AccessPolicyFacts = {
  displayName: 'Strong sign-in and more',
  state: 'on',
  isForEveryone: true,
  groupIds: [],
  excludedGroupIds: [],
  userIds: [],
  excludedUserIds: [],
  isForAllResources: true,
  appIds: [],
  isForRegistering: false,
  controls: ['mfa', 'compliantDevice'],
}

const ends = (isTrial: boolean, endsAt: string | null) => ({
  value: { value: [{ skuId: 'p2', isTrial, endsAt }], date },
})
const endings = [null, '2026-11-20T00:00:00Z', '2026-11-21T10:00:00Z', '2026-11-22T00:00:00Z', '2026-12-03T00:00:00Z']

function licenceFindings(lab: Lab): Finding[] {
  const stocks = [
    [],
    [product],
    [product, suite],
    [{ ...product, usable: false }],
    [{ ...product, totalUnits: 1, freeUnits: 1 }],
  ]
  const asked = { ...lab, licences: { ...lab.licences, product: 'SPE_E5' } }
  return [
    ...stocks.map((value) => licenceFinding({ value }, { value: { value: [], date } }, lab)),
    ...[true, false].flatMap((isTrial) =>
      endings.map((endsAt) => licenceFinding({ value: [product, suite] }, ends(isTrial, endsAt), lab)),
    ),
    licenceFinding({ value: [product] }, away, lab),
    licenceFinding({ value: [product, suite] }, away, asked),
    licenceFinding(refused, refused, lab),
    ...['Success', 'PendingInput', 'Disabled'].map((status) => operatorLicenceFinding({ value: [{ status }] }, lab)),
    operatorLicenceFinding(unclear, lab),
  ]
}

const sets = [
  {},
  { isOn: false },
  { includedIds: [] },
  { includedIds: ['g1'] },
  { includedIds: ['g2', 'g3', 'gone'] },
  { includedIds: ['g2', 'gone', 'lost'] },
  { includedIds: ['gone'] },
  { includedIds: ['gone', 'lost'], makesCodes: false },
  { excludedIds: ['g1'] },
  { excludedIds: ['all_users'] },
]
const groupNames = new Map([
  ['g2', 'Sales and Marketing'],
  ['g3', 'Staff'],
])

function methodFindings(lab: Lab): Finding[] {
  const ids = ['MicrosoftAuthenticator', 'SoftwareOath', 'Email', 'Sms', 'Voice'] as const
  const settings = ['keep', 'on', 'off'] as const
  return [
    ...settings.flatMap((setting) => {
      const asked = { ...lab, sspr: { ...lab.sspr, methods: Object.fromEntries(ids.map((id) => [id, setting])) } }
      return sets.map((set) => {
        const methods = ids.map((id) => ({ ...method, id, ...set }))
        return methodsFinding({ value: { migrationState: null, methods } }, { value: pilot }, asked, groupNames)
      })
    }),
    methodsFinding({ value: { migrationState: null, methods: [] } }, refused, lab, groupNames),
    methodsFinding(refused, refused, lab, groupNames),
    ...[null, 'migrationInProgress', 'preMigration', 'somethingNew'].map((migrationState) =>
      methodsPolicyFinding({ value: { migrationState, methods: [] } }),
    ),
    adminSwitchFinding({ value: true }),
    adminSwitchFinding({ value: false }),
    adminSwitchFinding(refused),
  ]
}

function protectionFindings(lab: Lab): Finding[] {
  return [
    accessOf([{}]),
    accessOf([{ displayName: unnamedPolicy }, { state: 'report-only', isForRegistering: true }]),
    accessOf([{ isForEveryone: false, groupIds: ['g1'], controls: [] }]),
    accessOf([{ isForEveryone: false, userIds: ['a', 'b', 'c', 'd', 'e'], controls: ['block'] }], class5),
    accessOf([
      {
        isForAllResources: false,
        appIds: ['19db86c3-b2b9-44cc-b339-36da233a3be2', '2793995e-0a7d-40d7-bd35-6968ba142197'],
        controls: [
          'domainJoinedDevice',
          'approvedApplication',
          'compliantApplication',
          'passwordChange',
          'somethingNew',
        ],
      },
    ]),
    accessOf([{ state: 'off' }]),
    accessOf([{ state: 'report-only' }]),
    accessOf([{ isForAllResources: false }]),
    conditionalAccessFinding({ value: [] }, refused, away),
    conditionalAccessFinding(refused, refused, away),
    securityDefaultsFinding({ value: true }, lab),
    securityDefaultsFinding({ value: false }, lab),
    securityDefaultsFinding(away, lab),
  ]
}

const accessOf = (changes: Partial<AccessPolicyFacts>[], people = [ana]): Finding =>
  conditionalAccessFinding(
    { value: changes.map((change) => ({ ...policy, ...change })) },
    { value: pilot },
    { value: people },
  )
const class5 = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ userId: id, userPrincipalName: `${id}@lab.example` }))

/** As a method stands in the policy, where the lab switches it on. */
function methodsOf(set: Partial<typeof method>, id: 'Sms' | 'Voice' = 'Sms'): Finding {
  const lab = sampleLab({ sspr: { ...sampleLab().sspr, methods: { [id]: 'on' } } })
  const value = { migrationState: null, methods: [{ ...method, id, ...set }] }
  return methodsFinding({ value }, { value: pilot }, lab, groupNames)
}
const appLab = sampleLab({
  sspr: { ...sampleLab().sspr, methods: {} },
  checklist: { testUser: 'balas', register: ['authenticatorCode'], resetWith: ['authenticatorCode'] },
})

function operatorFindings(lab: Lab): Finding[] {
  const role = (displayName: keyof typeof templateIds) => ({ displayName, templateId: templateIds[displayName] })
  const all = [role('Global Administrator')]
  return [
    rolesFinding({ value: [] }, lab, false),
    rolesFinding(
      { value: [role('User Administrator'), { templateId: 'x', displayName: 'a directory role' }] },
      lab,
      true,
    ),
    rolesFinding({ value: all }, lab, true),
    rolesFinding(refused, lab, false),
    permissionsFinding(null),
    permissionsFinding([]),
    permissionsFinding(['User.Read', 'Organization.Read.All']),
    permissionsFinding(
      (['look', 'set-up', 'verify'] as const).flatMap((step) => Object.keys(permissionSteps[step].scopes)),
    ),
  ]
}

function tenantFindings(): Finding[] {
  const tenant = { displayName: 'Contoso', tenantType: 'AAD', initialDomain: 'lab.onmicrosoft.com', isSynced: false }
  return [
    ...['AAD', 'CIAM', 'AAD B2C', 'Moon'].map((tenantType) =>
      organisationFinding({ value: { ...tenant, tenantType } }),
    ),
    domainFinding({ value: tenant }),
    domainFinding({ value: { ...tenant, initialDomain: '' } }),
    organisationFinding(unclear),
  ]
}

const sentencesOf = ({ detail, remedy, more }: Finding): string[] => [
  detail,
  ...(remedy === null ? [] : [remedy]),
  ...more,
]

describe('the lines of the Tenant step in German', () => {
  it.each([
    [
      licenceFinding({ value: [product, suite] }, ends(true, '2026-11-25T00:00:00Z'), sampleLab()),
      'Die Testversion von Microsoft Entra ID P2 endet in 4 Tagen, am 25. November 2026.',
    ],
    [
      licenceFinding(
        {
          value: [
            { ...product, freeUnits: 0 },
            { ...suite, freeUnits: 0 },
          ],
        },
        away,
        sampleLab(),
      ),
      'Microsoft Entra ID P2: 0 von 100 frei; EMS E5: 0 von 5 frei. Das Lab braucht vielleicht 2.',
    ],
    [
      licenceFinding({ value: [product] }, away, sampleLab()),
      'Ob es eine Testversion ist und wann sie endet, ließ sich nicht lesen: ' +
        'Der Dienst hat nicht geantwortet. Versuchen Sie es noch einmal.',
    ],
    [
      methodsOf({ includedIds: ['g2', 'g3', 'gone'] }),
      'SMS: eingeschaltet für Sales and Marketing, Staff und eine andere Gruppe; der Plan erlaubt es für SSPRTesters.',
    ],
    [
      methodsOf({ includedIds: ['g2', 'gone', 'lost'], makesCodes: false }),
      'SMS: eingeschaltet für Sales and Marketing und 2 andere Gruppen; der Plan erlaubt es für SSPRTesters. Die Codes sind ausgeschaltet.',
    ],
    [
      methodsOf({ isOn: false }, 'Voice'),
      'Sprachanruf: ausgeschaltet; der Plan erlaubt es für SSPRTesters. In einem Mandanten mit Testversion gibt es keine Anrufe.',
    ],
    [
      accessOf([{}]),
      '„Strong sign-in and more“, für alle bei allen Ressourcen: verlangt einen zweiten Faktor, verlangt ein konformes Gerät.',
    ],
    [
      accessOf([{ isForEveryone: false, userIds: ['a', 'b', 'c', 'd', 'e'], controls: ['block'] }], class5),
      '„Strong sign-in and more“, für a@lab.example; b@lab.example; c@lab.example; und 2 weitere bei allen Ressourcen: sperrt.',
    ],
    [
      accessOf([{ state: 'report-only', displayName: unnamedPolicy, isForRegistering: true, controls: [] }]),
      'Nur im Berichtsmodus, hält also niemanden auf: Eine Richtlinie ohne Namen, für alle bei der Registrierung von Sicherheitsinformationen: begrenzt die Sitzung.',
    ],
    [
      couldNotCheck('methods', refused),
      'Um dies zu lesen, braucht es die Berechtigung Policy.Read.All und die Rolle Global Reader, Security Reader oder Authentication Policy Administrator.',
    ],
    [
      rolesFinding({ value: [] }, sampleLab(), false),
      'Es fehlt: User Administrator (Testbenutzer anlegen und wegnehmen).',
    ],
    [
      permissionsFinding(['User.Read', 'AuditLog.Read.All']),
      'Prüfen, noch nicht erteilt: UserAuthenticationMethod.Read.All.',
    ],
    [
      datedChangesFinding('2026-11-21', sampleLab()),
      'SMS enden am 1. Februar 2027: Von da an sendet Microsoft keine Codes mehr per SMS oder Anruf. Wählen Sie Authenticator-App und E-Mail für alles, was Bestand haben soll.',
    ],
    [
      methodsFinding({ value: { migrationState: null, methods: [] } }, { value: pilot }, appLab, groupNames),
      'Schalten Sie im Schritt SSPR Microsoft Authenticator oder Software-OATH-Token ein, und sorgen Sie dafür, dass die Richtlinie die Pilotgruppe nicht ausnimmt.',
    ],
  ])('say %#', (finding, german) => {
    expect(sentencesOf(finding).map(said)).toContain(german)
  })

  it('lead to the same pages, with what is no label in German', () => {
    const links = { portal: 'https://entra.microsoft.com', home: 'http://127.0.0.1:1/' }
    const placed = PrerequisiteId.options.map((id) => placeOf(id, { tenantId: 't', domain: 'd', links }).path)
    expect(placed.map(said)).toContain(
      'Control room › Shape of the tenant (bei Microsoft: Entra ID › Users › Ihr eigenes Konto › Licenses)',
    )
    expect(placed.map(said).filter((path) => path.includes('at Microsoft'))).toEqual([])
  })

  it('leave nothing in English, for any lab', () => {
    const findings = [...labs, sampleLab()].flatMap((lab) => [
      ...licenceFindings(lab),
      ...methodFindings(lab),
      ...protectionFindings(lab),
      ...operatorFindings(lab),
      ...tenantFindings(),
      ...['2026-06-01', '2026-11-21', '2027-04-01'].map((day) => datedChangesFinding(day, lab)),
      ...PrerequisiteId.options.flatMap((id) => (id === 'dated-changes' ? [] : [couldNotCheck(id, refused)])),
    ])
    expect(leftInEnglish(findings.flatMap(sentencesOf), ['Sales and Marketing', 'Strong sign-in and more'])).toEqual([])
  })
})

const now = new Date(date)
const madeBefore = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString()
const bought = { skuPartNumber: 'SPE_E5', units: 4000, isTrial: false }
const signsOf = (change: Partial<TenantSigns>): string[] =>
  judgeTenant({
    now,
    domains: ['lab.onmicrosoft.com'],
    isSynced: false,
    createdAt: madeBefore(30),
    users: { value: { all: 8, marked: 0 } },
    subscriptions: { value: [] },
    globalAdministrators: { value: 1 },
    enabledAccessPolicies: { value: 0 },
    devices: { value: 0 },
    ...change,
  }).signs.map(({ text }) => text)

describe('the signs of the guard in German', () => {
  it.each([
    [{ users: { value: { all: 4000, marked: 12 } } }, '4000 Benutzer, davon 12 von ResetLab angelegt.'],
    [{ users: { value: { all: 1, marked: 1 } } }, '1 Benutzer, davon 1 von ResetLab angelegt.'],
    [{ users: { value: { all: 0, marked: 0 } } }, '0 Benutzer.'],
    [
      { domains: ['a.example', 'b.example', 'c.example', 'd.example', 'e.example'] },
      '5 eigene Domänen sind überprüft: a.example, b.example, c.example und 2 weitere.',
    ],
    [{ createdAt: madeBefore(400) }, 'Vor 1 Jahr angelegt.'],
    [{ globalAdministrators: { value: 2 } }, '2 Konten mit der Rolle Global Administrator.'],
    [
      { subscriptions: { value: [bought, { ...bought, skuPartNumber: 'unnamed' }] } },
      'Gekauft: SPE_E5, ohne Namen, bis zu 4000 Einheiten.',
    ],
    [
      { enabledAccessPolicies: refused },
      'Nicht lesbar: welche Richtlinien von Conditional Access eingeschaltet sind. Das spricht nicht für ein Lab. ' +
        'Die Berechtigung dafür wurde ResetLab nicht erteilt.',
    ],
  ] as const satisfies [Partial<TenantSigns>, string][])('say %o', (change, german) => {
    expect(signsOf(change).map(said)).toContain(german)
  })

  it('leave nothing in English', () => {
    const counts = [0, 1, 2, 4000].flatMap((value) =>
      signsOf({
        globalAdministrators: { value },
        enabledAccessPolicies: { value },
        devices: { value },
        createdAt: madeBefore(value),
        users: { value: { all: value, marked: Math.floor(value / 2) } },
      }),
    )
    const others = [
      signsOf({ domains: ['contoso.com'], users: { value: { all: 1, marked: 1 } }, createdAt: madeBefore(400) }),
      signsOf({ domains: ['a.example', 'b.example'], createdAt: null, subscriptions: { value: [bought] } }),
      signsOf({
        domains: ['a.example', 'b.example', 'c.example', 'd.example', 'e.example'],
        subscriptions: { value: [bought, { ...bought, skuPartNumber: 'unnamed' }] },
      }),
      signsOf({ subscriptions: { value: [{ ...bought, units: 1 }] } }),
      signsOf({ subscriptions: { value: [{ ...bought, units: 5, isTrial: null }] } }),
      signsOf({ users: refused, subscriptions: away, globalAdministrators: refused, enabledAccessPolicies: unclear }),
      signsOf({ devices: refused }),
    ].flat()
    expect(leftInEnglish([...counts, ...others])).toEqual([])
  })
})
