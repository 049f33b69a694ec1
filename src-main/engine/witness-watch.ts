import type { RecordingEvent } from '../contract/evidence.ts'
import type { ClaimState, Recording, StepId, StepState, WitnessReport } from '../contract/recording.ts'
import { latenessOf, questionOf, type Question, seatsOpen, seatsToAsk, type WitnessId } from '../domain/witnesses.ts'
import { askWitness } from './ask-witness.ts'
import type { StepMark } from './findings.ts'
import { nextLookInMs } from './look-pacing.ts'
import type { Clock, GraphPort } from './ports.ts'
import type { ServiceTime } from './service-time.ts'
import { isCancelled } from './settle.ts'
import { sharedReads, type WitnessReads } from './witness-reads.ts'

interface WatchInput {
  readonly graph: GraphPort
  readonly clock: Clock
  readonly time: ServiceTime
  /** Whether the beta report may be asked; changes while a recording is open. */
  readonly isBetaAsked: () => boolean
  readonly recording: () => Recording
  readonly events: () => readonly RecordingEvent[]
  readonly hear: (stepId: StepId, claimId: string, report: WitnessReport) => Promise<void>
}

/** One witness of one claim of a step that has begun. */
export interface Look {
  readonly step: StepState
  readonly claim: ClaimState
  readonly question: Question
  readonly witness: WitnessId
}

/** Claims that are measured from the beginning of another step than their own. */
const markStep: Partial<Record<Question, StepId>> = {
  'registration-audited': 'register',
  'reset-audited': 'reset',
  'same-person': 'register',
}

/** Who answers at once never waits behind the quota of reports and logs: each lane asks one after the other. */
const lanes = ['live', 'late'] as const
type Lane = (typeof lanes)[number]
const laneOf = (witness: WitnessId): Lane => (latenessOf[witness] === 'live' ? 'live' : 'late')

const idleMs = 60_000
const shortestMs = 50

/** Asks the witnesses of one recording, each when it is due, until each claim is settled. */
export class WitnessWatch {
  readonly #input: WatchInput
  readonly #stop = new AbortController()
  #reads: WitnessReads
  /** By our own clock, by claim and witness; what is not in here is due now. */
  readonly #dueAt = new Map<string, number>()
  readonly #looking: Record<Lane, Promise<unknown>> = { live: Promise.resolve(), late: Promise.resolve() }
  readonly #wake: Record<Lane, AbortController> = { live: new AbortController(), late: new AbortController() }
  #hasFailed = false

  constructor(input: WatchInput) {
    this.#input = input
    this.#reads = this.#newReads()
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** Looks until `stop`; rejects with what is a bug. */
  async run(): Promise<void> {
    try {
      await Promise.all(lanes.map((lane) => this.#run(lane)))
    } catch (error) {
      this.#hasFailed = true
      this.#wakeAll()
      throw error
    }
  }

  async #run(lane: Lane): Promise<void> {
    while (!this.#isStopped()) {
      for (let look = this.#nextDue(lane); look !== null && !this.#isStopped(); look = this.#nextDue(lane)) {
        await this.#inTurn(look, this.#reads)
      }
      const wake = new AbortController()
      this.#wake[lane] = wake
      if (this.#isStopped()) return
      // One signal, which `stop` aborts too: a signal joined from several can be collected while it waits.
      await this.#input.clock.sleep(this.#msToNextLook(lane), wake.signal).catch(ignoreCancelled)
    }
  }

  /** Asks all witnesses of one step now, also those that have spoken. */
  async lookAt(stepId: StepId): Promise<void> {
    const reads = this.#newReads()
    const asked = new Set<string>()
    const next = (): Look[] =>
      this.#looksOf(stepId, seatsToAsk).filter(({ claim, witness }) => !asked.has(keyOf(claim, witness)))
    // Found anew each time: where one could not be asked, another stands in for it.
    for (let looks = next(); looks.length > 0; looks = next()) {
      for (const { claim, witness } of looks) asked.add(keyOf(claim, witness))
      await Promise.all(looks.map((look) => this.#inTurn(look, reads)))
    }
  }

  /** Everything that is open of these steps, or of all, is due now. */
  lookSoon(stepId?: StepId): void {
    for (const { step, claim, witness } of this.open()) {
      if (stepId === undefined || step.stepId === stepId) this.#dueAt.delete(keyOf(claim, witness))
    }
    // What was heard a moment ago may not be true any more.
    this.#reads = this.#newReads()
    this.#wakeAll()
  }

  stop(): void {
    this.#stop.abort()
    this.#wakeAll()
  }

  /** Resolves once nothing is being asked any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(Object.values(this.#looking))
  }

  #wakeAll(): void {
    for (const lane of lanes) this.#wake[lane].abort()
  }

  /** What is still worth asking, in the order of the steps. */
  open(): Look[] {
    return this.#looksOf(null, seatsOpen)
  }

  #newReads(): WitnessReads {
    const { graph, clock, recording } = this.#input
    return sharedReads(graph, clock, recording().startedAt)
  }

  #looksOf(stepId: StepId | null, seats: typeof seatsOpen): Look[] {
    const steps = this.#input
      .recording()
      .steps.filter((step) => (stepId === null ? step.begunAt !== null : step.stepId === stepId))
    return steps.flatMap((step) =>
      step.claims.flatMap((claim) => {
        const question = questionOf(claim)
        if (question === null) return []
        return seats(claim, this.#input.isBetaAsked()).map(({ witness }) => ({ step, claim, question, witness }))
      }),
    )
  }

  #openIn(lane: Lane): Look[] {
    return this.open().filter(({ witness }) => laneOf(witness) === lane)
  }

  #nextDue(lane: Lane): Look | null {
    const now = this.#input.clock.now().getTime()
    return this.#openIn(lane).find(({ claim, witness }) => (this.#dueAt.get(keyOf(claim, witness)) ?? 0) <= now) ?? null
  }

  #msToNextLook(lane: Lane): number {
    const now = this.#input.clock.now().getTime()
    const waits = this.#openIn(lane).map(({ claim, witness }) => (this.#dueAt.get(keyOf(claim, witness)) ?? now) - now)
    return Math.max(shortestMs, Math.min(idleMs, ...waits))
  }

  /** Asked anew each time: it changes while the loop waits. */
  #isStopped(): boolean {
    return this.#stop.signal.aborted || this.#hasFailed
  }

  /** Looks of a lane run one after the other, so that a recording waits in one place of the quota only. */
  async #inTurn(look: Look, reads: WitnessReads): Promise<void> {
    const lane = laneOf(look.witness)
    const turn = this.#looking[lane].then(() => this.#look(look, reads))
    this.#looking[lane] = turn.catch(() => undefined)
    await turn
  }

  async #look({ step, claim, question, witness }: Look, reads: WitnessReads): Promise<void> {
    const { recording, clock, time } = this.#input
    const begun = this.#reads
    const ask = { question, subjects: recording().subjects, mark: this.#markOf(question, step.stepId) }
    const { report, date, restMs } = await askWitness(reads, ask, witness, this.#stop.signal)
    if (date !== null) time.hear(date)
    // Begun anew meanwhile: what was measured from the mark before tells nothing.
    if (this.#markOf(question, step.stepId)?.at !== ask.mark?.at) return
    const ageMs = time.now() - Date.parse(step.begunAt ?? recording().startedAt)
    const waitMs = Math.max(restMs, nextLookInMs(witness, ageMs))
    // What was asked before everything became due again is still due.
    if (begun === this.#reads) this.#dueAt.set(keyOf(claim, witness), clock.now().getTime() + waitMs)
    if (report.verdict === 'waiting') return
    const nextLookAt = report.verdict === 'proven' ? null : isoOf(time.now() + waitMs)
    const lookedAt = report.lookedAt ?? isoOf(time.now())
    await this.#input.hear(step.stepId, claim.claimId, { ...report, lookedAt, nextLookAt })
    this.#wakeForStandIns(laneOf(witness))
  }

  /** Where one could not be asked, another stands in for it, perhaps in the other lane. */
  #wakeForStandIns(from: Lane): void {
    for (const lane of lanes) if (lane !== from && this.#nextDue(lane) !== null) this.#wake[lane].abort()
  }

  #markOf(question: Question, ownStep: StepId): StepMark | null {
    const stepId = markStep[question] ?? ownStep
    const begun = this.#input.events().findLast((event) => event.kind === 'step-begun' && event.body.stepId === stepId)
    if (begun?.kind !== 'step-begun') return null
    return { at: begun.at, passwordChangedAt: begun.body.passwordChangedAt }
  }
}

const keyOf = (claim: ClaimState, witness: WitnessId): string => `${claim.claimId} ${witness}`

const isoOf = (ms: number): string => new Date(ms).toISOString()

function ignoreCancelled(error: unknown): void {
  if (!isCancelled(error)) throw error
}
