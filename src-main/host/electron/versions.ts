import { app } from 'electron'

/** One line each; for the about box, and for whoever is asked for help. */
export const versionLines = (): string[] => {
  const { electron, chrome, node, v8 } = process.versions
  return [
    `ResetLab ${app.getVersion()}${app.isPackaged ? '' : ' (from source)'}`,
    `Electron ${electron}`,
    `Chromium ${chrome}`,
    `Node.js ${node}`,
    `V8 ${v8}`,
    `System ${process.platform} ${process.getSystemVersion()} ${process.arch}`,
  ]
}
