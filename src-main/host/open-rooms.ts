import { activityHandlers } from './handlers/activity-handlers.ts'
import { appRegistrationHandlers } from './handlers/app-registration-handlers.ts'
import { createDesk, type Desk } from './handlers/desk.ts'
import { evidenceHandlers } from './handlers/evidence-handlers.ts'
import { guardHandlers } from './handlers/guard-handlers.ts'
import { labHandlers } from './handlers/lab-handlers.ts'
import { peopleHandlers } from './handlers/people-handlers.ts'
import { portalHandlers } from './handlers/portal-handlers.ts'
import { recordingHandlers } from './handlers/recording-handlers.ts'
import { runHandlers } from './handlers/run-handlers.ts'
import { SessionDesk } from './handlers/session-desk.ts'
import { sessionHandlers } from './handlers/session-handlers.ts'
import { settingsHandlers } from './handlers/settings-handlers.ts'
import { shellHandlers } from './handlers/shell-handlers.ts'
import { tenantHandlers } from './handlers/tenant-handlers.ts'
import type { LanguageChoice } from '../contract/language.ts'
import type { PrintPdf } from '../report/render-report.ts'
import { isAllowedLink } from './allowed-links.ts'
import type { OpenCompanion } from './companion-window.ts'
import { createEventHub, type EventHub } from './event-hub.ts'
import { failureLine } from './failure-line.ts'
import { openKeptSignIns, type SecretBox } from './kept-sign-ins.ts'
import { permittedPortal, permittedRecordings, permittedRegistrations, permittedRuns } from './permitted.ts'
import { createPracticeRoom } from './practice-room.ts'
import type { Handlers } from './serve-calls.ts'
import type { Shell } from './shell.ts'
import { UpdateDesk } from './update-desk.ts'
import { Visits } from './visits.ts'
import { openWorkspace } from './workspace.ts'

export interface Rooms {
  readonly handlers: Handlers
  readonly hub: EventHub
  /** Where the window is asked to go from outside. */
  readonly visits: Visits
  /** Null where nothing updates itself. */
  readonly updates: UpdateDesk | null
  /** As the settings say. */
  languageChoice(): LanguageChoice
  /** May the window have this address opened in the person's own browser? */
  isAllowedLink(url: URL): boolean
  close(): Promise<void>
}

interface RoomsInput {
  readonly home: string
  /** Where `package.json` and `resources` are. */
  readonly appRoot: string
  readonly hostKind: 'electron' | 'browser'
  readonly log: (line: string) => void
  /** Encrypts what is kept of sign-ins; without one nothing is. */
  readonly secretBox?: SecretBox
  /** Opens companion windows; without it there are none. */
  readonly openCompanion?: OpenCompanion
  /** Opens a page in the person's own browser; without it the window shows a link. */
  readonly openInBrowser?: (url: string) => Promise<void>
  /** Prints a page as PDF; without it the library draws one. */
  readonly printPdf?: PrintPdf
  /** What a desktop app can do; without it the window is a browser's. */
  readonly shell?: Shell
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
  const kept = openKeptSignIns(home, input.secretBox ?? null)
  // Before all others: when the connection goes, nothing may wait for a person any more.
  const sessions = new SessionDesk({ desk, kept, openInBrowser: input.openInBrowser ?? null })
  const visits = new Visits(hub)
  const updates = input.shell ? updateDesk(input.shell, desk, log) : null
  const handlers: Handlers = {
    ...sessionHandlers({ desk, sessions, practice, kept }),
    ...activityHandlers(desk),
    ...labHandlers(desk),
    ...tenantHandlers(desk),
    ...peopleHandlers(desk),
    ...permittedRuns(sessions, runHandlers(desk)),
    ...guardHandlers(desk),
    ...permittedRegistrations(sessions, appRegistrationHandlers(desk, { sessions, kept })),
    ...settingsHandlers(desk),
    ...permittedPortal(sessions, portalHandlers(desk)),
    ...permittedRecordings(sessions, recordingHandlers(desk, input.openCompanion ?? null)),
    ...evidenceHandlers(desk, input.printPdf ?? null),
    ...shellHandlers({ visits, updates, saveFile: input.shell?.saveFile ?? null }),
  }
  return {
    handlers,
    hub,
    visits,
    updates,
    languageChoice: () => desk.workspace.settings.inForce().language,
    isAllowedLink: (url) => isAllowedLink(url, sessions.session),
    async close() {
      sessions.cancel()
      await desk.leave()
      await practice.close()
    },
  }
}

const updateDesk = (
  { updateFeed, updatePerson }: Shell,
  { workspace }: Desk,
  log: (line: string) => void,
): UpdateDesk =>
  new UpdateDesk({
    feed: updateFeed,
    person: updatePerson,
    settings: () => workspace.settings.inForce(),
    onFailure: (error) => {
      log(failureLine('updating', error))
    },
  })
