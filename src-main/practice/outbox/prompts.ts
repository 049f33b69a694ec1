import { randomBytes } from 'node:crypto'

import type { Practice } from '../context.ts'
import type { Prompt, User } from '../state/model.ts'
import { secondMs } from '../time.ts'
import { newMatchNumber } from './codes.ts'

/**
 * Notifications of the authenticator app. A page shows two digits; the person types them into the prompt, which shows
 * who asks but never the number, and approves or denies. Nothing leaves this machine.
 */

export const promptLifetimeMs = 60 * secondMs
const kept = 200

export const promptSubject = 'Are you trying to sign in?'
export const promptText = 'Enter the number shown to approve.'

export type PromptState = 'waiting' | 'expired' | Exclude<Prompt['answer'], 'none'>

/** What became of a prompt by now; without an answer it is good for a minute. */
export function stateOfPrompt(prompt: Prompt, now: number): PromptState {
  if (prompt.answer !== 'none') return prompt.answer
  return now - prompt.at < promptLifetimeMs ? 'waiting' : 'expired'
}

export const findPrompt = (practice: Practice, id: string | null): Prompt | null =>
  practice.store.state.prompts.get(id ?? '') ?? null

/** A prompt that is not there any more counts as unanswered. */
export function promptState(practice: Practice, id: string | null): PromptState {
  const prompt = findPrompt(practice, id)
  return prompt === null ? 'expired' : stateOfPrompt(prompt, practice.clock())
}

/** Puts a prompt on the practice phone. `forReset` is the correlation id of a reset, null for a registration. */
export function sendPrompt(practice: Practice, user: User, forReset: string | null): Prompt {
  const { state } = practice.store
  const prompt: Prompt = {
    id: randomBytes(12).toString('base64url'),
    seq: state.nextSeq,
    at: practice.clock(),
    userId: user.id,
    userPrincipalName: user.userPrincipalName,
    number: newMatchNumber(practice),
    answer: 'none',
    answeredAt: null,
    forReset: forReset === null ? null : { correlationId: forReset, isCounted: false },
  }
  state.nextSeq += 1
  state.prompts.put(prompt)
  state.prompts.keepNewest(kept)
  practice.store.touch()
  return prompt
}

function answer(practice: Practice, prompt: Prompt, given: Prompt['answer']): void {
  const now = practice.clock()
  if (stateOfPrompt(prompt, now) !== 'waiting') return
  prompt.answer = given
  prompt.answeredAt = now
  practice.store.state.prompts.put(prompt)
}

/** One try: another number than the one shown ends the prompt. Too late, nothing happens. */
export const approvePrompt = (practice: Practice, prompt: Prompt, typed: string): void => {
  answer(practice, prompt, typed === prompt.number ? 'approved' : 'wrongNumber')
}

export const denyPrompt = (practice: Practice, prompt: Prompt): void => {
  answer(practice, prompt, 'denied')
}

/** Takes back a prompt nobody waits for any longer. */
export function withdrawPrompt(practice: Practice, id: string | null): void {
  const prompt = findPrompt(practice, id)
  if (prompt) answer(practice, prompt, 'withdrawn')
}

/** Forgets prompts that are over. */
export function clearPrompts(practice: Practice): void {
  const { state } = practice.store
  const now = practice.clock()
  state.prompts.deleteWhere((prompt) => stateOfPrompt(prompt, now) !== 'waiting')
}
