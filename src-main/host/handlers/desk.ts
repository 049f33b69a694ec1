import { AppError } from '../../domain/app-error.ts'
import type { Connection } from '../connection.ts'
import type { EventHub } from '../event-hub.ts'
import type { Workspace } from '../workspace.ts'
import { BroughtPasswords } from './brought-passwords.ts'
import { GuardDesk } from './guard-desk.ts'

/** What all handlers share: the workspace, the events, and the connection of the moment. */
export interface Desk {
  readonly workspace: Workspace
  readonly hub: EventHub
  readonly hostKind: 'electron' | 'browser'
  /** Initial passwords from files of people, for the runs that make them. */
  readonly brought: BroughtPasswords
  /** Stands before the first write of every run. */
  readonly guard: GuardDesk
  /** The open connection; rejects with `sign-in-required` when nobody is signed in. */
  connection(): Connection
  setConnection(connection: Connection | null): void
  /** Runs when the connection is about to go: a room stops what it does for it. */
  onLeave(leave: () => Promise<void>): void
  leave(): Promise<void>
  /** For what fails outside any call. */
  onBug(error: unknown): void
}

export function createDesk(input: Pick<Desk, 'workspace' | 'hub' | 'hostKind' | 'onBug'>): Desk {
  let open: Connection | null = null
  const leavers: (() => Promise<void>)[] = []
  const connection = (): Connection => {
    if (open === null) throw AppError.of('sign-in-required', 'signin.none')
    return open
  }
  const guard = new GuardDesk(input.workspace, connection)
  return {
    ...input,
    brought: new BroughtPasswords(),
    guard,
    connection,
    setConnection(connection) {
      open = connection
    },
    onLeave(leave) {
      leavers.push(leave)
    },
    async leave() {
      guard.forget()
      for (const leave of leavers) await leave()
    },
  }
}
