import { GraphError } from '../../../../src-main/practice/graph/answer.ts'
import { type ListQuery, type ListRules, listBody } from '../../../../src-main/practice/graph/odata/query.ts'

/** Rules as a list of users has them. */
export const userRules: ListRules = {
  defaultPage: 100,
  maxPage: 999,
  defaultProperties: ['id', 'displayName'],
  type: 'microsoft.graph.user',
  properties: [
    ...['id', 'displayName', 'userPrincipalName', 'mail', 'jobTitle', 'accountEnabled', 'createdDateTime'],
    ...['assignedLicenses', 'proxyAddresses', 'usageLocation'],
  ],
  filterable: {
    id: ['eq'],
    displayName: ['eq', 'startswith'],
    userPrincipalName: ['eq', 'startswith'],
    mail: ['eq', 'startswith'],
    accountEnabled: ['eq'],
    usageLocation: ['eq'],
    'assignedLicenses/any/skuId': ['eq'],
    'proxyAddresses/any': ['eq', 'startswith'],
  },
  advanced: {
    mail: ['endswith'],
    userPrincipalName: ['endswith'],
    createdDateTime: ['eq', 'ge', 'le'],
    jobTitle: ['eq', 'startswith'],
    'proxyAddresses/any': ['endswith'],
  },
  sortable: ['displayName', 'userPrincipalName'],
  advancedSortable: ['createdDateTime'],
}

/** Rules as a report has them: no directory objects, so no advanced queries. */
export const reportRules: ListRules = {
  defaultPage: 2,
  maxPage: 5,
  defaultProperties: null,
  type: 'microsoft.graph.directoryAudit',
  filterable: {
    activityDateTime: ['eq', 'ge', 'le'],
    activityDisplayName: ['eq', 'startswith'],
    'initiatedBy/user/id': ['eq'],
    'targetResources/any/id': ['eq'],
    'status/errorCode': ['eq'],
  },
  sortable: ['activityDateTime', 'activityDisplayName'],
}

export const p2 = '84a661c4-e949-4bd2-a560-ed7766fcaf2b'
export const free = 'f30db892-07e9-47e9-837c-80727f46fd3d'

const user = (id: string, displayName: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  displayName,
  userPrincipalName: `${id}@example.com`,
  mail: null,
  jobTitle: null,
  accountEnabled: true,
  createdDateTime: `2026-09-0${String(id.length)}T08:00:00Z`,
  assignedLicenses: [],
  proxyAddresses: [],
  usageLocation: 'US',
  ...more,
})

export const users = [
  user('ada', 'Ada Lovelace', { mail: 'ada@example.com', assignedLicenses: [{ skuId: p2, disabledPlans: [] }] }),
  user('bo', "Bo O'Hara", { accountEnabled: false, jobTitle: 'Clerk' }),
  user('carla', 'Carla HelloWorld', { usageLocation: null, proxyAddresses: ['SMTP:carla@example.com'] }),
  user('dimo', 'hello-world Dimo', { assignedLicenses: [{ skuId: free }, { skuId: p2 }] }),
]

/** A query as a request makes it. */
export function queryOf(options: Record<string, string> | string, isEventual = false): ListQuery {
  const search =
    typeof options === 'string'
      ? options
      : Object.entries(options)
          .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
          .join('&')
  const url = new URL(`http://127.0.0.1:1/v1.0/users${search === '' ? '' : `?${search}`}`)
  return { params: url.searchParams, consistencyLevel: isEventual ? 'eventual' : null, url: url.href }
}

/** Ids a list of users answers with. */
export function idsOf(options: Record<string, string>, isEventual = false, rules: ListRules = userRules): unknown[] {
  const { value } = listBody(users, queryOf({ $select: 'id', ...options }, isEventual), rules, 'context')
  return Array.isArray(value) ? value.map((item: unknown) => Reflect.get(Object(item), 'id') as unknown) : []
}

/** The error a question is refused with: status, code and text. */
export function refusalOf(ask: () => unknown): { status: number; code: string; message: string } | null {
  try {
    ask()
    return null
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    return { status: error.status, code: error.code, message: error.message }
  }
}
