import { createDesk } from './handlers/desk.ts'
import { evidenceHandlers } from './handlers/evidence-handlers.ts'
import { labHandlers } from './handlers/lab-handlers.ts'
import { peopleHandlers } from './handlers/people-handlers.ts'
import { portalHandlers } from './handlers/portal-handlers.ts'
import { recordingHandlers } from './handlers/recording-handlers.ts'
import { runHandlers } from './handlers/run-handlers.ts'
import { sessionHandlers } from './handlers/session-handlers.ts'
import { createEventHub, type EventHub } from './event-hub.ts'
import { failureLine } from './failure-line.ts'
import { createPracticeRoom } from './practice-room.ts'
import type { Handlers } from './serve-calls.ts'
import { openWorkspace } from './workspace.ts'

export interface Rooms {
  readonly handlers: Handlers
  readonly hub: EventHub
  close(): Promise<void>
}

interface RoomsInput {
  readonly home: string
  /** Where `package.json` and `resources` are. */
  readonly appRoot: string
  readonly hostKind: 'electron' | 'browser'
  readonly log: (line: string) => void
}

/** Builds every handler over one home folder, for whichever window host asks. */
export function openRooms(input: RoomsInput): Rooms {
  const { home, appRoot, hostKind, log } = input
  const hub = createEventHub((name, error) => {
    log(failureLine(`event ${name}`, error))
  })
  const desk = createDesk({
    workspace: openWorkspace(home, appRoot),
    hub,
    hostKind,
    onBug: (error) => {
      log(failureLine('background work', error))
    },
  })
  const practice = createPracticeRoom(home)
  const handlers: Handlers = {
    ...sessionHandlers(desk, practice),
    ...labHandlers(desk),
    ...peopleHandlers(desk),
    ...runHandlers(desk),
    ...portalHandlers(desk),
    ...recordingHandlers(desk),
    ...evidenceHandlers(desk),
  }
  return {
    handlers,
    hub,
    async close() {
      await desk.leave()
      await practice.close()
    },
  }
}
