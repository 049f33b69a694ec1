import type { DirectoryAudit, SignIn } from '@microsoft/microsoft-graph-types'

import { isPremiumTenant } from '../../rules/licences.ts'
import { waitOf } from '../../lags.ts'
import type { AuditRow, SignInRow } from '../../state/model.ts'
import { auditTime, dayMs } from '../../time.ts'
import { answer, type Answer, notFound } from '../answer.ts'
import { listBody, project } from '../odata/query.ts'
import type { ListRules } from '../odata/rules.ts'
import { contextUrl, type GraphCall, type Operation, param } from '../operation.ts'
import { type EntityShape, entityShape, rulesFor } from '../shape.ts'
import { checkPremium, readingReports } from './reports.ts'

const dates = ['eq', 'ge', 'le', 'gt', 'lt']

/** Names of services, where the documentation and other people's tools disagree, by the switch (facts 14, 6). */
const serviceOf = (row: AuditRow, { state }: GraphCall): string =>
  row.loggedByService === 'Self-service Password Management' ? state.switches.ssprLogName : row.loggedByService

const auditShape = entityShape<AuditRow, DirectoryAudit>({
  id: (row) => row.id,
  category: (row) => row.category,
  correlationId: (row) => row.correlationId,
  result: (row) => row.result,
  resultReason: (row) => row.resultReason,
  activityDisplayName: (row) => row.activityDisplayName,
  activityDateTime: (row) => auditTime(row.at),
  loggedByService: serviceOf,
  operationType: (row) => row.operationType,
  initiatedBy: (row) => ({
    app: null,
    user: row.actor && {
      id: row.actor.userId,
      displayName: row.actorName,
      userPrincipalName: row.actorUpn,
      ipAddress: row.actor.ipAddress,
    },
  }),
  targetResources: (row) => row.targets.map((target) => ({ groupType: null, ...target })),
  additionalDetails: () => [],
})

/** Filters the documentation promises (graph-docs: api/directoryaudit-list.md); `category` by the switch. */
const auditRules = (call: GraphCall): ListRules =>
  rulesFor(auditShape, 'directoryAudit', {
    defaultPage: 100,
    maxPage: 1000,
    defaultProperties: null,
    filterable: {
      activityDateTime: dates,
      activityDisplayName: ['eq', 'startswith'],
      correlationId: ['eq'],
      id: ['eq'],
      loggedByService: ['eq'],
      'initiatedBy/user/id': ['eq'],
      'initiatedBy/user/displayName': ['eq'],
      'initiatedBy/user/userPrincipalName': ['eq', 'startswith'],
      'initiatedBy/app/appId': ['eq'],
      'initiatedBy/app/displayName': ['eq'],
      'targetResources/any/id': ['eq'],
      'targetResources/any/displayName': ['eq', 'startswith'],
      ...(call.state.switches.categoryFilter === 'allowed' ? { category: ['eq'] } : {}),
    },
    sortable: ['activityDateTime', 'activityDisplayName'],
  })

const signInShape = entityShape<SignInRow, SignIn>({
  id: (row) => row.id,
  createdDateTime: (row) => auditTime(row.at),
  userDisplayName: (row) => row.userDisplayName,
  userPrincipalName: (row) => row.userPrincipalName.toLowerCase(),
  userId: (row) => row.userId,
  appId: (row) => row.appId,
  appDisplayName: (row) => row.appDisplayName,
  ipAddress: (row) => row.ipAddress,
  clientAppUsed: () => 'Browser',
  correlationId: (row) => row.correlationId,
  conditionalAccessStatus: () => 'notApplied',
  isInteractive: () => true,
  riskDetail: () => 'none',
  riskLevelAggregated: () => 'none',
  riskLevelDuringSignIn: () => 'none',
  riskState: () => 'none',
  riskEventTypes: () => [],
  riskEventTypes_v2: () => [],
  resourceDisplayName: () => 'Microsoft Graph',
  resourceId: () => '00000003-0000-0000-c000-000000000000',
  status: (row) => ({ errorCode: row.errorCode, failureReason: row.failureReason, additionalDetails: null }),
  deviceDetail: (row) => ({ deviceId: '', displayName: '', operatingSystem: '', browser: row.userAgent }),
  location: () => null,
  appliedConditionalAccessPolicies: () => [],
})

const signInRules: ListRules = rulesFor(signInShape, 'signIn', {
  defaultPage: 100,
  maxPage: 1000,
  defaultProperties: null,
  filterable: {
    id: ['eq'],
    createdDateTime: dates,
    userId: ['eq'],
    userPrincipalName: ['eq', 'startswith'],
    userDisplayName: ['eq', 'startswith'],
    appId: ['eq'],
    appDisplayName: ['eq', 'startswith'],
    clientAppUsed: ['eq'],
    ipAddress: ['eq', 'startswith'],
    'status/errorCode': ['eq'],
    correlationId: ['eq'],
    isInteractive: ['eq'],
  },
  sortable: ['createdDateTime'],
})

/** Newest first: what the audit lag has let through and retention still keeps (7 days, or 30 with P1 or P2). */
function visible<Row extends { id: string; at: number }>(call: GraphCall, rows: Iterable<Row>): Row[] {
  const { lags } = call.practice
  const keptMs = (isPremiumTenant(call.state, call.now) ? 30 : 7) * dayMs
  return [...rows]
    .filter((row) => {
      const age = call.now - row.at
      return age < keptMs && (age >= lags.audit[1] || age >= waitOf(lags, 'audit', row.id))
    })
    .sort((a, b) => a.at - b.at)
    .toReversed()
}

interface Log<Row> {
  path: string
  shape: EntityShape<Row>
  rules: (call: GraphCall) => ListRules
  rows: (call: GraphCall) => Row[]
}

const list =
  <Row>({ path, shape, rules, rows }: Log<Row>) =>
  (call: GraphCall): Answer =>
    answer(200, listBody(shape.source(rows(call), call), call.query, rules(call), contextUrl(call, path)))

const one =
  <Row extends { id: string }>({ path, shape, rules, rows }: Log<Row>) =>
  (call: GraphCall): Answer => {
    const row = rows(call).find(({ id }) => id === param(call, 'id'))
    if (!row) throw notFound(param(call, 'id'))
    return answer(200, {
      '@odata.context': contextUrl(call, `${path}/$entity`),
      ...project(shape.entity(row, call), call.query.params, null, rules(call)),
    })
  }

const audits: Log<AuditRow> = {
  path: 'auditLogs/directoryAudits',
  shape: auditShape,
  rules: auditRules,
  rows: (call) => visible(call, call.state.audits),
}

const signIns: Log<SignInRow> = {
  path: 'auditLogs/signIns',
  shape: signInShape,
  rules: () => signInRules,
  rows(call) {
    checkPremium(call)
    return visible(call, call.state.signIns)
  },
}

/** graph-docs: api/directoryaudit-list.md, directoryaudit-get.md, signin-list.md, signin-get.md */
export const logOperations: readonly Operation[] = [
  { ...readingReports, path: audits.path, run: list(audits) },
  { ...readingReports, path: `${audits.path}/{id}`, run: one(audits) },
  { ...readingReports, path: signIns.path, run: list(signIns) },
  { ...readingReports, path: `${signIns.path}/{id}`, run: one(signIns) },
]
