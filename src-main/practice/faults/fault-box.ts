import { seededRandom, type Random } from '../state/random.ts'
import type { World } from '../world.ts'
import { type FaultRule, fits } from './fault-rule.ts'

export type Fault = FaultRule['then']

interface Count {
  /** Requests that fitted, and those of them that went wrong. */
  fitted: number
  struck: number
  random: Random
}

/** Decides which requests go wrong. The same rules strike the same requests each time they are set anew. */
export class FaultBox {
  private readonly world: World
  private rules: readonly FaultRule[] = []
  private counts: Count[] = []

  constructor(world: World) {
    this.world = world
  }

  /** How often each rule struck since it was set. */
  struck(): number[] {
    this.follow()
    return this.counts.map(({ struck }) => struck)
  }

  /** What goes wrong with this request, or null. The first rule that strikes counts. */
  decide(method: string, path: string): Fault | null {
    return this.first(method, path, () => true)
  }

  /** The same for an item of a batch, which shares its connection with the others: only an answer can go wrong. */
  decideItem(method: string, path: string): Fault | null {
    return this.first(method, path, ({ then }) => then.do === 'answer')
  }

  private first(method: string, path: string, may: (rule: FaultRule) => boolean): Fault | null {
    this.follow()
    for (const [at, rule] of this.rules.entries()) {
      const count = this.counts[at]
      if (count && may(rule) && fits(rule, method, path) && strikes(rule, count)) return drawn(rule.then, count)
    }
    return null
  }

  /** Rules that were there before keep their counts: adding one does not begin the others anew. */
  private follow(): void {
    const { faults } = this.world.settings
    if (faults === this.rules) return
    const before = new Map(this.rules.map((rule, at) => [rule, this.counts[at]]))
    this.counts = faults.map(
      (rule, at) => before.get(rule) ?? { fitted: 0, struck: 0, random: seededRandom(`fault ${String(at)}`) },
    )
    this.rules = faults
  }
}

function drawn(then: Fault, { random }: Count): Fault {
  if (then.do !== 'wait' || then.upToMs === undefined) return then
  return { do: 'wait', ms: Math.round(then.ms + random() * (then.upToMs - then.ms)) }
}

function strikes({ when }: FaultRule, count: Count): boolean {
  count.fitted += 1
  if (when.nth !== undefined && count.fitted !== when.nth) return false
  if (when.every !== undefined && count.fitted % when.every !== 0) return false
  if (when.rate !== undefined && count.random() >= when.rate) return false
  if (when.times !== undefined && count.struck >= when.times) return false
  count.struck += 1
  return true
}
