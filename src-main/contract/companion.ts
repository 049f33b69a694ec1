import { z } from 'zod'

import { Failure } from './failure.ts'
import { StepId } from './recording.ts'

/** Which of the pages of a test is open, as its address tells. */
export const CompanionPage = z.enum(['sign-in', 'register', 'reset', 'elsewhere'])
export type CompanionPage = z.infer<typeof CompanionPage>

/** The companion window of one person: a private window with the guide beside the page. Only Electron has one. */
export const Companion = z.object({
  /** User principal name. */
  who: z.string(),
  /** The step the guide shows: the one the address was recognised as, else the one it was opened for. */
  stepId: StepId,
  page: CompanionPage,
  /** Why the last picture was not taken. */
  failure: Failure.nullable(),
})
export type Companion = z.infer<typeof Companion>
