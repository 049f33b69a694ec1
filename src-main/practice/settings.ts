import { z } from 'zod'

import { FaultRules } from './faults/fault-rule.ts'
import { Lags, shortenedLags } from './lags.ts'
import { defaultSwitches, Switches } from './switches.ts'

/** What the control room sets, for all tenants of one server. */
export const Settings = z.object({
  /** How far the simulated clock is ahead of the machine's, in milliseconds; it never goes behind. */
  clockOffsetMs: z.number().int(),
  lags: Lags,
  /** Added to every Graph answer, in milliseconds. */
  latencyMs: z.number().int().min(0).max(60_000),
  /** Whether the quotas of the service are enforced. */
  quota: z.boolean(),
  /** Codes of texts and mails: random, or `123456` and the ones after it, for scripts. */
  codes: z.enum(['random', 'predictable']),
  faults: FaultRules,
  switches: Switches,
})
export type Settings = z.infer<typeof Settings>

export const defaultSettings = (): Settings => ({
  clockOffsetMs: 0,
  lags: shortenedLags,
  latencyMs: 0,
  quota: true,
  codes: 'random',
  faults: [],
  switches: defaultSwitches,
})
