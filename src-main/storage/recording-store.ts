import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { Digest, RecordingEvent } from '../contract/evidence.ts'
import type { AttachmentStore, RecordingStore } from '../engine/ports.ts'
import { replaceFile } from './atomic-file.ts'
import { LineAppender } from './line-appender.ts'
import { readLines } from './line-file.ts'
import { idsByAge, safeId } from './run-store.ts'
import { sha256Of } from './seal.ts'

/** Recordings on disk, with what sealing them needs. */
export interface RecordingFiles extends RecordingStore, AttachmentStore {
  /** The events as they were written, with what this version may not know of: hashes are over that. */
  written(recordingId: string): Promise<unknown[]>
  /** The bytes of an attachment; null when they are gone. */
  attachment(recordingId: string, sha256: string): Promise<Uint8Array | null>
}

/** Recordings under `<home>/recordings/<id>.jsonl`, one event a line; attachments under `<id>/<sha256>` beside it. */
export function createRecordingStore(home: string): RecordingFiles {
  const path = (recordingId: string) => join(home, 'recordings', `${safeId(recordingId)}.jsonl`)
  const appender = new LineAppender()
  const read = (recordingId: string) => readLines(path(recordingId), RecordingEvent)
  const bytesPath = (recordingId: string, sha256: string) =>
    join(home, 'recordings', safeId(recordingId), Digest.parse(sha256))
  return {
    append: (recordingId, event) => appender.append(path(recordingId), event),
    read,
    written: (recordingId) => readLines(path(recordingId), z.unknown()),
    attachment: (recordingId, sha256) =>
      readFile(bytesPath(recordingId, sha256)).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw error
      }),
    async keepAttachment(recordingId, bytes) {
      const sha256 = sha256Of(bytes)
      await replaceFile(bytesPath(recordingId, sha256), bytes)
      return sha256
    },
    list: () => idsByAge(join(home, 'recordings'), '.jsonl'),
  }
}
