/** Delegated scopes the practice tenant knows (permission names of Microsoft Graph). Anything else is AADSTS70011. */
export const labScopes = [
  'User.Read',
  'User.ReadBasic.All',
  'User.Read.All',
  'User.ReadWrite.All',
  'User-PasswordProfile.ReadWrite.All',
  'User.DeleteRestore.All',
  'User.RevokeSessions.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Organization.Read.All',
  'Domain.Read.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
  'LicenseAssignment.Read.All',
  'LicenseAssignment.ReadWrite.All',
  'Policy.Read.All',
  'Policy.Read.AuthenticationMethod',
  'Policy.ReadWrite.AuthenticationMethod',
  'Policy.ReadWrite.Authorization',
  'Policy.ReadWrite.SecurityDefaults',
  'AuditLog.Read.All',
  'UserAuthenticationMethod.Read',
  'UserAuthenticationMethod.Read.All',
  'UserAuthenticationMethod.ReadWrite',
  'UserAuthenticationMethod.ReadWrite.All',
  'UserAuthMethod-Phone.Read.All',
  'UserAuthMethod-Phone.ReadWrite.All',
  'UserAuthMethod-Email.Read.All',
  'UserAuthMethod-Email.ReadWrite.All',
  'UserAuthMethod-TAP.Read.All',
  'UserAuthMethod-TAP.ReadWrite.All',
  'UserAuthMethod-SoftwareOATH.Read.All',
  'UserAuthMethod-SoftwareOATH.ReadWrite.All',
  'UserAuthMethod-MicrosoftAuthApp.Read.All',
  'UserAuthMethod-MicrosoftAuthApp.ReadWrite.All',
  'UserAuthMethod-Password.Read.All',
  'UserAuthMethod-Password.ReadWrite.All',
  'GroupMember.ReadBasic.All',
  'RoleManagement.Read.Directory',
] as const

export const openIdScopes: readonly string[] = ['openid', 'profile', 'offline_access', 'email']

const resourcePrefix = /^https:\/\/graph\.(microsoft\.com|practice\.invalid)\//

/** `https://graph.microsoft.com/User.Read` and `User.Read` are the same scope; null when it is none we know. */
export function knownScope(asked: string): string | null {
  const name = asked.replace(resourcePrefix, '')
  if (openIdScopes.includes(name.toLowerCase())) return name.toLowerCase()
  return labScopes.find((scope) => scope.toLowerCase() === name.toLowerCase()) ?? null
}

/** `.default` stands for everything already consented to. */
export const isDefaultScope = (asked: string): boolean => asked.replace(resourcePrefix, '') === '.default'

/** Which scopes open which door, least first. */
export const scopesFor = {
  readMe: ['User.Read', 'User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  readUsers: [
    'User.ReadBasic.All',
    'User.Read.All',
    'User.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  writeUsers: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  updateUsers: ['User-PasswordProfile.ReadWrite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
  /** What somebody is besides their name and address: `User.ReadBasic.All` is not enough. */
  readWholeUsers: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  readOrganization: ['User.Read', 'Organization.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  readDomains: ['Domain.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  readStock: ['LicenseAssignment.Read.All', 'Organization.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  readSubscriptions: ['Organization.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  assignLicence: ['LicenseAssignment.ReadWrite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
  assignGroupLicence: ['LicenseAssignment.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  readLicences: [
    'LicenseAssignment.Read.All',
    'User.Read.All',
    'User.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  readGroups: [
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  readMembers: [
    'GroupMember.ReadBasic.All',
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  readDeletedGroups: ['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  writeGroups: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  writeMembers: ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  restoreUsers: ['User.DeleteRestore.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
  readRoles: ['RoleManagement.Read.Directory', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  readMethodsPolicy: ['Policy.Read.AuthenticationMethod', 'Policy.ReadWrite.AuthenticationMethod', 'Policy.Read.All'],
  writeMethodsPolicy: ['Policy.ReadWrite.AuthenticationMethod'],
  readPolicies: ['Policy.Read.All'],
  writeAuthorization: ['Policy.ReadWrite.Authorization'],
  reports: ['AuditLog.Read.All'],
  readOwnMethods: [
    'UserAuthenticationMethod.Read',
    'UserAuthenticationMethod.ReadWrite',
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ],
  readUserMethods: ['UserAuthenticationMethod.Read.All', 'UserAuthenticationMethod.ReadWrite.All'],
  writeMethods: ['UserAuthenticationMethod.ReadWrite.All'],
  readPhones: [
    'UserAuthMethod-Phone.Read.All',
    'UserAuthMethod-Phone.ReadWrite.All',
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ],
  readEmails: [
    'UserAuthMethod-Email.Read.All',
    'UserAuthMethod-Email.ReadWrite.All',
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ],
  readPasses: [
    'UserAuthMethod-TAP.Read.All',
    'UserAuthMethod-TAP.ReadWrite.All',
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ],
  readCodeApps: [
    'UserAuthMethod-SoftwareOATH.Read.All',
    'UserAuthMethod-SoftwareOATH.ReadWrite.All',
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ],
  readAuthenticators: [
    'UserAuthMethod-MicrosoftAuthApp.Read.All',
    'UserAuthMethod-MicrosoftAuthApp.ReadWrite.All',
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ],
  readPasswords: [
    'UserAuthMethod-Password.Read.All',
    'UserAuthMethod-Password.ReadWrite.All',
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ],
  writeCodeApps: ['UserAuthMethod-SoftwareOATH.ReadWrite.All', 'UserAuthenticationMethod.ReadWrite.All'],
  writeAuthenticators: ['UserAuthMethod-MicrosoftAuthApp.ReadWrite.All', 'UserAuthenticationMethod.ReadWrite.All'],
  writePasswords: ['UserAuthMethod-Password.ReadWrite.All', 'UserAuthenticationMethod.ReadWrite.All'],
  writePasses: ['UserAuthMethod-TAP.ReadWrite.All', 'UserAuthenticationMethod.ReadWrite.All'],
  writePhones: ['UserAuthMethod-Phone.ReadWrite.All', 'UserAuthenticationMethod.ReadWrite.All'],
  writeEmails: ['UserAuthMethod-Email.ReadWrite.All', 'UserAuthenticationMethod.ReadWrite.All'],
} as const
