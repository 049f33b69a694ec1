import { z } from 'zod'

/** What tells a company's directory from a lab (domain/guard.ts). */
export const SignId = z.enum([
  'domains',
  'users',
  'subscriptions',
  'sync',
  'age',
  'administrators',
  'conditional-access',
  'devices',
])
export type SignId = z.infer<typeof SignId>

export const GuardSign = z.object({
  id: SignId,
  /** False: the service did not let us read it; `text` says why. That is never a sign of a lab. */
  isKnown: z.boolean(),
  /** How much it speaks for production; 0 where it speaks for a lab. */
  points: z.int(),
  /** A sentence. */
  text: z.string(),
})
export type GuardSign = z.infer<typeof GuardSign>

/** What the signs come to. */
export const Likeness = z.enum(['lab-like', 'doubtful', 'production-like'])
export type Likeness = z.infer<typeof Likeness>

/** What a person has to give before the first write of a run; `setting`: refused until the settings allow it. */
export const GuardNeed = z.enum(['confirmation', 'domain', 'domain-and-reason', 'setting'])
export type GuardNeed = z.infer<typeof GuardNeed>

/** The tenant as the guard found it, for one plan. The main process keeps it; the window only shows it. */
export const GuardReading = z.object({
  readingId: z.uuid(),
  at: z.iso.datetime(),
  domain: z.string(),
  likeness: Likeness,
  score: z.int(),
  signs: z.array(GuardSign),
  need: GuardNeed,
})
export type GuardReading = z.infer<typeof GuardReading>

/** A reason is a sentence somebody else can make sense of later. */
export const shortestReason = 10

/** A person's yes to one reading. Held against the tenant as it is then, not as it was shown. */
export const Confirmation = z.object({
  readingId: z.uuid(),
  /** The initial domain as the person typed it. */
  domain: z.string().max(256).default(''),
  reason: z.string().max(1000).default(''),
})
export type Confirmation = z.infer<typeof Confirmation>

/** What the guard lets through, as the journal keeps it. */
export const GuardPass = z.object({
  likeness: Likeness,
  score: z.int(),
  /** The signs in sentences. */
  signs: z.array(z.string()),
  /** What was given; `earlier`: what was given for this run before still counts. */
  given: z.enum(['confirmation', 'domain', 'domain-and-reason', 'earlier']),
  reason: z.string().nullable(),
})
export type GuardPass = z.infer<typeof GuardPass>

/** An object in the tenant that bears the mark of a run (contract/mark.ts). */
export const MarkedObject = z.object({
  type: z.enum(['user', 'group', 'application']),
  /** Its object id. */
  id: z.uuid(),
  /** User principal name, or display name of a group or an application. */
  name: z.string(),
  mark: z.string(),
  /** Null when the mark names none. */
  runId: z.string().nullable(),
})
export type MarkedObject = z.infer<typeof MarkedObject>

/** Everything in the tenant that bears the mark of a run, as far as it may be read. */
export const MarkedInTenant = z.object({
  objects: z.array(MarkedObject),
  /** What could not be read, in a sentence with what it takes; null when everything was. */
  unread: z.string().nullable(),
})
export type MarkedInTenant = z.infer<typeof MarkedInTenant>
