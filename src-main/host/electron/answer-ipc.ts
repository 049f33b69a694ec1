import { ipcMain, type IpcMainInvokeEvent } from 'electron'

import { callNames, channel } from '../../contract/names.ts'
import { AppError, toFailure } from '../../domain/app-error.ts'
import type { EventHub } from '../event-hub.ts'
import type { Dispatch } from '../serve-calls.ts'
import { isOurs } from './app-origin.ts'
import type { OurWindows } from './our-windows.ts'

/** Only the main frame of a window of ours, while it shows our own page. */
const isTrusted = (event: IpcMainInvokeEvent, windows: OurWindows): boolean =>
  windows.has(event.sender) &&
  event.senderFrame !== null &&
  event.senderFrame.parent === null &&
  isOurs(event.senderFrame.url)

/** The one place that answers ipc: every call of the contract, and no other channel. Returns its own undoing. */
export function answerIpc(windows: OurWindows, dispatch: Dispatch, hub: EventHub): () => void {
  for (const name of callNames) {
    ipcMain.handle(channel(name), async (event, ask: unknown) =>
      isTrusted(event, windows)
        ? dispatch(name, ask)
        : { ok: false, failure: toFailure(AppError.of('forbidden', 'bridge.untrusted-sender')) },
    )
  }
  const unsubscribe = hub.subscribe(({ name, body }) => {
    for (const window of windows.all) {
      if (!window.isDestroyed()) window.webContents.send(channel(name), body)
    }
  })
  return () => {
    unsubscribe()
    for (const name of callNames) ipcMain.removeHandler(channel(name))
  }
}
