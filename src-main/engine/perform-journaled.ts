import type { JournalLine } from '../contract/journal.ts'
import type { PlanAction, RowState } from '../contract/plan.ts'
import { needsPerson } from '../domain/app-error.ts'
import type { ActionContext } from './action-context.ts'
import { because } from './because.ts'
import { DoneInPart } from './done-in-part.ts'
import { performAction } from './perform-action.ts'
import { reasonOf } from './reason.ts'
import { isUnsettled } from './settle.ts'

/** Carries out one action between its two lines of the journal; answers how its row ends, and why. Rejects only with the journal. */
export async function performJournaled(
  action: PlanAction,
  context: ActionContext,
  journal: (line: JournalLine) => Promise<void>,
  at: () => string,
): Promise<[state: RowState, reason: string | null, isSignedOut: boolean]> {
  const actionId = action.id
  await journal({ mark: 'intent', at: at(), actionId })
  try {
    const effect = await because({ detail: action.what }, () => performAction(action, context))
    await journal({ mark: 'done', at: at(), actionId, effect })
    return ['done', null, false]
  } catch (error) {
    // The sign-in may have ended before the row began, or between a write and the look at it.
    const isSignedOut = needsPerson(error)
    const reason = isSignedOut ? signInEnded : reasonOf(error)
    const mark = isSignedOut || isUnsettled(error) ? 'unsettled' : 'failed'
    const part = error instanceof DoneInPart ? { effect: error.effect } : {}
    await journal({ mark, at: at(), actionId, reason, ...part })
    return [mark, reason, isSignedOut]
  }
}

const signInEnded = 'The sign-in ended here. Going on looks first what became of this row.'
