import type { Recording, RecordingId } from '../../contract/recording.ts'
import { AppError } from '../../domain/app-error.ts'
import { replayRecording } from '../../domain/recording.ts'
import { Recorder } from '../../engine/recorder.ts'
import { firstRecording } from '../../engine/start-recording.ts'
import { sha256 } from '../../storage/seal.ts'
import type { Connection } from '../connection.ts'
import { sealRecording } from '../seal-recording.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

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
  const { workspace, hub } = desk
  let recorder: Recorder | null = null

  const inputFor = ({ graph }: Connection) => ({
    graph,
    store: workspace.recordings,
    clock: workspace.clock,
    sha256,
    onChange: (recording: Recording) => {
      if (recorder?.current.recordingId === recording.recordingId) hub.publish('recording.changed', recording)
    },
    onBug: (error: unknown) => {
      desk.onBug(error)
    },
  })

  const open = (recordingId: string): Recorder => {
    if (recorder?.current.recordingId !== recordingId) throw AppError.of('not-found', 'recording.none')
    return recorder
  }

  const close = (): void => {
    recorder?.stop()
    recorder = null
    hub.publish('recording.changed', null)
  }

  async function resumeLatest(): Promise<Recorder | null> {
    const connection = desk.connection()
    const recordingId = await latestUnfinished(desk, connection.target.tenantId)
    if (recordingId === null) return null
    const resumed = await Recorder.resume(inputFor(connection), recordingId)
    recorder = resumed
    resumed?.watch()
    return resumed
  }

  desk.onLeave(() => {
    close()
    return Promise.resolve()
  })

  return {
    'recording.start': async ({ lab }) => {
      if (recorder) throw AppError.of('conflict', 'recording.under-way')
      const connection = desk.connection()
      const { graph, target, links } = connection
      // A fresh UUID is what the brand stands for.
      const recordingId = workspace.chance.uuid() as RecordingId
      const first = await firstRecording({ lab, target, links, recordingId, graph })
      recorder = await Recorder.begin(inputFor(connection), first)
      const begun = await recorder.beginStep('operator-checks')
      recorder.watch()
      return begun
    },
    'recording.current': async () => (recorder ?? (await resumeLatest()))?.current ?? null,
    'recording.openStep': ({ recordingId, stepId }) => open(recordingId).beginStep(stepId),
    'recording.look': ({ recordingId, stepId }) => open(recordingId).lookAt(stepId),
    'recording.finish': async ({ recordingId }) => {
      const finished = open(recordingId)
      await finished.end('finished')
      const summary = await sealRecording(workspace, finished.events)
      close()
      return summary
    },
    'recording.abandon': async ({ recordingId }) => {
      await open(recordingId).end('abandoned')
      close()
    },
  }
}

async function latestUnfinished(desk: Desk, tenantId: string): Promise<RecordingId | null> {
  const { recordings } = desk.workspace
  for (const id of await recordings.list()) {
    const recording = replayRecording(await recordings.read(id).catch(() => []))
    if (recording?.tenantId === tenantId && recording.finishedAt === null) return recording.recordingId
  }
  return null
}
