import type { Effect } from '../contract/journal.ts'
import type { GraphPort } from './ports.ts'

/**
 * What an action of unknown outcome did: its effect, `not-there` when the tenant does not hold it, or `not-ours` when
 * somebody made it before this run began.
 */
export type Settled = Effect | 'not-there' | 'not-ours'

export interface SettleContext {
  readonly graph: GraphPort
  /** The groups this run works with, made or found, by display name in small letters. */
  readonly groupIds: ReadonlyMap<string, string>
  /** Users in the group itself: who is in it through another group was not put there by a run. */
  readonly directMembers: GraphPort['directMembers']
  /** The run whose mark is looked for. */
  readonly runId: string
  /** When the run began, by our clock. */
  readonly begunAt: string
}
