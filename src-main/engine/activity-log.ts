import { type ActivityCall, type ActivityNews, mostActivity } from '../contract/activity.ts'
import { toFailure } from '../domain/app-error.ts'
import { redactedAddress } from '../domain/redacted-address.ts'
import { currentWhy } from './because.ts'
import type { CallLog, OutgoingCall, SentCall } from './ports-activity.ts'
import type { Clock } from './ports.ts'

/** The newest requests of this process, in memory alone; of those inside a batch, each counts. */
export class ActivityLog {
  readonly #clock: Pick<Clock, 'now'>
  readonly #most: number
  readonly #listeners = new Set<() => void>()
  /** In the order of their ids. */
  readonly #calls = new Map<number, ActivityCall>()
  #size = 0
  #lastId = 0
  #change = 0
  #dropped = 0

  constructor(clock: Pick<Clock, 'now'>, most = mostActivity) {
    this.#clock = clock
    this.#most = most
  }

  /** Writes down what is sent for one tenant; null where a tenant is only being looked up. */
  forTenant(tenantId: string | null): CallLog {
    return { why: currentWhy, sent: (call) => this.#sent(tenantId, call) }
  }

  /** What is new or different since that change; 0 for everything there is. */
  since(change: number): ActivityNews {
    const [first] = this.#calls.keys()
    return {
      change: this.#change,
      oldest: first ?? this.#lastId + 1,
      dropped: this.#dropped,
      calls: [...this.#calls.values()].filter((call) => call.change > change),
    }
  }

  get lastChange(): number {
    return this.#change
  }

  /** Hears of every change; returns its own unsubscribe. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #sent(tenantId: string | null, { service, method, url, why, items = [] }: OutgoingCall): SentCall {
    const began = this.#clock.now()
    const { host, pathname, search } = new URL(url)
    const id = (this.#lastId += 1)
    const unanswered = { status: null, requestId: null }
    this.#put({
      ...unanswered,
      id,
      change: 0,
      service,
      host,
      tenantId,
      method,
      path: redactedAddress(pathname + search),
      why,
      at: began.toISOString(),
      tookMs: null,
      failure: null,
      items: items.map((item) => ({ ...item, path: redactedAddress(item.path), ...unanswered })),
    })
    this.#size += 1 + items.length
    this.#dropOldest()
    const tookMs = (): number => Math.max(0, this.#clock.now().getTime() - began.getTime())
    return {
      answered: ({ status, requestId }) => {
        this.#alter(id, () => ({ status, requestId, tookMs: tookMs() }))
      },
      answeredInside: (answers) => {
        this.#alter(id, (call) => ({ items: call.items.map((item, at) => ({ ...item, ...answers[at] })) }))
      },
      lost: (error) => {
        const { kind, code } = toFailure(error)
        this.#alter(id, () => ({ failure: { kind, code }, tookMs: tookMs() }))
      },
    }
  }

  #alter(id: number, part: (call: ActivityCall) => Partial<ActivityCall>): void {
    const call = this.#calls.get(id)
    // It may have been dropped before its answer came.
    if (call) this.#put({ ...call, ...part(call) })
  }

  #put(call: ActivityCall): void {
    this.#change += 1
    this.#calls.set(call.id, { ...call, change: this.#change })
    for (const listener of this.#listeners) listener()
  }

  #dropOldest(): void {
    for (const [id, { items }] of this.#calls) {
      if (this.#size <= this.#most || id === this.#lastId) return
      this.#calls.delete(id)
      this.#size -= 1 + items.length
      this.#dropped += 1
    }
  }
}
