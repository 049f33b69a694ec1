import type { Practice } from '../context.ts'
import { answerCall, findCall, stateOfCall } from './calls.ts'
import { findPrompt, type PromptState, promptState, withdrawPrompt } from './prompts.ts'

/** What a page waits for: a prompt in the authenticator app or a call. Their ids never meet. */

/** What became of the prompt or the call; one that is not there any more counts as unanswered. */
export function askedState(practice: Practice, id: string | null): PromptState {
  const call = findCall(practice, id)
  return call === null ? promptState(practice, id) : stateOfCall(call, practice.clock())
}

/** The number of a prompt to show; null for a call. */
export const askedNumber = (practice: Practice, id: string | null): string | null =>
  findPrompt(practice, id)?.number ?? null

/** Takes back what nobody waits for any longer. */
export function withdrawAsked(practice: Practice, id: string | null): void {
  const call = findCall(practice, id)
  if (call) answerCall(practice, call, 'withdrawn')
  else withdrawPrompt(practice, id)
}
