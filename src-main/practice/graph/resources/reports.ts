import { isPremiumTenant } from '../../rules/licences.ts'
import { computeReport } from '../../rules/registration-row.ts'
import type { AuditRow, RegistrationRow, SignInRow } from '../../state/model.ts'
import { auditTime, dayMs } from '../../time.ts'
import { answer, GraphError, notFound } from '../answer.ts'
import type { Entity } from '../odata/evaluate.ts'
import { listBody, type ListRules, project } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'

const retentionMs = 30 * dayMs

const dates = ['eq', 'ge', 'le', 'gt', 'lt']

/** Filters the documentation promises (graph-docs: api/directoryaudit-list.md). */
const auditList: ListRules = {
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
  },
  sortable: ['activityDateTime', 'activityDisplayName'],
}

const signInList: ListRules = {
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
    ipAddress: ['eq', 'startswith'],
    'status/errorCode': ['eq'],
    correlationId: ['eq'],
    isInteractive: ['eq'],
  },
  sortable: ['createdDateTime'],
}

const reportList: ListRules = {
  defaultPage: 100,
  maxPage: 1000,
  defaultProperties: null,
  filterable: {
    userPrincipalName: ['eq', 'startswith'],
    userDisplayName: ['eq', 'startswith'],
    userType: ['eq'],
    isAdmin: ['eq'],
    isSsprRegistered: ['eq'],
    isSsprEnabled: ['eq'],
    isSsprCapable: ['eq'],
    isMfaRegistered: ['eq'],
    isMfaCapable: ['eq'],
    isPasswordlessCapable: ['eq'],
    isSystemPreferredAuthenticationMethodEnabled: ['eq'],
    userPreferredMethodForSecondaryAuthentication: ['eq'],
    'methodsRegistered/any': ['eq'],
  },
  sortable: ['userPrincipalName', 'userDisplayName'],
}

const auditEntity = (row: AuditRow): Entity => ({
  id: row.id,
  category: row.category,
  correlationId: row.correlationId,
  result: row.result,
  resultReason: row.resultReason,
  activityDisplayName: row.activityDisplayName,
  activityDateTime: auditTime(row.at),
  loggedByService: row.loggedByService,
  operationType: row.operationType,
  initiatedBy: {
    app: null,
    user: row.actor && {
      id: row.actor.userId,
      displayName: row.actorName,
      userPrincipalName: row.actorUpn,
      ipAddress: row.actor.ipAddress,
      userType: null,
      homeTenantId: null,
      homeTenantName: null,
    },
  },
  targetResources: row.targets.map((target) => ({ groupType: null, ...target })),
  additionalDetails: [],
})

const signInEntity = (row: SignInRow): Entity => ({
  id: row.id,
  createdDateTime: auditTime(row.at),
  userDisplayName: row.userDisplayName,
  userPrincipalName: row.userPrincipalName.toLowerCase(),
  userId: row.userId,
  appId: row.appId,
  appDisplayName: row.appDisplayName,
  ipAddress: row.ipAddress,
  clientAppUsed: 'Browser',
  correlationId: row.correlationId,
  conditionalAccessStatus: 'notApplied',
  isInteractive: true,
  riskDetail: 'none',
  riskLevelAggregated: 'none',
  riskLevelDuringSignIn: 'none',
  riskState: 'none',
  riskEventTypes_v2: [],
  resourceDisplayName: 'Microsoft Graph',
  resourceId: '00000003-0000-0000-c000-000000000000',
  status: { errorCode: row.errorCode, failureReason: row.failureReason, additionalDetails: null },
  deviceDetail: { deviceId: '', displayName: '', operatingSystem: '', browser: row.userAgent },
  location: null,
  appliedConditionalAccessPolicies: [],
})

/** Newest first: what the audit lag has let through and retention (30 days with P1 or P2) still keeps. */
function visible<Row extends { at: number }>(call: GraphCall, rows: readonly Row[]): Row[] {
  const age = (row: Row): number => call.now - row.at
  return rows.filter((row) => age(row) >= call.practice.lags.auditMs && age(row) < retentionMs).toReversed()
}

function checkPremium(call: GraphCall): void {
  if (isPremiumTenant(call.state, call.now)) return
  throw new GraphError(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  )
}

/** The report as last computed; asked for when older than the lag, it is computed anew. */
function reportRows(call: GraphCall): RegistrationRow[] {
  checkPremium(call)
  const { state, now, practice } = call
  if (state.report === null || now - state.report.computedAt >= practice.lags.reportMs) {
    state.report = { computedAt: now, rows: computeReport(state, now) }
    practice.store.touch()
  }
  const stillThere = new Set(state.users.filter((user) => user.deletedAt === null).map((user) => user.id))
  return state.report.rows.filter((row) => stillThere.has(row.id))
}

const reading = { method: 'GET', scopes: scopesFor.reports, roles: rolesFor.reports, report: true } as const
const registrationPath = 'reports/authenticationMethods/userRegistrationDetails'

/** graph-docs: api/directoryaudit-list.md, signin-list.md, authenticationmethodsroot-list-userregistrationdetails.md */
export const reportOperations: readonly Operation[] = [
  {
    ...reading,
    path: 'auditLogs/directoryAudits',
    run: (call) =>
      answer(
        200,
        listBody(
          visible(call, call.state.audits).map(auditEntity),
          call.query,
          auditList,
          contextUrl(call, 'auditLogs/directoryAudits'),
        ),
      ),
  },
  {
    ...reading,
    path: 'auditLogs/directoryAudits/{id}',
    run: (call) => {
      const row = visible(call, call.state.audits).find(({ id }) => id === param(call, 'id'))
      if (!row) throw notFound(param(call, 'id'))
      return answer(200, {
        '@odata.context': contextUrl(call, 'auditLogs/directoryAudits/$entity'),
        ...auditEntity(row),
      })
    },
  },
  {
    ...reading,
    path: 'auditLogs/signIns',
    run: (call) => {
      checkPremium(call)
      const rows = visible(call, call.state.signIns).map(signInEntity)
      return answer(200, listBody(rows, call.query, signInList, contextUrl(call, 'auditLogs/signIns')))
    },
  },
  {
    ...reading,
    path: registrationPath,
    run: (call) => answer(200, listBody(reportRows(call), call.query, reportList, contextUrl(call, registrationPath))),
  },
  {
    ...reading,
    path: `${registrationPath}/{id}`,
    run: (call) => {
      const row = reportRows(call).find(({ id }) => id === param(call, 'id').toLowerCase())
      if (!row) throw notFound(param(call, 'id'))
      return answer(200, {
        '@odata.context': contextUrl(call, `${registrationPath}/$entity`),
        ...project({ ...row }, call.query.params, null),
      })
    },
  },
]
