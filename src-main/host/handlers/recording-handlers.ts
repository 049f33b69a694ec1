import { sealRecording } from '../seal-recording.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'
import { RecordingDesk } from './recording-desk.ts'

type RecordingHandlers = Pick<
  Handlers,
  | 'recording.start'
  | 'recording.current'
  | 'recording.openStep'
  | 'recording.look'
  | 'recording.finish'
  | 'recording.abandon'
>

/** The guided test: one recording under way, carried on after a restart. */
export function recordingHandlers(desk: Desk): RecordingHandlers {
  const recordings = new RecordingDesk(desk)
  return {
    'recording.start': ({ lab }) => recordings.start(lab),
    'recording.current': () => recordings.current(),
    'recording.openStep': async ({ recordingId, stepId }) => recordings.open(recordingId).beginStep(stepId),
    'recording.look': async ({ recordingId, stepId }) => recordings.open(recordingId).lookAt(stepId),
    'recording.finish': async ({ recordingId }) => {
      const recorder = recordings.open(recordingId)
      await recorder.end('finished')
      const summary = await sealRecording(desk.workspace, recorder.events)
      recordings.close()
      return summary
    },
    'recording.abandon': async ({ recordingId }) => {
      await recordings.open(recordingId).end('abandoned')
      recordings.close()
    },
  }
}
