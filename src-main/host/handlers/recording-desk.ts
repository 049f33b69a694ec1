import type { Lab } from '../../contract/lab.ts'
import type { Recording, RecordingId } from '../../contract/recording.ts'
import { AppError } from '../../domain/app-error.ts'
import { replayRecording } from '../../domain/recording.ts'
import { Recorder } from '../../engine/recorder.ts'
import { firstRecording } from '../../engine/start-recording.ts'
import { sha256 } from '../../storage/seal.ts'
import type { Desk } from './desk.ts'

/** The one recording under way. */
export class RecordingDesk {
  readonly #desk: Desk
  #recorder: Recorder | null = null
  /** Opening, by a new recording or by carrying one on, happens once at a time: two recorders would fork the chain. */
  #opening: Promise<unknown> = Promise.resolve()

  constructor(desk: Desk) {
    this.#desk = desk
    desk.onLeave(() => {
      this.close()
      return Promise.resolve()
    })
  }

  /** Begins a new recording; rejects with `recording.under-way` while there is one. */
  start(lab: Lab): Promise<Recording> {
    return this.#inTurn(async () => {
      if (this.#recorder) throw AppError.of('conflict', 'recording.under-way')
      const { graph, target, links } = this.#desk.connection()
      // A fresh UUID is what the brand stands for.
      const recordingId = this.#desk.workspace.chance.uuid() as RecordingId
      const first = await firstRecording({ lab, target, links, recordingId, graph })
      const recorder = await Recorder.begin(this.#input(), first)
      this.#recorder = recorder
      const begun = await recorder.beginStep('operator-checks')
      recorder.watch()
      return begun
    })
  }

  /** The recording under way; an unfinished one of an earlier session is carried on. Null when there is none. */
  async current(): Promise<Recording | null> {
    this.#desk.connection()
    return (this.#recorder ?? (await this.#inTurn(() => this.#resumeLatest())))?.current ?? null
  }

  /** The recorder of this recording; rejects with `recording.none` when another one, or none, is open. */
  open(recordingId: string): Recorder {
    if (this.#recorder?.current.recordingId !== recordingId) throw AppError.of('not-found', 'recording.none')
    return this.#recorder
  }

  close(): void {
    this.#recorder?.stop()
    this.#recorder = null
    this.#desk.hub.publish('recording.changed', null)
  }

  async #resumeLatest(): Promise<Recorder | null> {
    if (this.#recorder) return this.#recorder
    const recordingId = await latestUnfinished(this.#desk, this.#desk.connection().target.tenantId)
    if (recordingId === null) return null
    this.#recorder = await Recorder.resume(this.#input(), recordingId)
    this.#recorder?.watch()
    return this.#recorder
  }

  #inTurn<T>(open: () => Promise<T>): Promise<T> {
    const turn = this.#opening.then(open)
    this.#opening = turn.catch(() => undefined)
    return turn
  }

  #input(): Parameters<typeof Recorder.begin>[0] {
    const { workspace, hub } = this.#desk
    return {
      graph: this.#desk.connection().graph,
      store: workspace.recordings,
      clock: workspace.clock,
      sha256,
      onChange: (recording) => {
        if (this.#recorder?.current.recordingId === recording.recordingId) hub.publish('recording.changed', recording)
      },
      onBug: (error) => {
        this.#desk.onBug(error)
      },
    }
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
