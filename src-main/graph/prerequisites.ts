import { z } from 'zod'

import { MethodId } from '../contract/lab.ts'
import type { AllowedMethod } from '../domain/prerequisites/method-lines.ts'
import { type AccessPolicyFacts, unnamedPolicy } from '../domain/prerequisites/protection-lines.ts'
import type { PrerequisiteReads } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'

const Ids = z
  .array(z.string())
  .nullish()
  .transform((ids) => ids ?? [])
const Conditions = z.object({
  users: z.object({ includeUsers: Ids, includeGroups: Ids, excludeUsers: Ids, excludeGroups: Ids }).nullish(),
  applications: z.object({ includeApplications: Ids, includeUserActions: Ids }).nullish(),
})
const AccessPolicy = z.object({
  displayName: z.string().nullish(),
  state: z.string().nullish(),
  conditions: Conditions.nullish(),
  grantControls: z.object({ builtInControls: Ids, authenticationStrength: z.unknown().optional() }).nullish(),
})

const Targets = z
  .array(z.object({ id: z.string() }))
  .nullish()
  .transform((targets) => (targets ?? []).map(({ id }) => id))
const Configuration = z.object({
  id: z.string(),
  state: z.string(),
  includeTargets: Targets,
  excludeTargets: Targets,
  isSoftwareOathEnabled: z.boolean().nullish(),
})
const MethodsPolicy = z.object({
  policyMigrationState: z.string().nullish(),
  authenticationMethodConfigurations: z.array(z.unknown()),
})

const SecurityDefaults = z.object({ isEnabled: z.boolean() })
const Subscription = z.object({
  skuId: z.string().nullish(),
  isTrial: z.boolean().nullish(),
  nextLifecycleDateTime: z.string().nullish(),
})

/** What could stand in the way of a lab: protection, the methods policy, and the end of a trial (graph-facts §1.5, §5, §10.4). */
export function prerequisiteReads(client: GraphClient): PrerequisiteReads {
  return {
    async securityDefaults(signal) {
      const path = '/policies/identitySecurityDefaultsEnforcementPolicy'
      const seen = await client.send({ method: 'GET', path, signal }, SecurityDefaults)
      return { ...seen, value: seen.value.isEnabled }
    },

    async accessPolicies(signal) {
      const seen = await client.list('/identity/conditionalAccess/policies', AccessPolicy, signal)
      return { ...seen, value: seen.value.map(accessPolicyFacts) }
    },

    async methodsPolicy(signal) {
      const path = '/policies/authenticationMethodsPolicy'
      const seen = await client.send({ method: 'GET', path, signal }, MethodsPolicy)
      const { policyMigrationState, authenticationMethodConfigurations } = seen.value
      const methods = authenticationMethodConfigurations.flatMap(methodFacts)
      return { ...seen, value: { migrationState: policyMigrationState ?? null, methods } }
    },

    async subscriptionEnds(signal) {
      const seen = await client.list('/directory/subscriptions', Subscription, signal)
      const value = seen.value.flatMap(({ skuId, isTrial, nextLifecycleDateTime }) =>
        skuId
          ? [{ skuId: skuId.toLowerCase(), isTrial: isTrial ?? false, endsAt: momentOf(nextLifecycleDateTime) }]
          : [],
      )
      return { ...seen, value }
    },
  }
}

/** A date the service does not know stands for none. */
function momentOf(text: string | null | undefined): string | null {
  const at = Date.parse(text ?? '')
  return Number.isFinite(at) ? new Date(at).toISOString() : null
}

const states: Record<string, AccessPolicyFacts['state']> = {
  enabled: 'on',
  enabledForReportingButNotEnforced: 'report-only',
}

function accessPolicyFacts({ displayName, state, conditions, grantControls }: z.infer<typeof AccessPolicy>) {
  const { users, applications } = conditions ?? {}
  const strength = grantControls?.authenticationStrength ? ['mfa'] : []
  const facts: AccessPolicyFacts = {
    displayName: displayName ?? unnamedPolicy,
    state: states[state ?? ''] ?? 'off',
    isForEveryone: users?.includeUsers.includes('All') ?? false,
    groupIds: users?.includeGroups ?? [],
    excludedGroupIds: users?.excludeGroups ?? [],
    userIds: users?.includeUsers ?? [],
    excludedUserIds: users?.excludeUsers ?? [],
    isForAllResources: applications?.includeApplications.includes('All') ?? false,
    appIds: applications?.includeApplications ?? [],
    isForRegistering: applications?.includeUserActions.includes('urn:user:registersecurityinfo') ?? false,
    controls: [...new Set([...(grantControls?.builtInControls ?? []), ...strength])],
  }
  return facts
}

/** Kinds of methods that no lab uses are left out: the list grows. */
function methodFacts(raw: unknown): AllowedMethod[] {
  const read = Configuration.safeParse(raw)
  const id = MethodId.safeParse(read.data?.id)
  if (!read.success || !id.success) return []
  const { state, includeTargets, excludeTargets, isSoftwareOathEnabled } = read.data
  return [
    {
      id: id.data,
      isOn: state === 'enabled',
      includedIds: includeTargets,
      excludedIds: excludeTargets,
      makesCodes: isSoftwareOathEnabled ?? true,
    },
  ]
}
