import { shell } from 'electron'

import { AppError } from '../../domain/app-error.ts'

/** The person's own browser, where their sessions, password manager and second factors are. */
export async function openInBrowser(url: string): Promise<void> {
  // Nothing but pages: the system would start a program for any other scheme.
  const protocol = URL.parse(url)?.protocol
  if (protocol !== 'https:' && protocol !== 'http:') throw AppError.of('invalid-input', 'link.not-web')
  await shell.openExternal(url)
}
