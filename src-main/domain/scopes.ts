/** Greater scopes that allow the same, for each scope a plan names (graph-facts §2 to §5; Graph permissions reference). */
const greaterScopes: Partial<Record<string, readonly string[]>> = {
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
