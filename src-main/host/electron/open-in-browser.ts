import { shell } from 'electron'

/** The person's own browser, where their sessions, password manager and second factors are. */
export const openInBrowser = (url: string): Promise<void> => shell.openExternal(url)
