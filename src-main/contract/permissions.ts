import { z } from 'zod'

/** Permissions are asked for when they are needed, a step at a time. */
export const PermissionStep = z.enum(['look', 'set-up', 'verify', 'register'])
export type PermissionStep = z.infer<typeof PermissionStep>

/** The steps of a lab; whoever registers no application is asked for nothing else. */
export const labSteps = ['look', 'set-up', 'verify'] as const satisfies readonly PermissionStep[]

export interface StepText {
  readonly title: string
  readonly why: string
  /** Delegated scopes of Microsoft Graph, with what each is for (graph-facts §0, "Scope set that covers the whole lab"). */
  readonly scopes: Readonly<Record<string, string>>
  /** The least directory roles beside them, with what each is for (graph-facts §1.3). Global Administrator covers all. */
  readonly roles: Readonly<Record<string, string>>
}

/** A permission alone is not enough, and neither is a role that sleeps. */
export const onlyActiveRoles =
  'Only active roles count. One you are eligible for (Privileged Identity Management) counts once you activate it.'

export const permissionSteps: Record<PermissionStep, StepText> = {
  look: {
    title: 'Look',
    why: 'To show who you are, what the tenant is, and what a lab would change. Nothing can be written with these.',
    scopes: {
      'User.Read': 'who you are and which directory roles you hold',
      'Organization.Read.All': 'the tenant, its domains and its licences',
      'Policy.Read.All': 'which sign-in methods are allowed, and what could interrupt the test',
      'User.Read.All': 'whether users of the lab exist already',
      'Group.Read.All': 'whether the pilot group exists already, and who is in it',
      'RoleManagement.Read.Directory': 'how many administrators there are, which tells a lab from a company',
      'Device.Read.All': 'how many devices there are, which tells a lab from a company',
    },
    roles: { 'Security Reader': 'see Conditional Access and the methods policy' },
  },
  'set-up': {
    title: 'Set up',
    why: 'To make the test users and the pilot group, and to take them away again. Used only for a plan you have seen.',
    scopes: {
      'User.ReadWrite.All': 'make test users',
      'Group.ReadWrite.All': 'make the pilot group and put the test users into it',
      'LicenseAssignment.ReadWrite.All': 'give test users a licence',
      'Policy.ReadWrite.AuthenticationMethod': 'allow the lab’s sign-in methods for the pilot group',
      'User.DeleteRestore.All': 'empty the recycle bin of what undo took away',
    },
    roles: {
      'User Administrator': 'make test users and take them away',
      'Groups Administrator': 'make the pilot group',
      'License Administrator': 'assign licences',
      'Authentication Policy Administrator': 'allow methods, and set Password reset in the portal',
    },
  },
  verify: {
    title: 'Verify',
    why: 'To prove the test: what the service itself recorded about registering and resetting. Nothing is written.',
    scopes: {
      'AuditLog.Read.All': 'the audit log and the registration report',
      'UserAuthenticationMethod.Read.All': 'which sign-in methods the test users registered',
    },
    roles: {
      'Reports Reader': 'read the audit log and the registration report',
      'Authentication Administrator': 'see which methods a test user registered',
    },
  },
  register: {
    title: 'App registration',
    why: 'To make this tenant’s own app registration for ResetLab, and to take it away again. Used only for a plan you have seen.',
    scopes: { 'Application.ReadWrite.All': 'register the application and its service principal' },
    roles: { 'Cloud Application Administrator': 'register the application, and empty the recycle bin of it' },
  },
}

export const scopesOfStep = (step: PermissionStep): string[] => Object.keys(permissionSteps[step].scopes)

/** Every scope a whole lab needs. */
export const labScopes: readonly string[] = labSteps.flatMap(scopesOfStep)

/** What was granted and what is missing of one step. */
export const StepPermissions = z.object({
  step: PermissionStep,
  granted: z.array(z.string()),
  missing: z.array(z.string()),
})
export type StepPermissions = z.infer<typeof StepPermissions>

/** Which directory roles of one step the operator holds and which they lack; a greater role counts for a least one. */
export const StepRoles = z.object({
  step: PermissionStep,
  active: z.array(z.string()),
  missing: z.array(z.string()),
})
export type StepRoles = z.infer<typeof StepRoles>
