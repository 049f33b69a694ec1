import { z } from 'zod'

import { GuardPass } from './guard.ts'
import { MethodBefore } from './method-before.ts'
import { PlanId, RunId } from './plan.ts'
import { Proof } from './undo.ts'

/** What one action really did. Undo reverses exactly these. */
export const Effect = z.discriminatedUnion('type', [
  z.object({ type: z.literal('group-created'), groupId: z.uuid(), displayName: z.string() }),
  z.object({ type: z.literal('user-created'), userId: z.uuid(), userPrincipalName: z.string() }),
  z.object({
    type: z.literal('usage-location-set'),
    userId: z.uuid(),
    userPrincipalName: z.string(),
    before: z.string().nullable(),
  }),
  z.object({
    type: z.literal('member-added'),
    groupId: z.uuid(),
    groupName: z.string(),
    userId: z.uuid(),
    userPrincipalName: z.string(),
  }),
  z.object({
    type: z.literal('licence-assigned'),
    userId: z.uuid(),
    userPrincipalName: z.string(),
    skuId: z.uuid(),
    productName: z.string(),
  }),
  z.object({
    type: z.literal('group-licence-assigned'),
    groupId: z.uuid(),
    groupName: z.string(),
    skuId: z.uuid(),
    productName: z.string(),
  }),
  /** `groupId`: for whom it was allowed; null in journals from before it was noted, where the plan knows. */
  z.object({
    type: z.literal('method-set'),
    method: z.string(),
    groupId: z.uuid().nullable().default(null),
    before: MethodBefore,
  }),
  /** `objectId` is the registration's, `appId` the client id people sign in through. */
  z.object({
    type: z.literal('application-created'),
    objectId: z.uuid(),
    appId: z.uuid(),
    displayName: z.string(),
  }),
  z.object({ type: z.literal('service-principal-created'), servicePrincipalId: z.uuid(), displayName: z.string() }),
  /** It was already so when we came to it: nothing to undo. */
  z.object({ type: z.literal('nothing') }),
])
export type Effect = z.infer<typeof Effect>

/** One line of a run's journal. `intent` is on the disk before the call is sent, `outcome` after its answer. */
export const JournalLine = z.discriminatedUnion('mark', [
  z.object({ mark: z.literal('begun'), at: z.iso.datetime(), runId: RunId, planId: PlanId, tenantId: z.uuid() }),
  /** What the guard let this run through with. A practice tenant needs none. */
  z.object({ mark: z.literal('guard'), at: z.iso.datetime(), ...GuardPass.shape }),
  z.object({ mark: z.literal('intent'), at: z.iso.datetime(), actionId: z.string() }),
  z.object({ mark: z.literal('done'), at: z.iso.datetime(), actionId: z.string(), effect: Effect }),
  /** `effect`: what it did all the same, for undo to reverse; tried again, the row goes on from there. */
  z.object({
    mark: z.literal('failed'),
    at: z.iso.datetime(),
    actionId: z.string(),
    reason: z.string(),
    effect: Effect.optional(),
  }),
  z.object({ mark: z.literal('unsettled'), at: z.iso.datetime(), actionId: z.string(), reason: z.string() }),
  /** A user this run made before it was interrupted got another initial password: nobody knew the first one. */
  z.object({ mark: z.literal('password-renewed'), at: z.iso.datetime(), actionId: z.string() }),
  /** Whose initial passwords were shown: they keep them, should the run be gone on with. */
  z.object({ mark: z.literal('passwords-taken'), at: z.iso.datetime(), userPrincipalNames: z.array(z.string()) }),
  /** Everything under way was settled, and nothing more was begun until `continued`. Of an undo, too. */
  z.object({ mark: z.literal('paused'), at: z.iso.datetime() }),
  z.object({ mark: z.literal('continued'), at: z.iso.datetime() }),
  z.object({ mark: z.literal('resumed'), at: z.iso.datetime() }),
  z.object({ mark: z.literal('ended'), at: z.iso.datetime(), state: z.enum(['done', 'failed', 'cancelled']) }),
  z.object({ mark: z.literal('undo-intent'), at: z.iso.datetime(), actionId: z.string() }),
  z.object({ mark: z.literal('undone'), at: z.iso.datetime(), actionId: z.string() }),
  z.object({ mark: z.literal('undo-failed'), at: z.iso.datetime(), actionId: z.string(), reason: z.string() }),
  /** What the tenant was found like after an undo. */
  z.object({ mark: z.literal('proof'), ...Proof.shape }),
])
export type JournalLine = z.infer<typeof JournalLine>
