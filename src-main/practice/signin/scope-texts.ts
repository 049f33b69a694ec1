/** What a consent page says of a scope (graph-docs: permissions-reference.md, "display text" and "description"). */
export interface ScopeText {
  title: string
  description: string
}

const texts: Record<string, ScopeText> = {
  openid: { title: 'Sign you in', description: 'Lets you sign in to the app with your work account.' },
  profile: { title: 'View your basic profile', description: 'Your name, picture and user name.' },
  email: { title: 'View your email address', description: 'Your primary email address.' },
  offline_access: {
    title: 'Maintain access to data you have given it access to',
    description: 'Even when you are not using the app. This does not give it any additional permissions.',
  },
  'User.Read': { title: 'Sign you in and read your profile', description: 'And basic company information.' },
  'User.ReadBasic.All': { title: "Read all users' basic profiles", description: 'Name, email address and photo.' },
  'User.Read.All': { title: "Read all users' full profiles", description: 'With reports, manager and all properties.' },
  'User.ReadWrite.All': {
    title: "Read and write all users' full profiles",
    description: 'Create and delete users, and change their properties.',
  },
  'User-PasswordProfile.ReadWrite.All': {
    title: 'Read and write all password profiles',
    description: 'Set passwords of users, on your behalf.',
  },
  'User.DeleteRestore.All': { title: 'Delete and restore users', description: 'Delete all users and bring them back.' },
  'User.RevokeSessions.All': {
    title: 'Revoke all sign in sessions for a user',
    description: 'Make users sign in again everywhere.',
  },
  'Group.Read.All': { title: 'Read all groups', description: 'Properties, members and content of groups.' },
  'Group.ReadWrite.All': {
    title: 'Read and write all groups',
    description: 'Create and delete groups, and change their properties and members.',
  },
  'GroupMember.Read.All': { title: 'Read group memberships', description: 'Basic properties and members of groups.' },
  'GroupMember.ReadBasic.All': { title: 'Read basic group memberships', description: 'Who is in which group.' },
  'GroupMember.ReadWrite.All': {
    title: 'Read and write group memberships',
    description: 'Add and remove members. Groups themselves cannot be created or deleted.',
  },
  'Organization.Read.All': {
    title: 'Read organization information',
    description: 'The organization, its subscriptions and its products.',
  },
  'Domain.Read.All': { title: 'Read domains', description: 'All domain names of the organization.' },
  'Device.Read.All': { title: 'Read all devices', description: 'Names and settings of registered devices.' },
  'Directory.Read.All': { title: 'Read directory data', description: 'Users, groups, apps and more.' },
  'Directory.ReadWrite.All': {
    title: 'Read and write directory data',
    description: 'Users and groups. Nobody is deleted and no password is reset by it.',
  },
  'LicenseAssignment.Read.All': { title: 'Read all license assignments', description: 'Of users and groups.' },
  'LicenseAssignment.ReadWrite.All': {
    title: 'Manage all license assignments',
    description: 'Give licenses to users and groups, and take them away.',
  },
  'Policy.Read.All': {
    title: "Read your organization's policies",
    description: 'All policies, such as those for sign-in and for what users may do.',
  },
  'Policy.Read.AuthenticationMethod': {
    title: 'Read authentication method policies',
    description: 'Which methods may be used, and by whom.',
  },
  'Policy.ReadWrite.AuthenticationMethod': {
    title: 'Read and write authentication method policies',
    description: 'Which methods may be used, and by whom.',
  },
  'Policy.ReadWrite.Authorization': {
    title: "Read and write your organization's authorization policy",
    description: 'What users, guests and administrators may do by default.',
  },
  'Policy.ReadWrite.SecurityDefaults': {
    title: "Read and write your organization's security defaults policy",
    description: 'Switch security defaults on and off.',
  },
  'AuditLog.Read.All': { title: 'Read audit log data', description: 'Audit and sign-in logs, and usage reports.' },
  'UserAuthenticationMethod.Read': {
    title: 'Read your authentication methods',
    description: 'Which ones you registered. No secret such as a password is read.',
  },
  'UserAuthenticationMethod.Read.All': {
    title: "Read all users' authentication methods",
    description: 'Which ones they registered. No secret such as a password is read.',
  },
  'UserAuthenticationMethod.ReadWrite': {
    title: 'Read and write your authentication methods',
    description: 'Add, change and remove your own ones.',
  },
  'UserAuthenticationMethod.ReadWrite.All': {
    title: "Read and write all users' authentication methods",
    description: 'Add, change and remove them, for all users.',
  },
  'Application.Read.All': { title: 'Read applications', description: 'Applications and service principals.' },
  'Application.ReadWrite.All': {
    title: 'Read and write applications',
    description: 'Register and delete applications. What they may do is not consented to by it.',
  },
  'RoleManagement.Read.Directory': {
    title: 'Read directory role-based access control settings',
    description: 'Roles and who holds them.',
  },
}

const methodNames: Record<string, string> = {
  Phone: 'phone',
  Email: 'email',
  SoftwareOATH: 'software OATH',
  TAP: 'Temporary Access Pass',
  MicrosoftAuthApp: 'Microsoft Authenticator',
  Password: 'password',
}

/** `UserAuthMethod-Phone.ReadWrite.All` and its kin, which differ by method only. */
function methodScopeText(scope: string): ScopeText | null {
  const [, method = '', write = '', all = ''] = /^UserAuthMethod-(\w+)\.Read(Write)?(\.All)?$/.exec(scope) ?? []
  const name = methodNames[method]
  if (name === undefined) return null
  const title = `Read ${write === '' ? '' : 'and write '}${all === '' ? 'your' : "all users'"} ${name} methods`
  return { title, description: `Nothing but the ${name} methods of ${all === '' ? 'your account' : 'users'}.` }
}

export const scopeText = (scope: string): ScopeText =>
  texts[scope] ?? methodScopeText(scope) ?? { title: scope, description: 'A permission of Microsoft Graph.' }
