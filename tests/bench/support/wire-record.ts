import { createHash } from 'node:crypto'

import { z } from 'zod'

export type Phase = 'plan' | 'check' | 'apply'

/** One request and its answer on the wire; `depth` is how many round trips had to come before it, itself included. */
interface RoundTrip {
  readonly phase: Phase
  readonly depth: number
}

const Batch = z.object({
  requests: z.array(z.object({ id: z.string(), method: z.string(), url: z.string(), body: z.unknown().optional() })),
})
const Answers = z.object({
  responses: z.array(
    z.object({ id: z.string(), status: z.number(), headers: z.record(z.string(), z.string()).nullish() }),
  ),
})

interface Asked {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly text: string
}

/** What a request can learn from an earlier answer only: ids, and the tenant's own domain. */
const tokens = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[a-z0-9-]+\.onmicrosoft\.com/g

/** In place of an answer: we said it first ourselves, such as an id we made. */
const ours = -1

/** `/groups/{id}` of a request about one group. */
const groupOf = (path: string): string | null => /^\/groups\/[0-9a-f-]{36}/i.exec(path)?.[0].toLowerCase() ?? null

/**
 * Counts what goes over the wire, keeps watch over Retry-After, and finds the longest chain of round trips in which each
 * needs the one before:
 *   - it names an id or a domain that an earlier answer was the first to tell;
 *   - it is about a group that an earlier one, answered by then, was about: one group is worked on by one request at a
 *     time (graph-facts §9.1), and looked at again because of what was seen;
 *   - it is of a later phase: a plan is read before it is checked, and checked whole before the first write.
 */
export class WireRecord {
  phase: Phase = 'plan'
  requests = 0
  writes = 0
  throttled = 0
  /** Requests that went out before the Retry-After of a 429 to the very same request was over. */
  tooEarly = 0
  /** Any requests that went out while a Retry-After was not over. */
  meanwhile = 0
  readonly #now: () => number
  readonly #keepsChain: boolean
  readonly #notBefore = new Map<string, number>()
  #heldUntil = 0
  readonly #list: RoundTrip[] = []
  readonly #firstTold = new Map<string, number>()
  readonly #lastAbout = new Map<string, number>()
  readonly #startDepth: Record<Phase, number> = { plan: 0, check: 0, apply: 0 }

  /** The chain takes memory of its own, so it is kept only where it is asked for. */
  constructor(now: () => number, keepsChain: boolean) {
    this.#now = now
    this.#keepsChain = keepsChain
  }

  get trips(): number {
    return this.#list.length
  }

  get chain(): number {
    return this.#list.reduce((most, { depth }) => Math.max(most, depth), 0)
  }

  enter(phase: Phase): void {
    this.#startDepth[phase] = this.chain
    this.phase = phase
  }

  tripsOf(phase: Phase): number {
    return this.#list.filter((trip) => trip.phase === phase).length
  }

  /** The same `fetch`, watched. */
  watch(inner: typeof fetch): typeof fetch {
    return async (input, init) => {
      const asked = askedIn(input, init)
      const now = this.#now()
      this.requests += asked.length
      this.writes += asked.filter(({ method }) => method !== 'GET').length
      if (now < this.#heldUntil) this.meanwhile += asked.length
      for (const each of asked) if (now < (this.#notBefore.get(keyOf(each)) ?? 0)) this.tooEarly += 1
      const at = this.#put(asked)
      const answer = await inner(input, init)
      const told = await answer.clone().text()
      if (this.#keepsChain) this.#learn(asked, told, at)
      this.#hear(asked, answer, told)
      return answer
    }
  }

  #put(asked: readonly Asked[]): number {
    const depth = this.#keepsChain ? this.#depthOf(asked) : 0
    return this.#list.push({ phase: this.phase, depth }) - 1
  }

  #depthOf(asked: readonly Asked[]): number {
    let before = this.#startDepth[this.phase]
    for (const { path, text } of asked) {
      for (const [token] of text.matchAll(tokens)) {
        const teller = this.#firstTold.get(token)
        if (teller === undefined) this.#firstTold.set(token, ours)
        else before = Math.max(before, this.#list[teller]?.depth ?? 0)
      }
      const group = groupOf(path)
      if (group !== null) before = Math.max(before, this.#lastAbout.get(group) ?? 0)
    }
    return before + 1
  }

  #learn(asked: readonly Asked[], told: string, at: number): void {
    for (const [token] of told.matchAll(tokens)) if (!this.#firstTold.has(token)) this.#firstTold.set(token, at)
    const depth = this.#list[at]?.depth ?? 0
    for (const { path } of asked) {
      const group = groupOf(path)
      if (group !== null) this.#lastAbout.set(group, Math.max(depth, this.#lastAbout.get(group) ?? 0))
    }
  }

  #hear(asked: readonly Asked[], answer: Response, told: string): void {
    const outer = (each: Asked): void => {
      this.#throttled(each, answer.headers.get('retry-after'))
    }
    if (answer.status === 429) asked.forEach(outer)
    const inner = Answers.safeParse(told.includes('"responses"') ? JSON.parse(told) : null)
    if (!inner.success) return
    for (const { id, status, headers } of inner.data.responses) {
      const each = asked.find((one) => one.id === id)
      if (status === 429 && each) this.#throttled(each, headers?.['Retry-After'] ?? null)
    }
  }

  #throttled(asked: Asked, retryAfter: string | null): void {
    this.throttled += 1
    const until = this.#now() + Number(retryAfter ?? 0) * 1000
    this.#notBefore.set(keyOf(asked), until)
    this.#heldUntil = Math.max(this.#heldUntil, until)
  }
}

const keyOf = ({ method, path, text }: Asked): string =>
  createHash('sha256').update(`${method} ${path} ${text}`).digest('base64')

function askedIn(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Asked[] {
  const address = new URL(input instanceof Request ? input.url : input)
  const path = `${address.pathname}${address.search}`.replace(/^\/v1\.0/, '')
  const method = init?.method ?? 'GET'
  const body = typeof init?.body === 'string' ? init.body : ''
  if (path !== '/$batch') return [{ id: '1', method, path, text: decodeURIComponent(path) + body }]
  return Batch.parse(JSON.parse(body)).requests.map(({ id, method: its, url, body: content }) => ({
    id,
    method: its,
    path: url,
    text: decodeURIComponent(url) + (content === undefined ? '' : JSON.stringify(content)),
  }))
}
