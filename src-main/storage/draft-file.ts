import { rename } from 'node:fs/promises'
import { join } from 'node:path'

import { Draft } from '../contract/draft.ts'
import { AppError } from '../domain/app-error.ts'
import { readIfThere, replaceFile } from './atomic-file.ts'

export interface DraftFile {
  /** Null when there is none. One that is damaged is kept aside, and rejects once with `storage.damaged-draft`. */
  read(): Promise<Draft | null>
  write(draft: Draft): Promise<void>
}

/** The draft under `<home>/draft.json`. Writes follow one another, so that the last one typed wins. */
export function createDraftFile(home: string): DraftFile {
  const path = join(home, 'draft.json')
  let turn: Promise<unknown> = Promise.resolve()
  return {
    async read() {
      const text = await readIfThere(path)
      if (text === null) return null
      const parsed = Draft.safeParse(parseJson(text))
      if (parsed.success) return parsed.data
      const file = `draft.damaged-${String(Date.now())}.json`
      await rename(path, join(home, file))
      throw AppError.of('damaged', 'storage.damaged-draft', { params: { file } })
    },
    write(draft) {
      const mine = turn.then(() => replaceFile(path, `${JSON.stringify(draft, null, 2)}\n`))
      turn = mine.catch(() => undefined)
      return mine
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is as damaged as the wrong shape; the schema says so to the caller.
    return undefined
  }
}
