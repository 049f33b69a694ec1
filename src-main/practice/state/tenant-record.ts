import { z } from 'zod'

import { MethodConfiguration, SsprPolicy } from './model.ts'

const At = z.number().int()

const AuthorizationPolicy = z.looseObject({ allowedToUseSSPR: z.boolean() })

/** A setting that was saved and will be in force at `dueAt`. */
const Waiting = z.discriminatedUnion('what', [
  z.object({ what: z.literal('sspr'), dueAt: At, value: SsprPolicy }),
  z.object({ what: z.literal('methodConfigurations'), dueAt: At, value: z.array(MethodConfiguration) }),
  z.object({ what: z.literal('authorizationPolicy'), dueAt: At, value: AuthorizationPolicy }),
])

/** What Graph keeps of a registration of the tenant's own. */
const Registration = z.object({
  id: z.uuid(),
  createdAt: At,
  deletedAt: At.nullable(),
  isFallbackPublicClient: z.boolean().nullable(),
  /** Of the platform "Mobile and desktop applications". */
  redirectUris: z.array(z.string()),
  requiredResourceAccess: z.array(
    z.object({
      resourceAppId: z.string(),
      resourceAccess: z.array(z.object({ id: z.guid(), type: z.enum(['Scope', 'Role']) })),
    }),
  ),
  tags: z.array(z.string()),
  /** Without it nobody signs in to the application. */
  servicePrincipal: z.object({ id: z.uuid(), createdAt: At, deletedAt: At.nullable() }).nullable(),
})
export type Registration = z.infer<typeof Registration>

/** A client registered in, or known to, the tenant. */
const Application = z.object({
  appId: z.uuid(),
  displayName: z.string(),
  /** Owned by Microsoft and present everywhere; consent for Graph scopes may still be asked. */
  isFirstParty: z.boolean(),
  /** False: the tenant switched it off (AADSTS7000112). */
  isEnabled: z.boolean(),
  /** True: only assigned people may use it (AADSTS50105). */
  requiresAssignment: z.boolean(),
  /** Made through Graph; the control room's and Microsoft's own have none. */
  registration: Registration.optional(),
})
export type Application = z.infer<typeof Application>

/** Consent: to one person, or to everybody when `userId` is null. */
const Grant = z.object({ clientId: z.string(), userId: z.uuid().nullable(), scopes: z.array(z.string()) })
export type Grant = z.infer<typeof Grant>

/** What makes one tenant different from another before anybody did anything in it. */
export const Population = z.object({ users: z.number().int().min(1), seed: z.string(), at: At })
export type Population = z.infer<typeof Population>

/** Private RSA key (JWK) that signs tokens. */
const SigningKey = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  d: z.string(),
})
export type SigningKey = z.infer<typeof SigningKey>

/** All that is kept of a practice tenant besides its users, groups, logs and messages: one record of its file. */
export const TenantRecord = z.object({
  tenant: z.object({
    id: z.uuid(),
    displayName: z.string(),
    /** The initial domain, `….onmicrosoft.com`. */
    domain: z.string(),
    customDomains: z.array(z.string()),
    countryLetterCode: z.string(),
    tenantType: z.string(),
    isSynced: z.boolean(),
    createdAt: At,
    /** How many are registered; they are all alike. */
    devices: z.number().int().default(0),
  }),
  population: Population,
  admin: z.object({ userId: z.uuid(), password: z.string() }),
  /** Kept so that tokens outlive a restart. */
  signingKey: SigningKey,
  subscriptions: z.array(
    z.object({
      id: z.uuid(),
      commerceSubscriptionId: z.uuid(),
      skuId: z.uuid(),
      isTrial: z.boolean(),
      totalLicenses: z.number().int(),
      createdAt: At,
      endsAt: At.nullable(),
    }),
  ),
  /** Template ids of roles somebody held at some time: only those exist as directory roles. */
  activatedRoles: z.array(z.string()),
  methodConfigurations: z.array(MethodConfiguration),
  methodsPolicy: z.object({ registrationEnforcement: z.looseObject({}), lastModifiedAt: At }),
  authorizationPolicy: AuthorizationPolicy,
  securityDefaults: z.object({ isEnabled: z.boolean() }),
  conditionalAccessPolicies: z.array(
    z.object({
      id: z.uuid(),
      displayName: z.string(),
      state: z.enum(['enabled', 'disabled', 'enabledForReportingButNotEnforced']),
      createdAt: At,
      /** Ids of groups; empty: everybody. */
      includeGroups: z.array(z.uuid()).default([]),
      excludeGroups: z.array(z.uuid()).default([]),
      about: z.enum(['allResources', 'registeringSecurityInfo']).default('allResources'),
      asks: z.enum(['mfa', 'block', 'compliantDevice']).default('mfa'),
    }),
  ),
  sspr: SsprPolicy,
  /** The settings people meet; what was saved gets here after the policy lag. */
  inForce: z.object({
    sspr: SsprPolicy,
    methodConfigurations: z.array(MethodConfiguration),
    authorizationPolicy: AuthorizationPolicy,
  }),
  waiting: z.array(Waiting),
  applications: z.array(Application),
  grants: z.array(Grant),
  nextSeq: z.number().int(),
  /** How many predictable codes were given out. */
  codesGiven: z.number().int().default(0),
})
export type TenantRecord = z.infer<typeof TenantRecord>
