import { z } from 'zod'

/**
 * What each method's settings may be written with (graph-docs: resources/…authenticationmethodconfiguration.md). A
 * property of another method, of beta or of nobody is refused.
 */

const Exclude = z.strictObject({ id: z.string(), targetType: z.enum(['group', 'user']) })
const include = <Extra extends z.ZodRawShape>(extra: Extra) =>
  z
    .array(
      z.strictObject({
        '@odata.type': z.string().optional(),
        id: z.string(),
        targetType: z.enum(['group', 'user']),
        isRegistrationRequired: z.boolean().optional(),
        ...extra,
      }),
    )
    .max(100)

const common = {
  '@odata.context': z.string().optional(),
  '@odata.type': z.string(),
  id: z.string().optional(),
  state: z.enum(['enabled', 'disabled']).optional(),
  excludeTargets: z.array(Exclude).max(100).optional(),
  'includeTargets@odata.context': z.string().optional(),
}
const plain = z.strictObject({ ...common, includeTargets: include({}).optional() })

const FeatureTarget = z.strictObject({ id: z.string(), targetType: z.enum(['group', 'administrativeUnit', 'role']) })
const Feature = z.strictObject({
  state: z.enum(['default', 'enabled', 'disabled']).optional(),
  includeTarget: FeatureTarget.optional(),
  excludeTarget: FeatureTarget.optional(),
})
const minutes = z.number().int().min(10).max(43_200)

const KeyRestrictions = z.strictObject({
  isEnforced: z.boolean(),
  enforcementType: z.enum(['allow', 'block']),
  aaGuids: z.array(z.string()),
})

const bodies: Readonly<Record<string, z.ZodType<ConfigurationChange>>> = {
  Sms: z.strictObject({
    ...common,
    includeTargets: include({ isUsableForSignIn: z.boolean().optional() }).optional(),
  }),
  Voice: z.strictObject({
    ...common,
    includeTargets: include({}).optional(),
    isOfficePhoneAllowed: z.boolean().optional(),
  }),
  Email: z.strictObject({
    ...common,
    includeTargets: include({}).optional(),
    allowExternalIdToUseEmailOtp: z.enum(['default', 'enabled', 'disabled']).optional(),
  }),
  MicrosoftAuthenticator: z.strictObject({
    ...common,
    includeTargets: include({ authenticationMode: z.enum(['any', 'push', 'deviceBasedPush']).optional() }).optional(),
    isSoftwareOathEnabled: z.boolean().optional(),
    featureSettings: z
      .strictObject({
        displayAppInformationRequiredState: Feature.optional(),
        displayLocationInformationRequiredState: Feature.optional(),
        companionAppAllowedState: Feature.optional(),
      })
      .optional(),
  }),
  SoftwareOath: plain,
  TemporaryAccessPass: z.strictObject({
    ...common,
    includeTargets: include({}).optional(),
    defaultLength: z.number().int().min(8).max(48).optional(),
    defaultLifetimeInMinutes: minutes.optional(),
    minimumLifetimeInMinutes: minutes.optional(),
    maximumLifetimeInMinutes: minutes.optional(),
    isUsableOnce: z.boolean().optional(),
  }),
  Fido2: z.strictObject({
    ...common,
    includeTargets: include({ allowedPasskeyProfiles: z.array(z.string()).optional() }).optional(),
    isAttestationEnforced: z.boolean().optional(),
    isSelfServiceRegistrationAllowed: z.boolean().optional(),
    keyRestrictions: KeyRestrictions.optional(),
    defaultPasskeyProfile: z.string().nullable().optional(),
    passkeyProfiles: z.array(z.looseObject({})).optional(),
  }),
}

interface Target {
  id: string
  targetType: string
  [property: string]: unknown
}

/** What all of them have in common; the rest is put in place as it is. */
export interface ConfigurationChange {
  '@odata.type': string
  state?: 'enabled' | 'disabled' | undefined
  includeTargets?: Target[] | undefined
  excludeTargets?: Target[] | undefined
  [property: string]: unknown
}

export const bodyOf = (methodId: string): z.ZodType<ConfigurationChange> => bodies[methodId] ?? plain

export const PolicyChange = z.strictObject({
  '@odata.context': z.string().optional(),
  registrationEnforcement: z
    .strictObject({
      authenticationMethodsRegistrationCampaign: z.strictObject({
        snoozeDurationInDays: z.number().int().min(0).max(14),
        state: z.enum(['default', 'enabled', 'disabled']),
        includeTargets: z
          .array(
            z.strictObject({
              id: z.string(),
              targetType: z.enum(['group', 'user']),
              targetedAuthenticationMethod: z.string(),
            }),
          )
          .max(100),
        excludeTargets: z.array(Exclude).max(100),
      }),
    })
    .optional(),
  reconfirmationInDays: z.number().int().min(0).max(730).nullable().optional(),
  displayName: z.string().optional(),
  description: z.string().optional(),
  policyVersion: z.string().optional(),
})
