import { AppError } from '../../domain/app-error.ts'
import type { Handlers } from '../serve-calls.ts'
import type { SaveFile } from '../shell.ts'
import { t } from '../texts.ts'
import type { UpdateDesk } from '../update-desk.ts'
import type { Visits } from '../visits.ts'

type ShellHandlers = Pick<Handlers, 'window.takeVisit' | 'file.save' | 'updates.look'>

interface ShellHandlersInput {
  readonly visits: Visits
  /** Null in a browser, which has its own. */
  readonly saveFile: SaveFile | null
  readonly updates: UpdateDesk | null
}

/** What only the desktop app can do. */
export function shellHandlers({ visits, saveFile, updates }: ShellHandlersInput): ShellHandlers {
  return {
    'window.takeVisit': () => Promise.resolve(visits.take()),
    'file.save': async ({ fileName, base64 }) => {
      if (saveFile === null) throw AppError.of('not-found', 'file.not-here')
      return { path: await saveFile(fileName, Buffer.from(base64, 'base64')) }
    },
    'updates.look': async () => (updates === null ? { state: 'off', why: t('update.off.browser') } : updates.look()),
  }
}
