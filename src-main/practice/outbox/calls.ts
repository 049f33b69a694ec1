import { randomBytes } from 'node:crypto'

import type { Practice } from '../context.ts'
import type { PhoneType } from '../rules/methods.ts'
import type { Prompt, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { promptLifetimeMs, type PromptState } from './prompts.ts'

/**
 * Phone calls of the verification service: the person answers and presses #, or hangs up. Nothing leaves this machine.
 * Calls end with the server, like the pages that wait for them.
 */

const kept = 200

export interface Call {
  id: string
  /** Counted together with the messages. */
  seq: number
  at: number
  userId: string
  userPrincipalName: string
  /** The full number. */
  to: string
  phoneType: PhoneType
  answer: Exclude<Prompt['answer'], 'wrongNumber'>
  answeredAt: number | null
  /** For a call of the reset page: its audit trail, and whether a failure is in the user's counters yet. */
  forReset: Prompt['forReset']
}

/** `approved` is "answered and # pressed", `denied` is "hung up", `expired` is "nobody answered". */
export type CallState = Exclude<PromptState, 'wrongNumber'>

export const callText = 'Thank you for using the sign-in verification system. Press the pound key (#) to finish.'

const tables = new WeakMap<PracticeState, Map<string, Call>>()

function tableOf({ store }: Practice): Map<string, Call> {
  const known = tables.get(store.state)
  if (known) return known
  const table = new Map<string, Call>()
  tables.set(store.state, table)
  return table
}

/** It rings for a minute. */
export function stateOfCall(call: Call, now: number): CallState {
  if (call.answer !== 'none') return call.answer
  return now - call.at < promptLifetimeMs ? 'waiting' : 'expired'
}

/** All calls, oldest first. */
export const callsOf = (practice: Practice): Call[] => [...tableOf(practice).values()]

export const findCall = (practice: Practice, id: string | null): Call | null => tableOf(practice).get(id ?? '') ?? null

/** Lets the phone ring. `forReset` is the correlation id of a reset, else null. */
export function ring(
  practice: Practice,
  user: User,
  phone: { to: string; phoneType: PhoneType },
  forReset: string | null,
): Call {
  const { state } = practice.store
  const call: Call = {
    id: randomBytes(12).toString('base64url'),
    seq: state.nextSeq,
    at: practice.clock(),
    userId: user.id,
    userPrincipalName: user.userPrincipalName,
    ...phone,
    answer: 'none',
    answeredAt: null,
    forReset: forReset === null ? null : { correlationId: forReset, isCounted: false },
  }
  state.nextSeq += 1
  practice.store.touch()
  const table = tableOf(practice)
  table.set(call.id, call)
  for (const id of table.keys()) if (table.size > kept) table.delete(id)
  return call
}

/** Too late, nothing happens. */
export function answerCall(practice: Practice, call: Call, answer: Call['answer']): void {
  const now = practice.clock()
  if (stateOfCall(call, now) !== 'waiting') return
  call.answer = answer
  call.answeredAt = now
}

/** Forgets calls that are over. */
export function clearCalls(practice: Practice): void {
  const now = practice.clock()
  const table = tableOf(practice)
  for (const [id, call] of table) if (stateOfCall(call, now) !== 'waiting') table.delete(id)
}
