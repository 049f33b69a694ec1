import { z } from 'zod'

import { Failure } from './failure.ts'
import { StepPermissions } from './permissions.ts'
import { SignInProgress } from './sign-in.ts'

/** Pages a person opens. Every one belongs to the chosen target, practice or real. */
export const TargetLinks = z.object({
  portal: z.url(),
  passwordReset: z.url(),
  register: z.url(),
  reset: z.url(),
  signIn: z.url(),
  /** Only a practice tenant has a phone and an inbox of its own. */
  inbox: z.url().nullable(),
  home: z.url().nullable(),
})
export type TargetLinks = z.infer<typeof TargetLinks>

/** The tenant everything is aimed at; the frame always shows it. */
export const Target = z.object({
  kind: z.enum(['practice', 'real']),
  tenantId: z.uuid(),
  displayName: z.string(),
  domain: z.string(),
  operator: z.object({ id: z.uuid(), displayName: z.string(), userPrincipalName: z.string() }),
  links: TargetLinks,
})
export type Target = z.infer<typeof Target>

/**
 * Signed out, waiting for a person with nobody signed in, or working on a target. `notice` is said once; `failure` is how the
 * last sign-in ended when it did not go through.
 */
export const Session = z.discriminatedUnion('state', [
  z.object({ state: z.literal('signed-out'), notice: z.string().nullable(), failure: Failure.optional() }),
  z.object({ state: z.literal('signing-in'), ...SignInProgress.shape }),
  z.object({
    state: z.literal('signed-in'),
    target: Target,
    /** Signed in as well, to be switched to. */
    others: z.array(Target),
    /** Empty where they are not known. */
    permissions: z.array(StepPermissions),
    /** The page where an administrator agrees to what is missing, for everybody; null where there is none. */
    consentUrl: z.url().nullable(),
    /** A further sign-in under way: another account, or more permissions. */
    asking: SignInProgress.nullable(),
    /** Why a person must sign in again before anything goes on; what is under way waits meanwhile. */
    trouble: Failure.nullable(),
    notice: z.string().nullable(),
    failure: Failure.optional(),
  }),
])
export type Session = z.infer<typeof Session>

/** A product that carries Entra ID P1 or P2. `freeUnits` counts enabled plus warning units less consumed ones. */
export const LicenceStock = z.object({
  skuId: z.uuid(),
  skuPartNumber: z.string(),
  productName: z.string(),
  freeUnits: z.number().int(),
  totalUnits: z.number().int(),
  usable: z.boolean(),
})
export type LicenceStock = z.infer<typeof LicenceStock>

export const TenantOverview = z.object({
  lookedAt: z.iso.datetime(),
  displayName: z.string(),
  initialDomain: z.string(),
  tenantId: z.uuid(),
  createdAt: z.iso.datetime().nullable(),
  licences: z.array(LicenceStock),
})
export type TenantOverview = z.infer<typeof TenantOverview>
