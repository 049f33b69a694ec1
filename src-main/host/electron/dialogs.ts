import { basename, join } from 'node:path'

import { app, BrowserWindow, clipboard, dialog, type MessageBoxOptions } from 'electron'

import { failureText } from '../../contract/failure-text.ts'
import type { Failure } from '../../contract/failure.ts'
import type { UpdateOutcome } from '../../contract/shell.ts'
import { AppError } from '../../domain/app-error.ts'
import { replaceFile } from '../../storage/atomic-file.ts'
import { filtersFor, fitFileName } from '../file-name.ts'
import { whyOf } from '../why-of.ts'
import type { SaveFile } from '../shell.ts'
import type { UpdatePerson } from '../update-desk.ts'
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
  await say({ type: 'error', message: failureText(failure), buttons: ['OK'] })
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
  const detail = [...parts, '', 'MIT licence'].join('\n')
  const copied = await say({
    type: 'info',
    title: 'About ResetLab',
    message: name,
    detail,
    buttons: ['OK', 'Copy'],
    cancelId: 0,
  })
  if (copied === 1) await clipboard.writeText([name, ...parts].join('\n'))
}

/** How a look for updates that a person asked for ended; one that restarts says nothing any more. */
export async function tellUpdate(outcome: UpdateOutcome): Promise<void> {
  const message = updateText(outcome)
  if (message !== null) await say({ type: outcome.state === 'failed' ? 'error' : 'info', message, buttons: ['OK'] })
}

const yes = async (options: Omit<MessageBoxOptions, 'buttons'>, action: string, no: string): Promise<boolean> =>
  (await say({ type: 'question', ...options, buttons: [action, no] })) === 0

/** Every question about updates, each in a box of its own. */
export const updatePerson: UpdatePerson = {
  mayLook: () =>
    yes(
      {
        message: 'Look for updates, although ResetLab is in read-only mode?',
        detail:
          'It asks the update server which version is the newest. Nothing is downloaded or changed without another yes.',
      },
      'Look',
      'Cancel',
    ),
  mayDownload: (version) =>
    yes(
      {
        message: `ResetLab ${version} is there. Download it?`,
        detail: `This is ResetLab ${app.getVersion()}. It goes on while the new one is downloaded, and you are asked again before anything is installed.`,
      },
      'Download',
      'Not now',
    ),
  mayRestart: (version) =>
    yes(
      {
        message: `ResetLab ${version} is downloaded. Restart now to install it?`,
        detail: 'A run or a recording that is under way is held, and can be gone on with after the restart.',
      },
      'Restart',
      'Later',
    ),
  progress: (share) => {
    owner()?.setProgressBar(share ?? -1)
  },
}
