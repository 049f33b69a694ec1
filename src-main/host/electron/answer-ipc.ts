import { type BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'

import { callNames, channel } from '../../contract/names.ts'
import { AppError, toFailure } from '../../domain/app-error.ts'
import type { EventHub } from '../event-hub.ts'
import type { Dispatch } from '../serve-calls.ts'
import { isOurs } from './app-origin.ts'

/** Only the main frame of our own window, while it shows our own page. */
const isTrusted = (event: IpcMainInvokeEvent, window: BrowserWindow): boolean =>
  event.sender === window.webContents &&
  event.senderFrame !== null &&
  event.senderFrame.parent === null &&
  isOurs(event.senderFrame.url)

/** The one place that answers ipc: every call of the contract, and no other channel. Returns its own undoing. */
export function answerIpc(window: BrowserWindow, dispatch: Dispatch, hub: EventHub): () => void {
  for (const name of callNames) {
    ipcMain.handle(channel(name), async (event, ask: unknown) =>
      isTrusted(event, window)
        ? dispatch(name, ask)
        : { ok: false, failure: toFailure(AppError.of('forbidden', 'bridge.untrusted-sender')) },
    )
  }
  const unsubscribe = hub.subscribe(({ name, body }) => {
    if (!window.isDestroyed()) window.webContents.send(channel(name), body)
  })
  return () => {
    unsubscribe()
    for (const name of callNames) ipcMain.removeHandler(channel(name))
  }
}
