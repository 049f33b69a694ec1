import type { RecordingEvent, RecordingFact } from '../contract/evidence.ts'
import type { Failure } from '../contract/failure.ts'
import type { Recording, RecordingId, StepId, WitnessReport } from '../contract/recording.ts'
import { AppError } from '../domain/app-error.ts'
import { applyEvent, chainEvent, chainStart, replayRecording } from '../domain/recording.ts'
import { hear, reportOf, waitingReport } from '../domain/witnesses.ts'
import { couldNotCheck } from './ask-witness.ts'
import type { Clock, GraphPort, RecordingStore, Sha256 } from './ports.ts'
import { ServiceTime } from './service-time.ts'
import { isCancelled } from './settle.ts'
import { WitnessWatch } from './witness-watch.ts'

/** What a person does with a step (`recording-steps.ts`). */
export type PersonFact = Exclude<
  RecordingFact,
  { kind: 'started' | 'step-begun' | 'witness' | 'finished' | 'abandoned' }
>

export interface RecorderInput {
  readonly graph: GraphPort
  readonly store: RecordingStore
  readonly clock: Clock
  readonly sha256: Sha256
  /** Whether the beta report may be asked, too; without it, it is not. */
  readonly isBetaAsked?: () => boolean
  readonly onChange: (recording: Recording) => void
  readonly onBug: (error: unknown) => void
}

/** Whom a step is about: the clean-up comes when the test user may be gone already. */
function subjectOf(stepId: StepId, { testUserId, controlUserId, operatorId }: Recording['subjects']): string {
  if (stepId === 'control-user') return controlUserId
  return stepId === 'administrator' || stepId === 'clean-up' ? (operatorId ?? testUserId) : testUserId
}

/** One recording under way: keeps the chain, begins steps, and writes down what the witnesses say until each has spoken. */
export class Recorder {
  readonly #input: RecorderInput
  readonly #time: ServiceTime
  readonly #watch: WitnessWatch
  #events: RecordingEvent[]
  #recording: Recording
  #writing: Promise<unknown> = Promise.resolve()
  /** Why nobody can be asked until a person signs in again; null while all is well. */
  #trouble: Failure | null = null
  #isLeft = false

  private constructor(input: RecorderInput, events: RecordingEvent[], recording: Recording) {
    this.#input = input
    this.#events = events
    this.#recording = recording
    this.#time = new ServiceTime(input.clock)
    this.#watch = new WitnessWatch({
      graph: input.graph,
      clock: input.clock,
      time: this.#time,
      isBetaAsked: input.isBetaAsked ?? (() => false),
      recording: () => this.#recording,
      events: () => this.#events,
      hear: (stepId, claimId, report) => this.#hear(stepId, claimId, report),
    })
  }

  /** Begins a new recording; `recording` is its first state, as it will stand in the first event. */
  static async begin(input: RecorderInput, recording: Recording): Promise<Recorder> {
    const first = chainEvent({ kind: 'started', body: { recording } }, 0, recording.startedAt, chainStart, input.sha256)
    await input.store.append(recording.recordingId, first)
    return new Recorder(input, [first], { ...recording, events: 1 })
  }

  /** Carries on with an unfinished recording after a restart; null when it is finished. */
  static async resume(input: RecorderInput, recordingId: RecordingId): Promise<Recorder | null> {
    const events = await input.store.read(recordingId)
    const recording = replayRecording(events)
    if (!recording || recording.finishedAt !== null) return null
    return new Recorder(input, events, recording)
  }

  get current(): Recording {
    return this.#recording
  }

  get events(): readonly RecordingEvent[] {
    return this.#events
  }

  /** Asks the witnesses of all steps that have begun, until `stop` or `end`. */
  watch(): void {
    this.#change({ watching: true })
    void this.#watch.run().catch((error: unknown) => {
      this.#change({ watching: false })
      if (!isCancelled(error)) this.#input.onBug(error)
    })
  }

  /** Marks the beginning of a step by the service's clock. Beginning it again moves the mark. */
  async beginStep(stepId: StepId): Promise<Recording> {
    this.#assertOpen()
    const userId = subjectOf(stepId, this.#recording.subjects)
    const seen = await this.#input.graph.passwordChangedAt(userId, this.#watch.signal)
    this.#time.hear(seen.date)
    await this.#append({
      kind: 'step-begun',
      body: { stepId, passwordChangedAt: seen.value, requestId: seen.requestId },
    })
    this.#watch.lookSoon(stepId)
    return this.#recording
  }

  /** Writes down what a person did with a step, and looks anew at what it leaves open. */
  async record(fact: PersonFact): Promise<Recording> {
    this.#assertOpen()
    await this.#append(fact)
    if (fact.kind === 'step-repeated') this.#watch.lookSoon()
    return this.#recording
  }

  /** Asks all witnesses of one step now. While nobody is signed in, nothing is asked. */
  async lookAt(stepId: StepId): Promise<Recording> {
    this.#assertOpen()
    if (this.#trouble === null) await this.#watch.lookAt(stepId)
    return this.#recording
  }

  /**
   * `trouble`: why a person must sign in again. What is open could not be checked until they did, and is asked anew then;
   * a request that waits meanwhile is answered after it, so nothing is lost.
   */
  async setTrouble(trouble: Failure | null): Promise<void> {
    const hadTrouble = this.#trouble !== null
    this.#trouble = trouble
    if (trouble === null) {
      if (hadTrouble) this.#watch.lookSoon()
      return
    }
    for (const { step, claim, question, witness } of this.#watch.open()) {
      const lookedAt = new Date(this.#time.now()).toISOString()
      await this.#hear(step.stepId, claim.claimId, {
        ...couldNotCheck(waitingReport(question, witness), witness, trouble),
        lookedAt,
      })
    }
  }

  /** Something changed for the better, such as a permission: what is open is asked now. */
  lookSoon(): void {
    this.#watch.lookSoon()
  }

  /** Ends the recording for good, and with it the chain. */
  async end(kind: 'finished' | 'abandoned'): Promise<Recording> {
    this.#assertOpen()
    this.stop()
    await this.#watch.settled()
    await this.#append({ kind, body: {} })
    return this.#recording
  }

  /** Stops asking; the recording stays open and can be resumed. */
  stop(): void {
    this.#watch.stop()
  }

  /** Stops asking, and resolves once nothing more is written; the recording stays open and can be resumed. */
  async leave(): Promise<void> {
    this.#isLeft = true
    this.stop()
    await this.#watch.settled()
    await this.#writing
  }

  /** News goes into the chain. A look that brought none is shown only, and so is one whose time nobody knows for sure. */
  async #hear(stepId: StepId, claimId: string, report: WitnessReport): Promise<void> {
    const steps = this.#recording.steps
    const claim = steps.find((step) => step.stepId === stepId)?.claims.find((each) => each.claimId === claimId)
    if (!claim || this.#isLeft) return
    const heard = hear(claim, report)
    if (heard === claim) return
    if (isNews(reportOf(claim, report.witness), report) && this.#time.isKnown) {
      await this.#append({ kind: 'witness', body: { stepId, claimId, report } })
      return
    }
    this.#change({
      steps: steps.map((step) =>
        step.stepId === stepId
          ? { ...step, claims: step.claims.map((each) => (each.claimId === claimId ? heard : each)) }
          : step,
      ),
    })
  }

  async #append(fact: RecordingFact): Promise<void> {
    const turn = this.#writing.then(async () => {
      const last = this.#events.at(-1)
      const event = chainEvent(
        fact,
        this.#events.length,
        this.#timeOf(fact),
        last?.hash ?? chainStart,
        this.#input.sha256,
      )
      await this.#input.store.append(this.#recording.recordingId, event)
      this.#events = [...this.#events, event]
      this.#recording = applyEvent(this.#recording, event)
      this.#input.onChange(this.#recording)
    })
    this.#writing = turn.catch(() => undefined)
    await turn
  }

  /** Never before the event before, except a mark: what is measured from it must not suffer from a clock of ours. */
  #timeOf({ kind }: RecordingFact): string {
    const now = this.#time.now()
    const last = Date.parse(this.#events.at(-1)?.at ?? '') || 0
    return new Date(kind === 'step-begun' ? now : Math.max(now, last)).toISOString()
  }

  #change(change: Partial<Recording>): void {
    this.#recording = { ...this.#recording, ...change }
    this.#input.onChange(this.#recording)
  }

  #assertOpen(): void {
    if (this.#recording.finishedAt !== null) throw AppError.of('conflict', 'recording.finished')
  }
}

function isNews(before: WitnessReport | undefined, after: WitnessReport): boolean {
  return before?.verdict !== after.verdict || before.detail !== after.detail || before.sourceAsOf !== after.sourceAsOf
}
