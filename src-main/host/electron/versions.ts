import { app } from 'electron'

import { t } from '../texts.ts'

/** One line each; for the about box, and for whoever is asked for help. */
export const versionLines = (): string[] => {
  const version = `ResetLab ${app.getVersion()}`
  const { electron, chrome, node, v8 } = process.versions
  return [
    app.isPackaged ? version : t('versions.fromSource', { version }),
    `Electron ${electron}`,
    `Chromium ${chrome}`,
    `Node.js ${node}`,
    `V8 ${v8}`,
    t('versions.system', { system: `${process.platform} ${process.getSystemVersion()} ${process.arch}` }),
  ]
}
