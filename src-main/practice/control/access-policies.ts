import { randomUUID } from 'node:crypto'
import { z } from 'zod'

import type { PracticeState } from '../state/practice-state.ts'
import type { TenantRecord } from '../state/tenant-record.ts'
import { invalid } from './control-error.ts'

const policyStates = ['enabled', 'disabled', 'enabledForReportingButNotEnforced'] as const
export type PolicyState = (typeof policyStates)[number]

const abouts = ['allResources', 'registeringSecurityInfo'] as const
const controls = ['mfa', 'block', 'compliantDevice'] as const

const Groups = z.array(z.uuid({ error: 'Object ids of groups, please.' })).max(20, { error: 'Twenty groups at most.' })

/** What is left out keeps what it was; a new policy is then for everybody and asks for a second factor. */
export const AccessPolicyChange = z.strictObject({
  /** Of a policy that is there already; a new one gets its own. */
  id: z.uuid().optional(),
  displayName: z
    .string({ error: 'A name, please.' })
    .trim()
    .min(1, { error: 'A name, please.' })
    .max(256, { error: '256 letters at most.' }),
  state: z.enum(policyStates, { error: `One of: ${policyStates.join(', ')}.` }),
  /** Empty: everybody. */
  includeGroups: Groups.optional(),
  excludeGroups: Groups.optional(),
  about: z.enum(abouts, { error: `One of: ${abouts.join(', ')}.` }).optional(),
  asks: z.enum(controls, { error: `One of: ${controls.join(', ')}.` }).optional(),
})
type AccessPolicyChange = z.infer<typeof AccessPolicyChange>

type Kept = TenantRecord['conditionalAccessPolicies'][number]
export type AccessPolicy = Omit<Kept, 'createdAt'>

export const accessPoliciesOf = (state: PracticeState): AccessPolicy[] =>
  state.conditionalAccessPolicies.map(({ createdAt: _createdAt, ...policy }) => structuredClone(policy))

/** Object id of a group by its name, for a form; throws 400. */
export function groupIdNamed(state: PracticeState, name: string, field: string): string {
  const found = state.groups.live().find(({ displayName }) => displayName.toLowerCase() === name.toLowerCase())
  if (!found) throw invalid('There is no group of this name.', field)
  return found.id
}

export function changedPolicies(state: PracticeState, wanted: readonly AccessPolicyChange[], now: number): Kept[] {
  return wanted.map(({ id, displayName, state: its, ...change }) => {
    const known = state.conditionalAccessPolicies.find((policy) => policy.id === id)
    return {
      id: known?.id ?? randomUUID(),
      displayName,
      state: its,
      createdAt: known?.createdAt ?? now,
      includeGroups: change.includeGroups ?? known?.includeGroups ?? [],
      excludeGroups: change.excludeGroups ?? known?.excludeGroups ?? [],
      about: change.about ?? known?.about ?? 'allResources',
      asks: change.asks ?? known?.asks ?? 'mfa',
    }
  })
}
