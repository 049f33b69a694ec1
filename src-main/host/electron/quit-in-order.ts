import { app } from 'electron'

import { failureLine } from '../failure-line.ts'

/**
 * Quits when the last window closes, and only after everything the app started has ended. `end` ends it without quitting,
 * for a quit that must not be held up any more.
 */
export function quitInOrder(
  close: () => Promise<void>,
  log: (line: string) => void,
): { readonly end: () => Promise<void> } {
  let ending: Promise<void> | null = null
  let hasEnded = false
  const end = (): Promise<void> =>
    (ending ??= close()
      .catch((error: unknown) => {
        log(failureLine('closing', error))
      })
      .then(() => {
        hasEnded = true
      }))
  app.on('window-all-closed', () => {
    app.quit()
  })
  // Not before: until every window has closed, one may still be kept open by what it shows.
  app.on('will-quit', (event) => {
    if (hasEnded) return
    event.preventDefault()
    if (ending === null)
      void end().then(() => {
        app.quit()
      })
  })
  return { end }
}
