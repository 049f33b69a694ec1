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
import { couldNotCheck, type Finding, withBoth } from '../../../../src-main/domain/prerequisites/finding.ts'
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
import { clockNotice } from '../../../../src-main/host/real-endpoints.ts'
import { readLab } from '../../../../src-main/storage/lab-file.ts'
import { readPeopleFile } from '../../../../src-main/storage/people-file.ts'
import { setLanguage } from '../../../../src-renderer/i18n/i18n.ts'
import { said } from '../../../../src-renderer/i18n/sentences.ts'
import { sampleLab } from '../../../support/sample-lab.ts'

beforeAll(() => setLanguage('de'))

const labs = readdirSync('resources/labs')
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readLab(readFileSync(join('resources/labs', name), 'utf8'), name))
const labText = readFileSync(join('resources/labs', 'learn-reset.yaml'), 'utf8')

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
  const seen = (changes: Partial<AccessPolicyFacts>[], people = [ana]) =>
    conditionalAccessFinding(
      { value: changes.map((change) => ({ ...policy, ...change })) },
      { value: pilot },
      { value: people },
    )
  const many = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ userId: id, userPrincipalName: `${id}@lab.example` }))
  return [
    seen([{}]),
    seen([{ displayName: unnamedPolicy }, { state: 'report-only', isForRegistering: true }]),
    seen([{ isForEveryone: false, groupIds: ['g1'], controls: [] }]),
    seen([{ isForEveryone: false, userIds: many.map(({ userId }) => userId), controls: ['block'] }], many),
    seen([
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
    seen([{ state: 'off' }]),
    seen([{ state: 'report-only' }]),
    seen([{ isForAllResources: false }]),
    conditionalAccessFinding({ value: [] }, refused, away),
    conditionalAccessFinding(refused, refused, away),
    securityDefaultsFinding({ value: true }, lab),
    securityDefaultsFinding({ value: false }, lab),
    securityDefaultsFinding(away, lab),
  ]
}

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

/** What German sentences hold only where something was left in English. */
const english = /(?<![“›] ?\w*)\b(?:the|of|to|and|is|are|or|not|this|it|you|for|from|by|with|other|everybody|nobody)\b/i
const leftInEnglish = (sentences: readonly string[]): string[] =>
  [...new Set(sentences)]
    .map((sentence) => [sentence, said(sentence)] as const)
    .filter(
      ([sentence, german]) =>
        german === sentence || english.test(german.replace(/Sales and Marketing|Strong sign-in and more/g, '')),
    )
    .map(([sentence, german]) => `${sentence} → ${german}`)

describe('the lines of the Tenant step in German', () => {
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
    expect(leftInEnglish(findings.flatMap(sentencesOf))).toEqual([])
  })
})
