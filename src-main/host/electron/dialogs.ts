import { basename, join } from 'node:path'

import { app, BrowserWindow, clipboard, dialog, type MessageBoxOptions } from 'electron'

import type { Failure } from '../../contract/failure.ts'
import type { UpdateOutcome } from '../../contract/shell.ts'
import { AppError } from '../../domain/app-error.ts'
import { replaceFile } from '../../storage/atomic-file.ts'
import { filtersFor, fitFileName } from '../file-name.ts'
import type { SaveFile } from '../shell.ts'
import { failureText, t } from '../texts.ts'
import type { UpdatePerson } from '../update-desk.ts'
import { whyOf } from '../why-of.ts'
import { updateText } from './update-text.ts'
import { versionLines } from './versions.ts'

/** The window a dialog belongs to: on a Mac it hangs from it, elsewhere it stands before it. */
const owner = () => BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]

/** The number of the button. Closing the box, or Esc, is the last one. */
async function say(options: MessageBoxOptions & { buttons: string[] }): Promise<number> {
  const window = owner()
  const box = { noLink: true, defaultId: 0, cancelId: options.buttons.length - 1, ...options }
  const { response } = await (window ? dialog.showMessageBox(window, box) : dialog.showMessageBox(box))
  return response
}

export async function showFailure(failure: Failure): Promise<void> {
  await say({ type: 'error', message: failureText(failure), buttons: [t('dialog.ok')] })
}

/** The system's own save dialog, in the folder of downloads at first. */
export const saveFile: SaveFile = async (asked, bytes) => {
  const name = fitFileName(asked)
  const window = owner()
  const options = {
    defaultPath: join(app.getPath('downloads'), name),
    filters: filtersFor(name),
    properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
  }
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  if (canceled || filePath === '') return null
  try {
    await replaceFile(filePath, bytes)
  } catch (cause) {
    throw AppError.of('invalid-input', 'file.unsaved', {
      params: { name: basename(filePath), why: whyOf(cause) },
      cause,
    })
  }
  return filePath
}

/** The path of the evidence file a person chose, or null. */
export async function chooseEvidence(): Promise<string | null> {
  const window = owner()
  const options = { filters: filtersFor('any.resetlab'), properties: ['openFile' as const] }
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return filePaths[0] ?? null
}

export async function showAbout(): Promise<void> {
  const [name = '', ...parts] = versionLines()
  const detail = [...parts, '', t('dialog.licence')].join('\n')
  const copied = await say({
    type: 'info',
    title: t('menu.about'),
    message: name,
    detail,
    buttons: [t('dialog.ok'), t('dialog.copy')],
    cancelId: 0,
  })
  if (copied === 1) await clipboard.writeText([name, ...parts].join('\n'))
}

/** How a look for updates that a person asked for ended; one that restarts says nothing any more. */
export async function tellUpdate(outcome: UpdateOutcome): Promise<void> {
  const message = updateText(outcome)
  if (message !== null)
    await say({ type: outcome.state === 'failed' ? 'error' : 'info', message, buttons: [t('dialog.ok')] })
}

const yes = async (
  question: 'mayLook' | 'mayDownload' | 'mayRestart',
  values: Readonly<Record<string, string>> = {},
): Promise<boolean> => {
  const chosen = await say({
    type: 'question',
    message: t(`update.${question}.message`, values),
    detail: t(`update.${question}.detail`, values),
    buttons: [t(`update.${question}.yes`), t(`update.${question}.no`)],
  })
  return chosen === 0
}

/** Every question about updates, each in a box of its own. */
export const updatePerson: UpdatePerson = {
  mayLook: () => yes('mayLook'),
  mayDownload: (version) => yes('mayDownload', { version, mine: app.getVersion() }),
  mayRestart: (version) => yes('mayRestart', { version }),
  progress: (share) => {
    owner()?.setProgressBar(share ?? -1)
  },
}
