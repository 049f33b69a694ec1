import type { Effect } from '../contract/journal.ts'
import { AppError } from '../domain/app-error.ts'

/** An action that changed something, but did not bring about all it should: failed, with what undo has to reverse. */
export class DoneInPart extends AppError {
  readonly effect: Effect

  /** `what` is a sentence for the person. */
  constructor(effect: Effect, what: string) {
    super({ kind: 'conflict', code: 'run.done-in-part', params: { what } })
    this.effect = effect
  }
}
