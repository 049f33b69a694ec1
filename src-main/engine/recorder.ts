import type { RecordingEvent, RecordingFact } from '../contract/evidence.ts'
import type { ClaimState, Recording, RecordingId, StepId, WitnessReport } from '../contract/recording.ts'
import { AppError } from '../domain/app-error.ts'
import type { Question } from '../domain/checklist.ts'
import { applyEvent, chainEvent, chainStart, replayRecording } from '../domain/recording.ts'
import { askWitness, type StepMark } from './ask-witness.ts'
import { nextLookInMs } from './look-pacing.ts'
import type { Clock, GraphPort, RecordingStore, Sha256 } from './ports.ts'
import { isCancelled } from './settle.ts'

interface RecorderInput {
  readonly graph: GraphPort
  readonly store: RecordingStore
  readonly clock: Clock
  readonly sha256: Sha256
  readonly onChange: (recording: Recording) => void
  readonly onBug: (error: unknown) => void
}

/** The step whose beginning a claim is measured from. */
const markStep: Partial<Record<Question, StepId>> = {
  'registration-audited': 'register',
  'password-changed': 'reset',
  'reset-audited': 'reset',
  'signed-in-after-reset': 'sign-in',
  'control-user-refused': 'control-user',
}

interface Pace {
  looks: number
  dueAt: number
}

/** One recording under way: keeps the chain, begins steps, and asks the witnesses until each has spoken. */
export class Recorder {
  readonly #input: RecorderInput
  readonly #stop = new AbortController()
  readonly #paces = new Map<string, Pace>()
  #events: RecordingEvent[]
  #recording: Recording
  #writing: Promise<unknown> = Promise.resolve()
  #looking: Promise<unknown> = Promise.resolve()
  #wake = new AbortController()
  /** Service clock minus ours, from the last answer. */
  #clockOffsetMs = 0

  private constructor(input: RecorderInput, events: RecordingEvent[], recording: Recording) {
    this.#input = input
    this.#events = events
    this.#recording = recording
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

  /** Polls the claims of all steps that have begun, until `stop` or `finish`. */
  watch(): void {
    void this.#watchLoop().catch((error: unknown) => {
      this.#change({ watching: false })
      if (!isCancelled(error)) this.#input.onBug(error)
    })
  }

  /** Marks the beginning of a step by the service's clock. Beginning it again moves the mark. */
  async beginStep(stepId: StepId): Promise<Recording> {
    this.#assertOpen()
    const { subjects } = this.#recording
    const userId = stepId === 'control-user' ? subjects.controlUserId : subjects.testUserId
    const seen = await this.#input.graph.passwordChangedAt(userId, this.#stop.signal)
    this.#noteDate(seen.date)
    await this.#append({
      kind: 'step-begun',
      body: { stepId, passwordChangedAt: seen.value, requestId: seen.requestId },
    })
    for (const claim of this.#claimsOf(stepId)) this.#paces.delete(claim.claimId)
    this.#wake.abort()
    return this.#recording
  }

  /** Asks all witnesses of one step now. */
  async lookAt(stepId: StepId): Promise<Recording> {
    this.#assertOpen()
    for (const claim of this.#claimsOf(stepId)) await this.#look(stepId, claim)
    return this.#recording
  }

  /** Ends the recording for good, and with it the chain. */
  async end(kind: 'finished' | 'abandoned'): Promise<Recording> {
    this.#assertOpen()
    this.stop()
    await this.#looking.catch(() => undefined)
    await this.#append({ kind, body: {} })
    return this.#recording
  }

  /** Stops asking; the recording stays open and can be resumed. */
  stop(): void {
    this.#stop.abort()
    this.#wake.abort()
  }

  #claimsOf(stepId: StepId): ClaimState[] {
    return this.#recording.steps.find((step) => step.stepId === stepId)?.claims ?? []
  }

  async #watchLoop(): Promise<void> {
    this.#change({ watching: true })
    while (!this.#isStopped()) {
      for (const [stepId, claim] of this.#dueClaims()) {
        if (this.#isStopped()) return
        await this.#look(stepId, claim)
      }
      this.#wake = new AbortController()
      const waitMs = this.#msToNextLook()
      // One signal, which `stop` aborts too: a signal joined from several can be collected while it waits.
      await this.#input.clock.sleep(waitMs, this.#wake.signal).catch(ignoreCancelled)
    }
  }

  /** Asked anew each time: it changes while the loop waits. */
  #isStopped(): boolean {
    return this.#stop.signal.aborted
  }

  #openClaims(): [StepId, ClaimState][] {
    return this.#recording.steps
      .filter((step) => step.begunAt !== null)
      .flatMap((step) => step.claims.map((claim): [StepId, ClaimState] => [step.stepId, claim]))
      .filter(([, claim]) => claim.verdict !== 'proven')
  }

  #dueClaims(): [StepId, ClaimState][] {
    const now = this.#input.clock.now().getTime()
    return this.#openClaims().filter(([, claim]) => (this.#paces.get(claim.claimId)?.dueAt ?? 0) <= now)
  }

  #msToNextLook(): number {
    const now = this.#input.clock.now().getTime()
    const dues = this.#openClaims().map(([, claim]) => (this.#paces.get(claim.claimId)?.dueAt ?? now) - now)
    return dues.length === 0 ? 60_000 : Math.max(50, Math.min(...dues))
  }

  /** Looks run one after the other, so that two of them never race for the report quota or the chain. */
  async #look(stepId: StepId, claim: ClaimState): Promise<void> {
    const turn = this.#looking.then(() => this.#lookNow(stepId, claim))
    this.#looking = turn.catch(() => undefined)
    await turn
  }

  async #lookNow(stepId: StepId, claim: ClaimState): Promise<void> {
    // Claim ids are the questions themselves: `buildChecklist` makes them so.
    const question = claim.claimId as Question
    const ask = { question, subjects: this.#recording.subjects, mark: this.#markFor(question) }
    const { report, date } = await askWitness(this.#input.graph, ask, this.#stop.signal)
    if (date !== null) this.#noteDate(date)
    const looks = (this.#paces.get(claim.claimId)?.looks ?? 0) + 1
    const waitMs = nextLookInMs(looks)
    this.#paces.set(claim.claimId, { looks, dueAt: this.#input.clock.now().getTime() + waitMs })
    const isOpen = report.verdict !== 'proven'
    const nextLookAt = isOpen ? new Date(this.#serviceNow() + waitMs).toISOString() : null
    const full = { ...report, lookedAt: report.lookedAt ?? new Date(this.#serviceNow()).toISOString(), nextLookAt }
    if (isNews(claim.witness, full)) {
      await this.#append({ kind: 'witness', body: { stepId, claimId: claim.claimId, report: full } })
    } else {
      this.#showReport(stepId, claim.claimId, full)
    }
  }

  #markFor(question: Question): StepMark | null {
    const stepId = markStep[question]
    if (!stepId) return { at: this.#recording.startedAt, passwordChangedAt: null }
    const begun = this.#events.findLast((event) => event.kind === 'step-begun' && event.body.stepId === stepId)
    if (begun?.kind !== 'step-begun') return null
    return { at: begun.at, passwordChangedAt: begun.body.passwordChangedAt }
  }

  /** A look that brought nothing new is shown, but not written: the chain keeps news only. */
  #showReport(stepId: StepId, claimId: string, report: WitnessReport): void {
    const steps = this.#recording.steps.map((step) =>
      step.stepId === stepId
        ? {
            ...step,
            claims: step.claims.map((claim) => (claim.claimId === claimId ? { ...claim, witness: report } : claim)),
          }
        : step,
    )
    this.#change({ steps })
  }

  async #append(fact: RecordingFact): Promise<void> {
    const turn = this.#writing.then(async () => {
      const last = this.#events.at(-1)
      const at = new Date(Math.max(this.#serviceNow(), Date.parse(last?.at ?? '') || 0)).toISOString()
      const event = chainEvent(fact, this.#events.length, at, last?.hash ?? chainStart, this.#input.sha256)
      await this.#input.store.append(this.#recording.recordingId, event)
      this.#events = [...this.#events, event]
      this.#recording = applyEvent(this.#recording, event)
      this.#input.onChange(this.#recording)
    })
    this.#writing = turn.catch(() => undefined)
    await turn
  }

  #change(change: Partial<Recording>): void {
    this.#recording = { ...this.#recording, ...change }
    this.#input.onChange(this.#recording)
  }

  #noteDate(date: string): void {
    this.#clockOffsetMs = Date.parse(date) - this.#input.clock.now().getTime()
  }

  #serviceNow(): number {
    return this.#input.clock.now().getTime() + this.#clockOffsetMs
  }

  #assertOpen(): void {
    if (this.#recording.finishedAt !== null) throw AppError.of('conflict', 'recording.finished')
  }
}

function ignoreCancelled(error: unknown): void {
  if (!isCancelled(error)) throw error
}

function isNews(before: WitnessReport, after: WitnessReport): boolean {
  return before.verdict !== after.verdict || before.detail !== after.detail || before.sourceAsOf !== after.sourceAsOf
}
