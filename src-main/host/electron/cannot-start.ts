import { app, dialog } from 'electron'

import { toFailure } from '../../domain/app-error.ts'
import { failureLine } from '../failure-line.ts'
import { failureText, t } from '../texts.ts'

/**
 * Says why there is no window, and ends with exit code 1: without a terminal nobody would hear of it. Before Electron is
 * ready, Linux shows no box (Electron docs, dialog.showErrorBox); nothing that keeps it from getting ready may await this.
 */
export async function cannotStart(error: unknown, log: (line: string) => void): Promise<void> {
  log(failureLine('starting', error))
  await app.whenReady()
  dialog.showErrorBox(t('cannotStart'), failureText(toFailure(error)))
  app.exit(1)
}
