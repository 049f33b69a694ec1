import { roles } from '../state/catalogue.ts'

/** Which roles may do what, least first (entra-docs: role-based-access-control/permissions-reference.md). */
export const rolesFor = {
  /** Everybody may make a group while the authorization policy says so, which is its default. */
  createGroups: 'everybody',
  groups: [roles.groupsAdministrator, roles.userAdministrator, roles.directoryWriters],
  users: [roles.userAdministrator, roles.directoryWriters],
  licences: [roles.licenseAdministrator, roles.userAdministrator, roles.directoryWriters],
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
  reports: [roles.reportsReader, roles.securityReader, roles.securityAdministrator, roles.globalReader],
} as const

export const isGlobalAdministrator = (user: { roles: readonly string[] }): boolean =>
  user.roles.includes(roles.globalAdministrator)
