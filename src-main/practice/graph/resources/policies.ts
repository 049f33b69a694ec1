import { z } from 'zod'

import { changed, otherTarget, writeAudit } from '../../audit/audit-log.ts'
import { answer, type Answer, noContent } from '../answer.ts'
import { project } from '../odata/query.ts'
import { contextUrl, type GraphCall, type Operation, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'

const AuthorizationChange = z
  .strictObject({
    allowedToUseSSPR: z.boolean(),
    allowedToSignUpEmailBasedSubscriptions: z.boolean(),
    allowEmailVerifiedUsersToJoinOrganization: z.boolean(),
    allowInvitesFrom: z.enum(['none', 'adminsAndGuestInviters', 'adminsGuestInvitersAndAllMembers', 'everyone']),
    blockMsolPowerShell: z.boolean(),
    guestUserRoleId: z.guid(),
  })
  .partial()

function updateAuthorization(call: GraphCall): Answer {
  const change = readBody(call, AuthorizationChange, 'AuthorizationPolicy')
  const before = { ...call.state.authorizationPolicy }
  Object.assign(call.state.authorizationPolicy, change)
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: 'Update authorization policy',
    category: 'AuthorizationPolicy',
    actor: call.caller.user,
    targets: [
      otherTarget(
        'Policy',
        'authorizationPolicy',
        'Authorization Policy',
        Object.entries(change).map(([key, value]) => changed(key, before[key], value)),
      ),
    ],
  })
  return noContent()
}

const reading = { method: 'GET', scopes: scopesFor.readPolicies, roles: 'everybody' } as const

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
    run: (call) =>
      answer(200, {
        '@odata.context': contextUrl(call, 'policies/identitySecurityDefaultsEnforcementPolicy/$entity'),
        id: '00000000-0000-0000-0000-000000000005',
        displayName: 'Security Defaults',
        description:
          'Security defaults is a set of basic identity security mechanisms recommended by Microsoft. When enabled, these recommendations will be automatically enforced in your organization.',
        isEnabled: call.state.securityDefaults.isEnabled,
      }),
  },
  {
    ...reading,
    roles: rolesFor.readPolicies,
    path: 'identity/conditionalAccess/policies',
    run: (call) =>
      answer(200, { '@odata.context': contextUrl(call, 'identity/conditionalAccess/policies'), value: [] }),
  },
]
