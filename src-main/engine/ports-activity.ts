import type { Why } from '../contract/activity.ts'

export interface OutgoingItem {
  readonly method: string
  /** With its query, as it was sent. */
  readonly path: string
  readonly why: Why
}

export interface OutgoingCall {
  readonly service: 'graph' | 'sign-in'
  readonly method: string
  readonly url: string
  readonly why: Why
  /** The requests inside, of a `$batch`. */
  readonly items?: readonly OutgoingItem[]
}

interface AnswerHead {
  readonly status: number
  readonly requestId: string | null
}

/** A request that went out, for whoever sent it to say what came of it. */
export interface SentCall {
  answered(answer: AnswerHead): void
  /** The answers to what was inside, in the order in which it was sent; null where there was none. */
  answeredInside(answers: readonly (AnswerHead | null)[]): void
  /** No answer came; `error` is an `AppError` that says why. */
  lost(error: unknown): void
}

/** Where every request of one tenant is written down. Bodies and headers are never handed over, so none can be kept. */
export interface CallLog {
  /** Why what is done at this moment is done. */
  readonly why: () => Why
  sent(call: OutgoingCall): SentCall
}
