import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { app } from 'electron'
import type { AppUpdater } from 'electron-updater'

import { AppError } from '../../domain/app-error.ts'
import type { UpdateFeed } from '../update-desk.ts'
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
      } finally {
        autoUpdater.off('download-progress', tell)
      }
    },
    async restart() {
      const autoUpdater = await get()
      await endInOrder()
      autoUpdater.quitAndInstall(false, true)
    },
  }
}
