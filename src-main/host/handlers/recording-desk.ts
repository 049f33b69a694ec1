import type { Lab } from '../../contract/lab.ts'
import type { OpenRecording } from '../../contract/open-recording.ts'
import type { Learner, Recording, RecordingId } from '../../contract/recording.ts'
import type { Session } from '../../contract/tenant.ts'
import { AppError, toFailure } from '../../domain/app-error.ts'
import { openRecording } from '../../domain/open-recording.ts'
import { replayRecording } from '../../domain/recording.ts'
import type { GraphPort } from '../../engine/ports.ts'
import { Recorder, type RecorderInput } from '../../engine/recorder.ts'
import { firstRecording } from '../../engine/start-recording.ts'
import { sha256 } from '../../storage/seal.ts'
import { madeByRun } from '../made-by-run.ts'
import { recordedBy } from '../seal-recording.ts'
import type { Desk } from './desk.ts'

/**
 * The open recordings of the tenant of the moment: all of them are watched, and one may be in front. Those of an earlier
 * session are carried on as soon as somebody is signed in to their tenant again.
 */
export class RecordingDesk {
  readonly #desk: Desk
  readonly #recorders = new Map<string, Recorder>()
  #front: RecordingId | null = null
  #isCarriedOn = false
  #permissions = ''
  #told = ''
  /** Opening, by a new recording or by carrying some on, happens once at a time: two recorders would fork a chain. */
  #opening: Promise<unknown> = Promise.resolve()

  constructor(desk: Desk) {
    this.#desk = desk
    desk.onLeave(async () => {
      const left = [...this.#recorders.values()]
      this.#recorders.clear()
      this.#isCarriedOn = false
      this.#bringToFront(null)
      await Promise.all(left.map((recorder) => recorder.leave()))
    })
    desk.hub.subscribe((event) => {
      if (event.name === 'session.changed') this.#hearSession(event.body)
    })
  }

  /** Begins a new recording; rejects with `recording.under-way` while there is one in front. */
  start(lab: Lab, learner?: Learner): Promise<Recording> {
    return this.#inTurn(async () => {
      await this.#carryOn()
      if (this.#front !== null) throw AppError.of('conflict', 'recording.under-way')
      const { graph, target, links } = this.#desk.connection()
      // A fresh UUID is what the brand stands for.
      const recordingId = this.#desk.workspace.chance.uuid() as RecordingId
      const made = await madeByRun(this.#desk.workspace, target.tenantId, lab.id)
      const first = await recordedBy(
        this.#desk.workspace,
        await firstRecording({ lab, target, links, recordingId, graph, made }),
        learner,
      )
      const recorder = await Recorder.begin(this.#input(graph), first)
      this.#recorders.set(recordingId, recorder)
      this.#front = recordingId
      recorder.watch()
      return recorder.beginStep('operator-checks')
    })
  }

  /** The recording in front; after a restart the newest of those that are open. Null when there is none. */
  async current(): Promise<Recording | null> {
    this.#desk.connection()
    await this.#inTurn(() => this.#carryOn())
    return this.#front === null ? null : this.open(this.#front).current
  }

  async list(): Promise<OpenRecording[]> {
    this.#desk.connection()
    await this.#inTurn(() => this.#carryOn())
    return this.#summaries()
  }

  /** Brings an open recording to the front. */
  show(recordingId: RecordingId): Recording {
    const { current } = this.open(recordingId)
    this.#bringToFront(current)
    return current
  }

  /** Takes it from the front; it goes on being watched. */
  leave(recordingId: RecordingId): void {
    this.open(recordingId)
    if (this.#front === recordingId) this.#bringToFront(null)
  }

  /** The recorder of this recording; rejects with `recording.none` when it is not open. */
  open(recordingId: string): Recorder {
    const recorder = this.#recorders.get(recordingId)
    if (!recorder) throw AppError.of('not-found', 'recording.none')
    return recorder
  }

  /** Forgets a recording that has ended. */
  close(recordingId: string): void {
    this.#recorders.get(recordingId)?.stop()
    this.#recorders.delete(recordingId)
    if (this.#front === recordingId) this.#bringToFront(null)
    else this.#tellAll()
  }

  #bringToFront(recording: Recording | null): void {
    this.#front = recording?.recordingId ?? null
    this.#desk.hub.publish('recording.changed', recording)
    this.#tellAll()
  }

  #summaries(): OpenRecording[] {
    return [...this.#recorders.values()]
      .map(({ current }) => openRecording(current, current.recordingId === this.#front))
      .sort((left, right) => right.startedAt.localeCompare(left.startedAt))
  }

  #tellAll(): void {
    const all = this.#summaries()
    // Most looks change nothing of what the list shows.
    const text = JSON.stringify(all)
    if (text === this.#told) return
    this.#told = text
    this.#desk.hub.publish('recordings.changed', all)
  }

  async #carryOn(): Promise<void> {
    if (this.#isCarriedOn) return
    const { target, graph } = this.#desk.connection()
    this.#isCarriedOn = true
    for (const recordingId of await unfinished(this.#desk, target.tenantId)) {
      const recorder = await Recorder.resume(this.#input(graph), recordingId)
      // Meanwhile another tenant may have been gone to.
      if (this.#desk.connection().graph !== graph) return
      if (!recorder) continue
      this.#recorders.set(recordingId, recorder)
      this.#front ??= recordingId
      recorder.watch()
    }
    this.#tellAll()
  }

  /** The sign-in ended, was renewed, or was given more permissions. */
  #hearSession(session: Session): void {
    if (session.state !== 'signed-in') return
    const permissions = JSON.stringify(session.permissions)
    const hasMore = permissions !== this.#permissions
    this.#permissions = permissions
    const heard = this.#inTurn(async () => {
      await this.#carryOn()
      for (const recorder of this.#recorders.values()) {
        await recorder.setTrouble(session.trouble)
        if (hasMore && session.trouble === null) recorder.lookSoon()
      }
    })
    heard.catch((error: unknown) => {
      if (toFailure(error).kind === 'bug') this.#desk.onBug(error)
    })
  }

  #inTurn<T>(open: () => Promise<T>): Promise<T> {
    const turn = this.#opening.then(open)
    this.#opening = turn.catch(() => undefined)
    return turn
  }

  #input(graph: GraphPort): RecorderInput {
    const { workspace, hub } = this.#desk
    return {
      graph,
      store: workspace.recordings,
      clock: workspace.clock,
      sha256,
      isBetaAsked: () => workspace.settings.inForce().asksBetaReport,
      onChange: (recording) => {
        if (this.#front === recording.recordingId) hub.publish('recording.changed', recording)
        this.#tellAll()
      },
      onBug: (error) => {
        this.#desk.onBug(error)
      },
    }
  }
}

/** Newest first. */
async function unfinished(desk: Desk, tenantId: string): Promise<RecordingId[]> {
  const { recordings } = desk.workspace
  const found: RecordingId[] = []
  for (const id of await recordings.list()) {
    const recording = replayRecording(await recordings.read(id).catch(() => []))
    if (recording?.tenantId === tenantId && recording.finishedAt === null) found.push(recording.recordingId)
  }
  return found
}
