import { join } from 'node:path'

import { RecordingEvent } from '../contract/evidence.ts'
import type { RecordingStore } from '../engine/ports.ts'
import { LineAppender } from './line-appender.ts'
import { readLines } from './line-file.ts'
import { idsByAge, safeId } from './run-store.ts'

/** Recordings under `<home>/recordings/<id>.jsonl`, one event a line. */
export function createRecordingStore(home: string): RecordingStore {
  const path = (recordingId: string) => join(home, 'recordings', `${safeId(recordingId)}.jsonl`)
  const appender = new LineAppender()
  const read = (recordingId: string) => readLines(path(recordingId), RecordingEvent)
  return {
    append: (recordingId, event) => appender.append(path(recordingId), event),
    read,
    list: () => idsByAge(join(home, 'recordings'), '.jsonl'),
  }
}
