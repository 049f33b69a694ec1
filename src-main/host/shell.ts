import type { UpdateFeed, UpdatePerson } from './update-desk.ts'

/** Asks a person where a file goes and writes it there. The path, or null when they cancelled; rejects with `file.unsaved`. */
export type SaveFile = (fileName: string, bytes: Uint8Array) => Promise<string | null>

/** What a desktop gives the rooms; a browser window has none of it. */
export interface Shell {
  readonly saveFile: SaveFile
  readonly updateFeed: UpdateFeed
  readonly updatePerson: UpdatePerson
}
