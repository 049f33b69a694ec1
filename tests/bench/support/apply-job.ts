import { z } from 'zod'

import { Lab } from '../../../src-main/contract/lab.ts'

/** What a process is to plan and apply, and how. */
export const ApplyJob = z.object({
  baseUrl: z.string(),
  token: z.string(),
  domain: z.string(),
  home: z.string(),
  lab: Lab,
  /** Time goes on only when there is nothing to do but wait, for the service too; else the machine's. */
  isSimulated: z.boolean(),
  /** On the simulated clock only: otherwise the service waits itself. */
  latencyMs: z.number(),
  isOneAtATime: z.boolean(),
  keepsChain: z.boolean(),
})
export type ApplyJob = z.infer<typeof ApplyJob>

/** What it took, by the clock of the job. */
export const ApplyResult = z.object({
  /** From the first request of the plan to the end of the run. */
  ms: z.number(),
  /** From the check just before the first write. */
  applyMs: z.number(),
  machineMs: z.number(),
  planTrips: z.number(),
  trips: z.number(),
  requests: z.number(),
  writes: z.number(),
  throttled: z.number(),
  tooEarly: z.number(),
  meanwhile: z.number(),
  chain: z.number(),
  state: z.string(),
  /** Rows that were to be done and were not, with their reasons. */
  lost: z.array(z.string()),
  heapBytes: z.number(),
  residentBytes: z.number(),
})
export type ApplyResult = z.infer<typeof ApplyResult>
