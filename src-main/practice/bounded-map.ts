import type { Practice } from './context.ts'
import type { PracticeState } from './state/practice-state.ts'

/** As many as nobody meets in a rehearsal, and few enough for the memory. */
const usual = 2000

/** Forgets what came in first when there is too much: nothing that is kept in memory grows without end. */
export class BoundedMap<Value> extends Map<string, Value> {
  private readonly most: number

  constructor(most = usual) {
    super()
    this.most = most
  }

  override set(key: string, value: Value): this {
    super.set(key, value)
    for (const oldest of this.keys()) {
      if (this.size <= this.most) break
      this.delete(oldest)
    }
    return this
  }
}

/** Things under way in one tenant. They end when it starts over: its people are others then, of the same ids. */
export class TenantMap<Value> {
  private readonly practice: Practice
  private readonly maps = new WeakMap<PracticeState, BoundedMap<Value>>()

  constructor(practice: Practice) {
    this.practice = practice
  }

  get now(): BoundedMap<Value> {
    const { state } = this.practice.store
    const known = this.maps.get(state)
    if (known) return known
    const made = new BoundedMap<Value>()
    this.maps.set(state, made)
    return made
  }
}
