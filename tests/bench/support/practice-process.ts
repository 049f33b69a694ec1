/**
 * The practice tenant in a process of its own: `node practice-process.ts JOB`, where JOB is JSON. Answers `memory` with
 * what it takes.
 */
import { z } from 'zod'

import { lagPresetNames, lagPresets, startPractice } from '../../../src-main/practice/index.ts'

const Job = z.object({
  home: z.string(),
  users: z.number().int().optional(),
  lags: z.enum(lagPresetNames),
  settings: z.object({ quota: z.boolean(), latencyMs: z.number().optional() }),
  /** Its clock begins here and stands still unless it is moved through the control room; the machine's without it. */
  standsAt: z.string().optional(),
})

const { lags, settings, standsAt, home, users } = Job.parse(JSON.parse(process.argv[2] ?? ''))
const began = performance.now()
const server = await startPractice({
  home,
  lags: lagPresets[lags],
  settings: { quota: settings.quota, latencyMs: settings.latencyMs ?? 0 },
  ...(users === undefined ? {} : { users }),
  ...(standsAt === undefined ? {} : { clock: () => Date.parse(standsAt) }),
})
const { adminToken, domain } = server.info
const startMs = performance.now() - began
process.send?.({ baseUrl: server.baseUrl, adminToken, domain, startMs })
process.on('message', () => {
  globalThis.gc?.()
  process.send?.({ memory: process.memoryUsage() })
})
