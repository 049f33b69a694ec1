import { app, dialog } from 'electron'

import { failureText } from '../../contract/failure-text.ts'
import { AppError } from '../../domain/app-error.ts'
import { failureLine } from '../failure-line.ts'

/**
 * Says why there is no window, and ends with exit code 1: without a terminal nobody would hear of it. Before Electron is
 * ready, Linux shows no box (Electron docs, dialog.showErrorBox); nothing that keeps it from getting ready may await this.
 */
export async function cannotStart(error: unknown, log: (line: string) => void): Promise<void> {
  log(failureLine('starting', error))
  const text = error instanceof AppError ? failureText(error.failure) : 'Something went wrong inside ResetLab.'
  await app.whenReady()
  dialog.showErrorBox('ResetLab cannot start', text)
  app.exit(1)
}
