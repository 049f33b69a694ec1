import { z } from 'zod'

import { changed, otherTarget, writeAudit } from '../audit/audit-log.ts'
import type { Practice } from '../context.ts'
import { openIdScopes } from '../graph/scopes.ts'
import { roles } from '../state/catalogue.ts'
import type { User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import type { Application } from '../state/tenant-record.ts'
import { graphResourceId } from './aadsts.ts'
import { preauthorisedScopes, servicePrincipalId } from './applications.ts'
import { defaultScope, needsAdministrator } from './asked-scopes.ts'
import type { ConsentQuestion } from './sign-in-flow.ts'

/** Application Administrator and Cloud Application Administrator (entra-docs: permissions-reference.md). */
const applicationAdministrators: readonly string[] = [
  roles.applicationAdministrator,
  roles.cloudApplicationAdministrator,
]
const consentingRoles: readonly string[] = [
  roles.globalAdministrator,
  roles.privilegedRoleAdministrator,
  ...applicationAdministrators,
]

/** Whether this person may consent for everybody (entra-docs: enterprise-apps/grant-admin-consent.md). */
export const mayConsentForAll = (user: User): boolean => user.roles.some((role) => consentingRoles.includes(role))

const ConsentPolicy = z.looseObject({
  defaultUserRolePermissions: z.looseObject({ permissionGrantPoliciesAssigned: z.array(z.string()) }),
})

/** Whether people may consent for themselves at all: the authorization policy assigns them a policy that says so. */
function mayUsersConsent(state: PracticeState): boolean {
  const policy = ConsentPolicy.safeParse(state.inForce.authorizationPolicy)
  if (!policy.success) return true
  const { permissionGrantPoliciesAssigned } = policy.data.defaultUserRolePermissions
  return permissionGrantPoliciesAssigned.some((name) => name.startsWith('ManagePermissionGrantsForSelf.'))
}

/** What a request for `.default` comes down to: our registrations list one permission, as every new one does. */
const spelledOut = (scopes: readonly string[]): string[] =>
  scopes.map((scope) => (scope === defaultScope ? 'User.Read' : scope))

/** Everything this person has consented to for the client, with what holds for everybody. */
export function grantedScopes(state: PracticeState, app: Application, userId: string): Set<string> {
  const grants = state.grants.filter(
    (grant) => grant.clientId === app.appId && (grant.userId === null || grant.userId === userId),
  )
  const preauthorised = preauthorisedScopes(app)
  return new Set([
    ...grants.flatMap(({ scopes }) => scopes),
    ...(preauthorised === null ? [] : [...preauthorised, ...openIdScopes]),
  ])
}

/** Scopes that were asked for and that nobody consented to yet. */
export function missingScopes(
  state: PracticeState,
  app: Application,
  userId: string,
  scopes: readonly string[],
): string[] {
  const granted = grantedScopes(state, app, userId)
  // `.default` is satisfied by any consent that is there; only the first time there is something to ask.
  const isAny = [...granted].some((scope) => !openIdScopes.includes(scope))
  const asked = isAny ? scopes.filter((scope) => scope !== defaultScope) : spelledOut(scopes)
  return asked.filter((scope) => !granted.has(scope))
}

/** What to ask this person before the client gets its token; null when there is nothing to ask. */
export function consentQuestion(
  state: PracticeState,
  app: Application,
  user: User,
  asked: { scopes: readonly string[]; isForced: boolean },
): ConsentQuestion | null {
  const isFixed = preauthorisedScopes(app) !== null
  const scopes =
    asked.isForced && !isFixed ? spelledOut(asked.scopes) : missingScopes(state, app, user.id, asked.scopes)
  if (scopes.length === 0) return null
  const mayBeForAll = mayConsentForAll(user)
  const isBeyond = scopes.some(needsAdministrator) || !mayUsersConsent(state)
  return { scopes, kind: isBeyond && !mayBeForAll ? 'admin' : 'person', mayBeForAll }
}

interface Consent {
  app: Application
  user: User
  scopes: readonly string[]
  forAll: boolean
}

/** Keeps a consent and writes its rows into the audit log (entra-docs: reference-audit-activities.md). */
export function grantConsent(practice: Practice, { app, user, scopes, forAll }: Consent): void {
  const { state } = practice.store
  const userId = forAll ? null : user.id
  const known = state.grants.find((grant) => grant.clientId === app.appId && grant.userId === userId)
  const before = known?.scopes ?? []
  const after = [...new Set([...before, ...spelledOut(scopes)])]
  if (known) known.scopes = after
  else state.grants.push({ clientId: app.appId, userId, scopes: after })
  practice.store.touch()

  const principal = servicePrincipalId(state.tenant.id, app.appId)
  const row = { at: practice.clock(), service: 'directory', category: 'ApplicationManagement', actor: user } as const
  const consentType = forAll ? 'AllPrincipals' : 'Principal'
  writeAudit(state, {
    ...row,
    activity: 'Add delegated permission grant',
    operationType: 'Assign',
    targets: [
      otherTarget('ServicePrincipal', servicePrincipalId(state.tenant.id, graphResourceId), 'Microsoft Graph', [
        changed('DelegatedPermissionGrant.Scope', before.join(' '), after.join(' ')),
        changed('DelegatedPermissionGrant.ConsentType', undefined, consentType),
        changed('ServicePrincipal.ObjectID', undefined, principal),
      ]),
    ],
  })
  writeAudit(state, {
    ...row,
    activity: 'Consent to application',
    operationType: 'Assign',
    targets: [
      otherTarget('ServicePrincipal', principal, app.displayName, [
        changed('ConsentContext.IsAdminConsent', undefined, mayConsentForAll(user) ? 'True' : 'False'),
        changed('ConsentContext.IsAppOnly', undefined, 'False'),
        changed('ConsentContext.OnBehalfOfAll', undefined, forAll ? 'True' : 'False'),
        changed(
          'ConsentAction.Permissions',
          undefined,
          `[] => [[ClientId: ${principal}, PrincipalId: ${userId ?? ''}, ConsentType: ${consentType}, Scope: ${after.join(' ')}]]`,
        ),
      ]),
    ],
  })
}
