import { currentReport } from '../../due.ts'
import { isPremiumTenant } from '../../rules/licences.ts'
import type { RegistrationRow } from '../../state/model.ts'
import { answer, GraphError, notFound } from '../answer.ts'
import { listBody, project } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { entityShape, rulesFor } from '../shape.ts'
import { featureSummary, methodSummary } from './registration-summary.ts'

import type { UserRegistrationDetails } from '@microsoft/microsoft-graph-types'

/** One line of the report, as it was computed (graph-docs: resources/userregistrationdetails.md). */
const rowShape = entityShape<RegistrationRow, UserRegistrationDetails>({
  id: (row) => row.id,
  userPrincipalName: (row) => row.userPrincipalName,
  userDisplayName: (row) => row.userDisplayName,
  userType: (row) => row.userType,
  isAdmin: (row) => row.isAdmin,
  isSsprRegistered: (row) => row.isSsprRegistered,
  isSsprEnabled: (row) => row.isSsprEnabled,
  isSsprCapable: (row) => row.isSsprCapable,
  isMfaRegistered: (row) => row.isMfaRegistered,
  isMfaCapable: (row) => row.isMfaCapable,
  isPasswordlessCapable: (row) => row.isPasswordlessCapable,
  methodsRegistered: (row) => row.methodsRegistered,
  isSystemPreferredAuthenticationMethodEnabled: (row) => row.isSystemPreferredAuthenticationMethodEnabled,
  systemPreferredAuthenticationMethods: (row) => row.systemPreferredAuthenticationMethods,
  userPreferredMethodForSecondaryAuthentication: (row) => row.userPreferredMethodForSecondaryAuthentication,
  lastUpdatedDateTime: (row) => row.lastUpdatedDateTime,
})

const rowList = rulesFor(rowShape, 'userRegistrationDetails', {
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
    'systemPreferredAuthenticationMethods/any': ['eq'],
  },
  sortable: ['userPrincipalName', 'userDisplayName'],
})

/** Reports need P1 or P2 in the tenant (graph-docs: api/authenticationmethodsroot-list-userregistrationdetails.md). */
export function checkPremium(call: GraphCall): void {
  if (isPremiumTenant(call.state, call.now)) return
  throw new GraphError(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  )
}

/** The report as last computed, without people deleted since. */
function rows(call: GraphCall): RegistrationRow[] {
  checkPremium(call)
  const { state } = call
  return [...currentReport(call.practice).rows.values()].filter((row) => state.users.get(row.id)?.deletedAt === null)
}

export const readingReports = {
  method: 'GET',
  scopes: scopesFor.reports,
  roles: rolesFor.reports,
  quota: 'report',
} as const

const path = 'reports/authenticationMethods'
const rowPath = `${path}/userRegistrationDetails`

/** graph-docs: api/authenticationmethodsroot-list-userregistrationdetails.md, -usersregisteredbyfeature.md, -bymethod.md */
export const reportOperations: readonly Operation[] = [
  {
    ...readingReports,
    path: rowPath,
    run: (call) => {
      const source = rowShape.source(rows(call), call)
      return answer(200, listBody(source, call.query, rowList, contextUrl(call, rowPath)))
    },
  },
  {
    ...readingReports,
    path: `${rowPath}/{id}`,
    run: (call) => {
      const row = rows(call).find(({ id }) => id === param(call, 'id').toLowerCase())
      if (!row) throw notFound(param(call, 'id'))
      return answer(200, {
        '@odata.context': contextUrl(call, `${rowPath}/$entity`),
        ...project(rowShape.entity(row, call), call.query.params, null, rowList),
      })
    },
  },
  ...(['usersRegisteredByFeature', 'usersRegisteredByFeature/{options}'] as const).map((name): Operation => ({
    ...readingReports,
    path: `${path}/${name}`,
    run: (call) =>
      answer(200, featureSummary(call, rows(call), contextUrl(call, 'microsoft.graph.userRegistrationFeatureSummary'))),
  })),
  ...(['usersRegisteredByMethod', 'usersRegisteredByMethod/{options}'] as const).map((name): Operation => ({
    ...readingReports,
    path: `${path}/${name}`,
    run: (call) =>
      answer(200, methodSummary(call, rows(call), contextUrl(call, 'microsoft.graph.userRegistrationMethodSummary'))),
  })),
]
