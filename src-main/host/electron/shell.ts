import type { Shell } from '../shell.ts'
import { saveFile, updatePerson } from './dialogs.ts'
import { electronUpdateFeed } from './update-feed.ts'

/** What the desktop gives the rooms. `endInOrder` ends what the app started. */
export const electronShell = (endInOrder: () => Promise<void>): Shell => ({
  saveFile,
  updatePerson,
  updateFeed: electronUpdateFeed(endInOrder),
})
