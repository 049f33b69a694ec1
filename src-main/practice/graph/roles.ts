import { roles } from '../state/catalogue.ts'

/** Which roles may do what, least first (entra-docs: role-based-access-control/permissions-reference.md). */
export const rolesFor = {
  /** Everybody may make a group while the authorization policy says so, which is its default. */
  createGroups: 'everybody',
  groups: [roles.groupsAdministrator, roles.userAdministrator, roles.directoryWriters],
  users: [roles.userAdministrator, roles.directoryWriters],
  /** A user's properties, or only the password: the operation tells them apart (see `user-rights.ts`). */
  updateUsers: [
    roles.helpdeskAdministrator,
    roles.passwordAdministrator,
    roles.authenticationAdministrator,
    roles.userAdministrator,
    roles.directoryWriters,
    roles.privilegedAuthenticationAdministrator,
  ],
  /** Whose standing is enough to reset the password of somebody without a role (graph-facts 3.8). */
  resetPasswords: [
    roles.helpdeskAdministrator,
    roles.passwordAdministrator,
    roles.authenticationAdministrator,
    roles.userAdministrator,
    roles.privilegedAuthenticationAdministrator,
  ],
  licences: [roles.licenseAdministrator, roles.userAdministrator, roles.directoryWriters],
  /** graph-docs: api/group-assignlicense.md */
  groupLicences: [
    roles.licenseAdministrator,
    roles.groupsAdministrator,
    roles.userAdministrator,
    roles.directoryWriters,
  ],
  methodsPolicy: [roles.authenticationPolicyAdministrator],
  authorizationPolicy: [roles.privilegedRoleAdministrator],
  readUserMethods: [roles.globalReader, roles.authenticationAdministrator, roles.privilegedAuthenticationAdministrator],
  writeUserMethods: [roles.authenticationAdministrator, roles.privilegedAuthenticationAdministrator],
  readPolicies: [
    roles.globalReader,
    roles.authenticationPolicyAdministrator,
    roles.securityReader,
    roles.securityAdministrator,
  ],
  readAccessPolicies: [
    roles.globalReader,
    roles.conditionalAccessAdministrator,
    roles.securityReader,
    roles.securityAdministrator,
  ],
  applications: [roles.applicationAdministrator, roles.cloudApplicationAdministrator],
  reports: [roles.reportsReader, roles.securityReader, roles.securityAdministrator, roles.globalReader],
} as const

type Holder = { readonly roles: readonly string[] }

export const isGlobalAdministrator = (user: Holder): boolean => user.roles.includes(roles.globalAdministrator)

/** Whether the person holds one of these roles, or is a Global Administrator, who may do everything. */
export const holdsAny = (user: Holder, accepted: readonly string[]): boolean =>
  isGlobalAdministrator(user) || user.roles.some((role) => accepted.includes(role))
