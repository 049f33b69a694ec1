import { z } from 'zod'

/**
 * Everything the practice tenant remembers, and the only shape its state file may have.
 *
 * Times are milliseconds since 1970 by the practice clock. What can be worked out (scope, gates, reports, consumed
 * units) is not kept; see `rules/`.
 */

const At = z.number().int()

export const Method = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('microsoftAuthenticator'),
    id: z.uuid(),
    displayName: z.string(),
    secret: z.string(),
    /** The last thirty-second step whose code was taken: no code passes twice (RFC 6238, 5.2). */
    usedStep: z.number().int().nullable().default(null),
    createdAt: At,
  }),
  z.object({
    type: z.literal('softwareOath'),
    id: z.uuid(),
    secret: z.string(),
    usedStep: z.number().int().nullable().default(null),
    createdAt: At,
  }),
  z.object({
    type: z.literal('temporaryAccessPass'),
    id: z.uuid(),
    /** Hash of the pass, which is shown once when it is made. */
    hash: z.string(),
    startsAt: At,
    lifetimeMinutes: z.number().int(),
    isUsableOnce: z.boolean(),
    usedAt: At.nullable(),
    createdAt: At,
  }),
  z.object({
    type: z.literal('phone'),
    phoneType: z.enum(['mobile', 'alternateMobile', 'office']),
    /** `+1 2065550100`: country code, one space, digits. */
    phoneNumber: z.string(),
    byAdmin: z.boolean().default(false),
    createdAt: At,
  }),
  z.object({
    type: z.literal('email'),
    emailAddress: z.string(),
    /** Put there by an administrator through Graph, not by the person. */
    byAdmin: z.boolean().default(false),
    createdAt: At,
  }),
])
export type Method = z.infer<typeof Method>

export const Licence = z.object({
  skuId: z.uuid(),
  disabledPlans: z.array(z.uuid()),
  assignedAt: At,
  /** The group it comes from; null when it was assigned to the user. */
  groupId: z.uuid().nullable().default(null),
  /** Why a licence that comes from a group could not be given; it then holds no unit. */
  error: z.enum(['None', 'CountViolation', 'MutuallyExclusiveViolation']).default('None'),
})
export type Licence = z.infer<typeof Licence>

export const User = z.object({
  id: z.uuid(),
  userPrincipalName: z.string(),
  displayName: z.string(),
  mailNickname: z.string(),
  givenName: z.string().nullable(),
  surname: z.string().nullable(),
  jobTitle: z.string().nullable(),
  department: z.string().nullable(),
  employeeType: z.string().nullable().default(null),
  officeLocation: z.string().nullable(),
  preferredLanguage: z.string().nullable(),
  usageLocation: z.string().nullable(),
  mail: z.string().nullable(),
  mobilePhone: z.string().nullable(),
  businessPhones: z.array(z.string()),
  otherMails: z.array(z.string()),
  passwordPolicies: z.string().nullable(),
  userType: z.enum(['Member', 'Guest']),
  accountEnabled: z.boolean(),
  createdAt: At,
  deletedAt: At.nullable(),
  passwordHash: z.string(),
  mustChangePassword: z.boolean(),
  passwordChangedAt: At,
  /** Tokens and sessions from before this moment count no longer. */
  sessionsValidFrom: At,
  /** Role template ids. */
  roles: z.array(z.string()),
  licences: z.array(Licence),
  methods: z.array(Method),
  /** When the person last registered something or said that all of it is still right. */
  methodsReviewedAt: At.nullable().default(null),
  /** Kept in a directory on premises, and only mirrored here. */
  isSynced: z.boolean().default(false),
  signIn: z.object({
    failures: z.number().int(),
    lockedUntil: At.nullable(),
    lastAt: At.nullable(),
    lastSuccessAt: At.nullable(),
  }),
  /** Counters of the reset page: tries that proved nothing, mails sent, and the lock they lead to. */
  reset: z.object({ failedAt: z.array(At), mailsAt: z.array(At), blockedUntil: At.nullable() }),
})
export type User = z.infer<typeof User>

export const GroupRecord = z.object({
  id: z.uuid(),
  displayName: z.string(),
  description: z.string().nullable(),
  mailNickname: z.string(),
  mailEnabled: z.boolean(),
  securityEnabled: z.boolean(),
  groupTypes: z.array(z.string()),
  /** Kept in a directory on premises, and changed there only. */
  isSynced: z.boolean().default(false),
  isAssignableToRole: z.boolean().nullable(),
  uniqueName: z.string().nullable(),
  visibility: z.string().nullable(),
  createdAt: At,
  deletedAt: At.nullable(),
  /** Licences every direct member gets, and how far that has come. */
  licences: z.array(z.object({ skuId: z.uuid(), disabledPlans: z.array(z.uuid()) })).default([]),
  licenceWork: z.object({ startsAt: At, endsAt: At }).nullable().default(null),
})
/** Changed by the table of groups only: it knows the way back from a member to its groups. */
export interface Group extends z.infer<typeof GroupRecord> {
  /** Ids of users and groups, oldest first. */
  readonly members: Set<string>
}

const PolicyTarget = z.looseObject({ id: z.string(), targetType: z.string() })

/** One authentication method configuration, kept as Graph shows it. */
export const MethodConfiguration = z.looseObject({
  '@odata.type': z.string(),
  id: z.string(),
  state: z.enum(['enabled', 'disabled']),
  includeTargets: z.array(PolicyTarget),
  excludeTargets: z.array(PolicyTarget),
})
export type MethodConfiguration = z.infer<typeof MethodConfiguration>

/** The portal's settings, named as in its own endpoint (`PasswordResetPolicies`). No Graph path leads here. */
export const SsprPolicy = z.object({
  /** 0 None, 1 Selected, 2 All. */
  enablementType: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  passwordResetEnabledGroupId: z.uuid().nullable(),
  numberOfAuthenticationMethodsRequired: z.union([z.literal(1), z.literal(2)]),
  registrationRequiredOnSignIn: z.boolean(),
  registrationReconfirmIntervalInDays: z.number().int().min(0).max(730),
  notifyUsersOnPasswordReset: z.boolean(),
  notifyOnAdminPasswordReset: z.boolean(),
  customizeHelpdeskLink: z.boolean(),
  customHelpdeskEmailOrUrl: z.string(),
})
export type SsprPolicy = z.infer<typeof SsprPolicy>

export const AuditRow = z.object({
  id: z.string(),
  at: At,
  activityDisplayName: z.string(),
  category: z.string(),
  correlationId: z.string(),
  loggedByService: z.string(),
  operationType: z.string(),
  result: z.enum(['success', 'failure']),
  resultReason: z.string(),
  actor: z.object({ userId: z.string(), ipAddress: z.string() }).nullable(),
  targets: z.array(
    z.object({
      id: z.string(),
      displayName: z.string().nullable(),
      type: z.string(),
      userPrincipalName: z.string().nullable(),
      modifiedProperties: z.array(
        z.object({ displayName: z.string(), oldValue: z.string().nullable(), newValue: z.string().nullable() }),
      ),
    }),
  ),
  actorName: z.string().nullable(),
  actorUpn: z.string().nullable(),
})
export type AuditRow = z.infer<typeof AuditRow>

export const SignInRow = z.object({
  id: z.uuid(),
  at: At,
  userId: z.string(),
  userPrincipalName: z.string(),
  userDisplayName: z.string(),
  appId: z.string(),
  appDisplayName: z.string(),
  errorCode: z.number().int(),
  failureReason: z.string(),
  correlationId: z.string(),
  ipAddress: z.string(),
  userAgent: z.string(),
})
export type SignInRow = z.infer<typeof SignInRow>

/** A text message or mail the service "sent". */
export const Message = z.object({
  seq: z.number().int(),
  at: At,
  kind: z.enum(['text', 'mail']),
  /** Whom it is for, and the full number or address it went to. */
  userPrincipalName: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  code: z.string().nullable(),
})
export type Message = z.infer<typeof Message>

/** A notification of the authenticator app with number matching, and what was answered. */
export const Prompt = z.object({
  id: z.string(),
  /** Counted together with the messages. */
  seq: z.number().int(),
  at: At,
  userId: z.uuid(),
  userPrincipalName: z.string(),
  /** Two digits. Stand on the page that waits, never where the prompt is answered. */
  number: z.string(),
  answer: z.enum(['none', 'approved', 'denied', 'wrongNumber', 'withdrawn']),
  answeredAt: At.nullable(),
  /** For a prompt of the reset page: its audit trail, and whether a failure is in the user's counters yet. */
  forReset: z.object({ correlationId: z.string(), isCounted: z.boolean() }).nullable(),
})
export type Prompt = z.infer<typeof Prompt>

/** A phone that rang for the verification service, and what became of it. */
export const Call = z.object({
  id: z.string(),
  /** Counted together with the messages. */
  seq: z.number().int(),
  at: At,
  userId: z.uuid(),
  userPrincipalName: z.string(),
  /** The full number. */
  to: z.string(),
  phoneType: z.enum(['mobile', 'alternateMobile', 'office']),
  answer: z.enum(['none', 'approved', 'denied', 'withdrawn']),
  answeredAt: At.nullable(),
  /** For a call of the reset page: its audit trail, and whether a failure is in the user's counters yet. */
  forReset: z.object({ correlationId: z.string(), isCounted: z.boolean() }).nullable(),
})
export type Call = z.infer<typeof Call>

/** How often a phone or a mailbox was written to or called, and until when it is not any more. */
export const TryCounter = z.object({ key: z.string(), at: z.array(At), blockedUntil: At.nullable() })
export type TryCounter = z.infer<typeof TryCounter>

export const RefreshToken = z.object({
  hash: z.string(),
  userId: z.uuid(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  issuedAt: At,
  expiresAt: At,
})
export type RefreshToken = z.infer<typeof RefreshToken>

/** What `resetPassword` answers with: a job somebody may ask after (graph-docs: res/longrunningoperation.md). */
export const LongRunningOperation = z.object({ id: z.uuid(), userId: z.uuid(), createdAt: At, endsAt: At })
export type LongRunningOperation = z.infer<typeof LongRunningOperation>

/** One line of the registration report, as Graph shows it. Worked out anew, never kept on the disk. */
export interface RegistrationRow {
  id: string
  userPrincipalName: string
  userDisplayName: string
  userType: 'member' | 'guest'
  isAdmin: boolean
  isSsprRegistered: boolean
  isSsprEnabled: boolean
  isSsprCapable: boolean
  isMfaRegistered: boolean
  isMfaCapable: boolean
  isPasswordlessCapable: boolean
  methodsRegistered: string[]
  isSystemPreferredAuthenticationMethodEnabled: boolean
  systemPreferredAuthenticationMethods: string[]
  userPreferredMethodForSecondaryAuthentication: 'push' | 'oath' | 'sms' | 'none'
  lastUpdatedDateTime: string
}
