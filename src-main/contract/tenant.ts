import { z } from 'zod'

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

/** Signed out, waiting for a person at `signInUrl`, or working on a target. */
export const Session = z.discriminatedUnion('state', [
  z.object({ state: z.literal('signed-out'), notice: z.string().nullable() }),
  z.object({ state: z.literal('signing-in'), kind: z.enum(['practice', 'real']), signInUrl: z.url().nullable() }),
  z.object({ state: z.literal('signed-in'), target: Target }),
])
export type Session = z.infer<typeof Session>

/** One line of the Tenant step. `could-not-check` is never shown as a failure. */
export const Prerequisite = z.object({
  id: z.enum(['organisation', 'domain', 'licence', 'operator-licence', 'roles', 'admin-switch']),
  outcome: z.enum(['ready', 'needs-you', 'could-not-check', 'note']),
  title: z.string(),
  detail: z.string(),
})
export type Prerequisite = z.infer<typeof Prerequisite>

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
  roles: z.array(z.string()),
  licences: z.array(LicenceStock),
  prerequisites: z.array(Prerequisite),
})
export type TenantOverview = z.infer<typeof TenantOverview>
