const readsDirectory = ['Directory.Read.All', 'Directory.ReadWrite.All']

/** Greater scopes that allow the same, for each scope of a step (graph-facts §1 to §5; Graph permissions reference). */
const greaterScopes: Partial<Record<string, readonly string[]>> = {
  'User.Read': ['User.Read.All', 'User.ReadWrite.All'],
  'Organization.Read.All': readsDirectory,
  'User.Read.All': ['User.ReadWrite.All', ...readsDirectory],
  'Group.Read.All': ['Group.ReadWrite.All', ...readsDirectory],
  'RoleManagement.Read.Directory': readsDirectory,
  'Device.Read.All': readsDirectory,
  'Group.ReadWrite.All': ['Directory.ReadWrite.All'],
  'User.ReadWrite.All': ['Directory.ReadWrite.All'],
  'GroupMember.ReadWrite.All': ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  'LicenseAssignment.ReadWrite.All': ['Directory.ReadWrite.All'],
}

/** A token names scopes alone or with their resource before them, such as `https://graph.microsoft.com/User.Read`. */
const bareName = (scope: string): string => scope.slice(scope.lastIndexOf('/') + 1).toLowerCase()

/** Whether what a token was granted is enough for a scope. */
export function isGranted(granted: readonly string[], scope: string): boolean {
  const held = new Set(granted.map(bareName))
  return [scope, ...(greaterScopes[scope] ?? [])].some((enough) => held.has(enough.toLowerCase()))
}
