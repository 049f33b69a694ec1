import { z } from 'zod'

import { Failure } from './failure.ts'

/** Places of the window that the menu and deep links lead to. */
export const Place = z.enum(['overview', 'set-up', 'test', 'evidence', 'activity', 'settings'])
export type Place = z.infer<typeof Place>

/** The largest evidence file the window takes in, in bytes. */
export const largestEvidenceBytes = 20 * 1024 * 1024

/** Where the window was asked to go from outside: by the menu, by a deep link, or by an evidence file that was opened. */
export const Visit = z.object({
  place: Place,
  /** An evidence file to be looked into there. */
  file: z.object({ fileName: z.string(), base64: z.base64() }).nullable(),
})
export type Visit = z.infer<typeof Visit>

/** Where a file was saved; null when the person cancelled. */
export const SavedFile = z.object({ path: z.string().nullable() })
export type SavedFile = z.infer<typeof SavedFile>

/** How a look for updates ended. Nothing was downloaded or installed that nobody said yes to. */
export const UpdateOutcome = z.discriminatedUnion('state', [
  /** This copy does not update itself. */
  z.object({ state: z.literal('off'), why: z.string() }),
  z.object({ state: z.literal('newest'), version: z.string() }),
  /** Said no to: looking (in read-only mode), downloading, or restarting. */
  z.object({ state: z.literal('put-off'), before: z.enum(['look', 'download', 'restart']) }),
  z.object({ state: z.literal('restarting'), version: z.string() }),
  z.object({ state: z.literal('failed'), failure: Failure }),
])
export type UpdateOutcome = z.infer<typeof UpdateOutcome>
