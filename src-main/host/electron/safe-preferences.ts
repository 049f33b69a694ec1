import { app, type WebPreferences } from 'electron'

/** What every page gets, whoever's it is: no Node, no way out of its sandbox, no tools for developers once packaged. */
export const safePreferences = (): WebPreferences => ({
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  // A page that says one thing after the other can be stopped.
  safeDialogs: true,
  spellcheck: false,
  devTools: !app.isPackaged,
})
