/** Delegated permissions the whole lab needs (graph-facts §0, "Scope set that covers the whole lab"). */
export const labScopes: readonly string[] = [
  'User.Read',
  'Organization.Read.All',
  'Policy.Read.All',
  'User.ReadWrite.All',
  'Group.ReadWrite.All',
  'LicenseAssignment.ReadWrite.All',
  'Policy.ReadWrite.AuthenticationMethod',
  'User.DeleteRestore.All',
  'AuditLog.Read.All',
  'UserAuthenticationMethod.Read.All',
]
