import type {
  ConditionalAccessPolicy,
  IdentitySecurityDefaultsEnforcementPolicy,
} from '@microsoft/microsoft-graph-types'
import { z } from 'zod'

import { changed, otherTarget, writeAudit } from '../../audit/audit-log.ts'
import { takesEffectLater } from '../../due.ts'
import type { TenantRecord } from '../../state/tenant-record.ts'
import { directoryTime } from '../../time.ts'
import { answer, type Answer, noContent, notFound } from '../answer.ts'
import { listBody, project } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, param, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { entityShape, rulesFor } from '../shape.ts'

const UserRights = z
  .strictObject({
    allowedToCreateApps: z.boolean(),
    allowedToCreateSecurityGroups: z.boolean(),
    allowedToCreateTenants: z.boolean(),
    allowedToReadBitlockerKeysForOwnedDevice: z.boolean(),
    allowedToReadOtherUsers: z.boolean(),
    permissionGrantPoliciesAssigned: z.array(z.string()),
  })
  .partial()

const AuthorizationChange = z
  .strictObject({
    '@odata.type': z.literal('#microsoft.graph.authorizationPolicy'),
    allowedToUseSSPR: z.boolean(),
    allowedToSignUpEmailBasedSubscriptions: z.boolean(),
    allowEmailVerifiedUsersToJoinOrganization: z.boolean(),
    allowInvitesFrom: z.enum(['none', 'adminsAndGuestInviters', 'adminsGuestInvitersAndAllMembers', 'everyone']),
    allowUserConsentForRiskyApps: z.boolean().nullable(),
    blockMsolPowerShell: z.boolean(),
    guestUserRoleId: z.guid(),
    defaultUserRolePermissions: UserRights,
  })
  .partial()

function updateAuthorization(call: GraphCall): Answer {
  const { '@odata.type': _type, ...change } = readBody(call, AuthorizationChange, 'AuthorizationPolicy')
  const before = structuredClone(call.state.authorizationPolicy)
  const rights = z.looseObject({}).safeParse(before['defaultUserRolePermissions'])
  const merged = change.defaultUserRolePermissions && {
    defaultUserRolePermissions: { ...rights.data, ...change.defaultUserRolePermissions },
  }
  Object.assign(call.state.authorizationPolicy, change, merged)
  takesEffectLater(call.practice, 'authorizationPolicy')
  const properties = Object.entries(change).map(([key, value]) => changed(key, before[key], value))
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: 'Update authorization policy',
    category: 'AuthorizationPolicy',
    actor: call.caller.user,
    targets: [otherTarget('Policy', 'authorizationPolicy', 'Authorization Policy', properties)],
  })
  return noContent()
}

const securityDefaultsShape = entityShape<TenantRecord['securityDefaults'], IdentitySecurityDefaultsEnforcementPolicy>({
  id: () => '00000000-0000-0000-0000-000000000005',
  deletedDateTime: () => null,
  displayName: () => 'Security Defaults',
  description: () =>
    'Security defaults is a set of basic identity security mechanisms recommended by Microsoft. When enabled, these recommendations will be automatically enforced in your organization.',
  isEnabled: ({ isEnabled }) => isEnabled,
})

const conditionalAccessShape = entityShape<TenantRecord['conditionalAccessPolicies'][number], ConditionalAccessPolicy>({
  id: ({ id }) => id,
  templateId: () => null,
  displayName: ({ displayName }) => displayName,
  createdDateTime: ({ createdAt }) => directoryTime(createdAt),
  modifiedDateTime: () => null,
  state: ({ state }) => state,
  conditions: ({ includeGroups, excludeGroups, about }) => ({
    clientAppTypes: ['all'],
    users: {
      includeUsers: includeGroups.length === 0 ? ['All'] : [],
      excludeUsers: [],
      includeGroups,
      excludeGroups,
      includeRoles: [],
      excludeRoles: [],
    },
    applications: {
      includeApplications: about === 'allResources' ? ['All'] : [],
      excludeApplications: [],
      includeUserActions: about === 'allResources' ? [] : ['urn:user:registersecurityinfo'],
    },
  }),
  grantControls: ({ asks }) => ({ operator: 'OR', builtInControls: [asks] }),
  sessionControls: () => null,
})
const conditionalAccessList = rulesFor(conditionalAccessShape, 'conditionalAccessPolicy', {
  defaultPage: 100,
  maxPage: 999,
  defaultProperties: null,
  filterable: { displayName: ['eq', 'startswith'], state: ['eq'] },
  sortable: ['displayName'],
})

const reading = { method: 'GET', scopes: scopesFor.readPolicies, roles: 'everybody' } as const
const readingAccess = { ...reading, roles: rolesFor.readAccessPolicies, quota: 'conditionalAccess' } as const
const accessPath = 'identity/conditionalAccess/policies'

/** graph-docs: api/authorizationpolicy-get.md, -update.md, identitysecuritydefaultsenforcementpolicy-get.md */
export const policyOperations: readonly Operation[] = [
  {
    ...reading,
    path: 'policies/authorizationPolicy',
    run: (call) =>
      answer(200, {
        '@odata.context': contextUrl(call, 'policies/authorizationPolicy/$entity'),
        ...project({ ...call.state.authorizationPolicy }, call.query.params, null),
      }),
  },
  {
    method: 'PATCH',
    path: 'policies/authorizationPolicy',
    scopes: scopesFor.writeAuthorization,
    roles: rolesFor.authorizationPolicy,
    run: updateAuthorization,
  },
  {
    ...reading,
    path: 'policies/identitySecurityDefaultsEnforcementPolicy',
    run: (call) => {
      const entity = securityDefaultsShape.entity(call.state.securityDefaults, call)
      return answer(200, {
        '@odata.context': contextUrl(call, 'policies/identitySecurityDefaultsEnforcementPolicy/$entity'),
        ...project(entity, call.query.params, null, securityDefaultsShape),
      })
    },
  },
  {
    ...readingAccess,
    path: accessPath,
    run: (call) => {
      const source = conditionalAccessShape.source(call.state.conditionalAccessPolicies, call)
      return answer(200, listBody(source, call.query, conditionalAccessList, contextUrl(call, accessPath)))
    },
  },
  {
    ...readingAccess,
    path: `${accessPath}/{id}`,
    run: (call) => {
      const id = param(call, 'id').toLowerCase()
      const found = call.state.conditionalAccessPolicies.find((policy) => policy.id === id)
      if (!found) throw notFound(id)
      return answer(200, {
        '@odata.context': contextUrl(call, `${accessPath}/$entity`),
        ...project(conditionalAccessShape.entity(found, call), call.query.params, null, conditionalAccessList),
      })
    },
  },
]
