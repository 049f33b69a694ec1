import type { RecordingEvent } from '../../src-main/contract/evidence.ts'
import type { JournalLine } from '../../src-main/contract/journal.ts'
import type { Plan } from '../../src-main/contract/plan.ts'
import type { Snapshot } from '../../src-main/domain/snapshot.ts'
import type { Chance, RecordingStore, RunStore } from '../../src-main/engine/ports.ts'

export class MemoryRunStore implements RunStore {
  readonly lines = new Map<string, JournalLine[]>()
  readonly plans = new Map<string, Plan>()
  readonly snapshots = new Map<string, Snapshot>()

  async savePlan(plan: Plan): Promise<void> {
    this.plans.set(plan.planId, plan)
  }
  async readPlan(planId: string): Promise<Plan | null> {
    return this.plans.get(planId) ?? null
  }
  async saveSnapshot(planId: string, snapshot: Snapshot): Promise<void> {
    this.snapshots.set(planId, snapshot)
  }
  async readSnapshot(planId: string): Promise<Snapshot | null> {
    return this.snapshots.get(planId) ?? null
  }
  async append(runId: string, line: JournalLine): Promise<void> {
    const lines = this.lines.get(runId)
    if (lines) lines.push(line)
    else this.lines.set(runId, [line])
  }
  async read(runId: string): Promise<JournalLine[]> {
    return [...(this.lines.get(runId) ?? [])]
  }
  async list(): Promise<string[]> {
    return [...this.lines.keys()]
  }
}

export class MemoryRecordingStore implements RecordingStore {
  readonly events = new Map<string, RecordingEvent[]>()

  async append(recordingId: string, event: RecordingEvent): Promise<void> {
    this.events.set(recordingId, [...(this.events.get(recordingId) ?? []), event])
  }
  async read(recordingId: string): Promise<RecordingEvent[]> {
    return this.events.get(recordingId) ?? []
  }
  async list(): Promise<string[]> {
    return [...this.events.keys()]
  }
}

/** Numbers in order, and a small repeating generator: the same in every run. */
export class FakeChance implements Chance {
  #count = 0
  uuid(): string {
    this.#count += 1
    return `00000000-0000-4000-8000-${String(this.#count).padStart(12, '0')}`
  }
  int(below: number): number {
    this.#count = (this.#count * 1_103_515_245 + 12_345) % 2_147_483_648
    return this.#count % below
  }
}
