import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { app, dialog } from 'electron'
import type { AppUpdater } from 'electron-updater'

import { AppError, toFailure } from '../../domain/app-error.ts'
import { failureText } from '../texts.ts'
import type { UpdateFeed } from '../update-desk.ts'
import { whyOf } from '../why-of.ts'
import { whyNoUpdates } from './why-no-updates.ts'

/** electron-updater, told to do nothing by itself. `endInOrder` ends what the app started, before the new one is put in. */
export function electronUpdateFeed(endInOrder: () => Promise<void>): UpdateFeed {
  // Not before it is asked for: loading it takes time, and it looks for the packaged app around it.
  const get = async (): Promise<AppUpdater> => {
    const { autoUpdater } = (await import('electron-updater')).default
    autoUpdater.autoDownload = false
    autoUpdater.autoInstallOnAppQuit = false
    autoUpdater.autoRunAppAfterInstall = true
    autoUpdater.allowDowngrade = false
    autoUpdater.allowPrerelease = false
    autoUpdater.disableWebInstaller = true
    // Its own log names paths and addresses.
    autoUpdater.logger = null
    // It would tell the server a lasting number of this computer's, for rolling out in steps.
    autoUpdater.requestHeaders = { 'x-user-staging-id': '' }
    return autoUpdater
  }
  return {
    version: app.getVersion(),
    get whyNot() {
      return whyNoUpdates({
        isPackaged: app.isPackaged,
        hasFeed: app.isPackaged && existsSync(join(process.resourcesPath, 'app-update.yml')),
        platform: process.platform,
        env: process.env,
      })
    },
    async look() {
      const found = await (await get()).checkForUpdates()
      // What electron-updater answers where it cannot put a new one in place of this one.
      if (found === null) throw AppError.of('not-found', 'update.no-installer')
      return found.isUpdateAvailable ? found.updateInfo.version : null
    },
    async download(onProgress) {
      const autoUpdater = await get()
      const tell = ({ percent }: { percent: number }): void => {
        onProgress(percent / 100)
      }
      autoUpdater.on('download-progress', tell)
      try {
        await autoUpdater.downloadUpdate()
      } catch (error) {
        // The one failure it gives no code, but says in words, beside the address.
        const [, status] = (error instanceof Error && /, status (\d{3})\b/.exec(error.message)) || []
        if (status === undefined) throw error
        throw AppError.of('unreachable', 'update.not-downloaded', { params: { why: `HTTP ${status}` }, cause: error })
      } finally {
        autoUpdater.off('download-progress', tell)
      }
    },
    async restart() {
      const autoUpdater = await get()
      await endInOrder()
      const why = installing(autoUpdater)
      if (why === null) return
      // All this copy had was ended, so it cannot go on, and nobody else is left to say why.
      const failure = toFailure(AppError.of('unreachable', 'update.not-installed', { params: { why: whyOf(why) } }))
      dialog.showErrorBox('ResetLab', failureText(failure))
      app.relaunch()
      app.quit()
      throw why
    },
  }
}

/** Puts the new one in place and quits. What went wrong with that; null when nothing did: it is only told by an event. */
function installing(autoUpdater: AppUpdater): Error | null {
  const told: Error[] = []
  const hear = (error: Error): void => {
    told.push(error)
  }
  autoUpdater.on('error', hear)
  autoUpdater.quitAndInstall(false, true)
  autoUpdater.off('error', hear)
  return told[0] ?? null
}
