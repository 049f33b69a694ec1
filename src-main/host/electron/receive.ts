import { app } from 'electron'

import { toFailure } from '../../domain/app-error.ts'
import { failureLine } from '../failure-line.ts'
import { readEvidence } from '../read-evidence.ts'
import type { Visits } from '../visits.ts'
import { type Arrival, deepLinkScheme, readArguments, readDeepLink, readEvidencePath } from './arrivals.ts'
import { showFailure } from './dialogs.ts'
import type { OurWindows } from './our-windows.ts'

interface ReceiveOptions {
  readonly windows: OurWindows
  readonly visits: Visits
  readonly log: (line: string) => void
}

/** Where arrivals are handed on. */
export type Receive = (arrival: Arrival) => Promise<void>

export function bringToFront(windows: OurWindows): void {
  const [window] = windows.all
  if (window === undefined) return
  if (window.isMinimized()) window.restore()
  window.focus()
}

/**
 * Hands what this start, a later one, or a Mac's Finder asks for on to the window. To be called before Electron is ready:
 * a Mac tells only once.
 */
export function receiveArrivals({ windows, visits, log }: ReceiveOptions): Receive {
  const receive: Receive = async (arrival) => {
    bringToFront(windows)
    if (arrival.kind === 'place') {
      visits.ask({ place: arrival.place, file: null })
      return
    }
    try {
      visits.ask({ place: 'evidence', file: await readEvidence(arrival.path) })
    } catch (error) {
      log(failureLine('opening a file', error))
      await app.whenReady()
      await showFailure(toFailure(error))
    }
  }
  const take = (arrival: Arrival | null): void => {
    if (arrival !== null) void receive(arrival)
  }
  app.on('second-instance', (_event, args, folder) => {
    bringToFront(windows)
    take(readArguments(args.slice(1), folder))
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    take(readDeepLink(url))
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    take(readEvidencePath(path, '/'))
  })
  // From source, Electron's own first argument is the folder of the app.
  take(readArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd()))
  return receive
}

/** Has the system hand deep links to this program. A portable one leaves no trace; the others were installed. */
export function claimDeepLinks(env: NodeJS.ProcessEnv = process.env): void {
  if (app.isPackaged && (env['PORTABLE_EXECUTABLE_FILE'] ?? '') === '') app.setAsDefaultProtocolClient(deepLinkScheme)
}
