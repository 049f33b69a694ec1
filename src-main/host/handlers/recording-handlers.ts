import type { OpenCompanion } from '../companion-window.ts'
import { sealRecording } from '../seal-recording.ts'
import type { Handlers } from '../serve-calls.ts'
import { companionHandlers } from './companion-handlers.ts'
import type { Desk } from './desk.ts'
import { RecordingDesk } from './recording-desk.ts'
import { recordingStepHandlers } from './recording-step-handlers.ts'

type RecordingHandlers = Pick<
  Handlers,
  | 'recording.start'
  | 'recording.current'
  | 'recording.list'
  | 'recording.show'
  | 'recording.leave'
  | 'recording.openStep'
  | 'recording.look'
  | 'recording.finish'
  | 'recording.abandon'
>

/** The guided test: recordings under way, one of them in front, all carried on after a restart. */
export function recordingHandlers(
  desk: Desk,
  openCompanion: OpenCompanion | null = null,
): RecordingHandlers & ReturnType<typeof recordingStepHandlers> & ReturnType<typeof companionHandlers> {
  const recordings = new RecordingDesk(desk)
  return {
    ...recordingStepHandlers(desk, recordings),
    ...companionHandlers(desk, recordings, openCompanion),
    'recording.start': ({ lab, learner }) => recordings.start(lab, learner),
    'recording.current': () => recordings.current(),
    'recording.list': () => recordings.list(),
    'recording.show': async ({ recordingId }) => Promise.resolve(recordings.show(recordingId)),
    'recording.leave': async ({ recordingId }) => {
      recordings.leave(recordingId)
      return Promise.resolve()
    },
    'recording.openStep': async ({ recordingId, stepId }) => recordings.open(recordingId).beginStep(stepId),
    'recording.look': async ({ recordingId, stepId }) => recordings.open(recordingId).lookAt(stepId),
    'recording.finish': async ({ recordingId }) => {
      const recorder = recordings.open(recordingId)
      await recorder.end('finished')
      const summary = await sealRecording(desk.workspace, recordingId)
      recordings.close(recordingId)
      return summary
    },
    'recording.abandon': async ({ recordingId }) => {
      await recordings.open(recordingId).end('abandoned')
      recordings.close(recordingId)
    },
  }
}
