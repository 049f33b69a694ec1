import { z } from 'zod'

import { RecordingId } from './recording.ts'

/** So many checks wait for one source, such as `auditLogs/directoryAudits`. */
export const WaitingChecks = z.object({
  source: z.string(),
  count: z.number().int().positive(),
  /** The next time one of them is looked for; null when that is not known. */
  nextLookAt: z.iso.datetime().nullable(),
})
export type WaitingChecks = z.infer<typeof WaitingChecks>

/** A recording that is neither finished nor abandoned: in front, or left while late witnesses are waited for. */
export const OpenRecording = z.object({
  recordingId: RecordingId,
  labTitle: z.string(),
  testUser: z.string(),
  startedAt: z.iso.datetime(),
  proven: z.number().int(),
  claims: z.number().int(),
  /** Steps a person has neither begun nor skipped. */
  stepsLeft: z.number().int(),
  waiting: z.array(WaitingChecks),
  /** Checks no witness could be asked for. */
  notChecked: z.number().int(),
  /** Whether it is the one on the Test page. */
  isInFront: z.boolean(),
})
export type OpenRecording = z.infer<typeof OpenRecording>

/** Sources of evidence in the words of a sentence that waits for one. */
export type SourceWords = Readonly<Record<keyof typeof sourceWords, string>>

/** In English. `directory`: whatever else there is, is the directory itself. */
export const sourceWords = {
  'auditLogs/directoryAudits': 'the audit log',
  'auditLogs/signIns': 'the sign-in log',
  'reports/userRegistrationDetails': 'the registration report',
  'beta/reports/userEventsSummary': 'the beta report of single events',
  directory: 'the directory',
}

export function sourceWord(source: string, words: SourceWords = sourceWords): string {
  const known: Readonly<Record<string, string>> = words
  return known[source] ?? words.directory
}
