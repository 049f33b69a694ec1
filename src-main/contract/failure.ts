import { z } from 'zod'

/** Every way a call can end badly. Closed on purpose: a new kind needs a new sentence in `failure-text.ts`. */
export const FailureKind = z.enum([
  'cancelled',
  'invalid-input',
  'sign-in-required',
  'consent-required',
  'forbidden',
  'not-found',
  'conflict',
  'throttled',
  'unreachable',
  'unsettled',
  'drifted',
  'damaged',
  'in-use',
  'bug',
])
export type FailureKind = z.infer<typeof FailureKind>

/** One thing wrong with what a person gave us. `line` is 1-based; `field` is a dotted path such as `users.list.0.userName`. */
export const Problem = z.object({ field: z.string(), line: z.number().int().positive().optional(), reason: z.string() })
export type Problem = z.infer<typeof Problem>

/**
 * What the window and the command line may see of a failure. Causes, tokens and response bodies stay in the main process.
 *
 * `code` is an open list (`graph.group.name-taken`); `params` are plain words for the sentence shown, never secrets.
 */
export const Failure = z.object({
  kind: FailureKind,
  code: z.string(),
  params: z.record(z.string(), z.string()).optional(),
  problems: z.array(Problem).optional(),
  /** What more there is to say, in sentences: which things moved. */
  details: z.array(z.string()).optional(),
  requestId: z.string().optional(),
  /** The page where an administrator agrees for everybody, where nothing but that is missing. */
  consentUrl: z.url().optional(),
  retryAfterMs: z.number().int().positive().optional(),
})
export type Failure = z.infer<typeof Failure>

/** Every answer that crosses the bridge: a value, or a failure as data. Nothing is thrown across. */
export type Reply<T> = { ok: true; value: T } | { ok: false; failure: Failure }
