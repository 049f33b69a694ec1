import { z } from 'zod'

import { Plan, Run } from './plan.ts'

/** An application in the tenant that a run of ResetLab registered, here or on another computer. */
export const FoundRegistration = z.object({ appId: z.uuid(), displayName: z.string() })
export type FoundRegistration = z.infer<typeof FoundRegistration>

/** The plan of an app registration: carried out, gone on with and undone like the plan of a lab. */
export const AppRegistrationPlan = Plan.pick({
  planId: true,
  tenantId: true,
  domain: true,
  builtAt: true,
  actions: true,
  obstacles: true,
  cautions: true,
  totals: true,
  estimate: true,
}).extend({
  /** What a run is called by. */
  lab: z.object({ id: z.literal('app-registration'), title: z.string() }),
  /** Delegated permissions of Microsoft Graph it lists; consent is asked for later, and by nobody before. */
  permissions: z.array(z.string()),
  /** Registrations of earlier runs that are there when the plan is made; another one since then, and it is not true any more. */
  found: z.array(FoundRegistration),
})
export type AppRegistrationPlan = z.infer<typeof AppRegistrationPlan>

/** The app registration a run on this computer made in the tenant, whole or in part. */
export const AppRegistration = z.object({
  run: Run,
  /** Null until it is registered, and once it is removed. */
  clientId: z.uuid().nullable(),
  /** Where an administrator agrees to its permissions for everybody; null where there is no such page. */
  consentUrl: z.url().nullable(),
  /** The operator is signed in through it now: removing it would cut off the branch one sits on. */
  isInUse: z.boolean(),
})
export type AppRegistration = z.infer<typeof AppRegistration>
