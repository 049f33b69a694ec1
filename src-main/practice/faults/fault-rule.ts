import { z } from 'zod'

const writes = 'writes'
export const faultMethods = ['GET', 'POST', 'PATCH', 'DELETE', writes] as const
const wholeNumber = (least: number, most: number, what: string) => {
  const error = `${what} from ${String(least)} to ${String(most)}.`
  return z.int({ error }).min(least, { error }).max(most, { error })
}
const count = wholeNumber(1, 1_000_000, 'A whole number')
const chance = 'A chance from 0 to 1.'

/** When a Graph request goes wrong on purpose. All that is given must fit; without `rate` and `every` each one does. */
const When = z.strictObject({
  /** `writes` is every method but GET. */
  method: z.enum(faultMethods, { error: `One of: ${faultMethods.join(', ')}.` }).optional(),
  /**
   * Part of the path below the version root, such as `users` or `members/$ref`; case does not matter. `{id}` stands for
   * an id or a user name: `users/{id}`.
   */
  path: z.string().min(1).max(200, { error: '200 letters at most.' }).optional(),
  /** Chance, from 0 to 1. */
  rate: z.number({ error: chance }).min(0, { error: chance }).max(1, { error: chance }).optional(),
  /** Every n-th request that fits. */
  every: count.optional(),
  /** Only the n-th request that fits, counted from 1. */
  nth: count.optional(),
  /** Stops after this many. */
  times: count.optional(),
})

const waitMs = wholeNumber(1, 60_000, 'Milliseconds')

const Then = z.discriminatedUnion('do', [
  /** Answers with a Graph error instead of doing anything. */
  z.strictObject({
    do: z.literal('answer'),
    status: wholeNumber(400, 599, 'A status'),
    code: z.string().min(1).max(100, { error: 'A hundred letters at most.' }).optional(),
    message: z.string().max(500).optional(),
    retryAfterSeconds: wholeNumber(0, 3600, 'Seconds').optional(),
  }),
  /** Cuts the connection: `before` anything was done, or `after` it was, so that the answer is lost. */
  z.strictObject({ do: z.literal('hangUp'), when: z.enum(['before', 'after']) }),
  /** Waits `ms`, or some time between `ms` and `upToMs`. */
  z.strictObject({ do: z.literal('wait'), ms: waitMs, upToMs: waitMs.optional() }),
])

export const FaultRule = z
  .strictObject({ when: When, then: Then })
  .refine(({ then }) => then.do !== 'wait' || then.upToMs === undefined || then.upToMs >= then.ms, {
    path: ['then', 'upToMs'],
    error: 'The longest wait must not be shorter than the shortest.',
  })
export type FaultRule = z.infer<typeof FaultRule>

export const mostFaults = 50
export const FaultRules = z.array(FaultRule).max(mostFaults)

/** Whether a rule is about this request at all, before anything is counted. */
export function fits({ when }: FaultRule, method: string, path: string): boolean {
  if (when.method === writes ? method === 'GET' : when.method !== undefined && when.method !== method) return false
  return when.path === undefined || hasPart(path.toLowerCase(), when.path.toLowerCase())
}

const idPlace = '{id}'
/** A UUID or a user name, as a whole segment of a path. */
const idSegment = /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|[^/@]+@[^/]+)(?=\/|$)/

/** Looks for the part; each `{id}` in it takes one id or user name. */
function hasPart(path: string, part: string): boolean {
  const [first = '', ...rest] = part.split(idPlace)
  if (rest.length === 0) return path.includes(part)
  for (let at = path.indexOf(first); at >= 0; at = path.indexOf(first, at + 1)) {
    if (followsWith(path.slice(at + first.length), rest)) return true
  }
  return false
}

function followsWith(path: string, parts: readonly string[]): boolean {
  let left = path
  for (const part of parts) {
    const id = idSegment.exec(left)?.[0]
    if (id === undefined || !left.slice(id.length).startsWith(part)) return false
    left = left.slice(id.length + part.length)
  }
  return true
}

/** A rule in one line: `every 3rd write of users/{id}: answers 429, Retry-After 2`. */
export const ruleText = (rule: FaultRule): string => `${whenText(rule)}: ${thenText(rule.then)}`

function whenText({ when }: FaultRule): string {
  const kind = when.method === undefined ? 'request' : when.method === writes ? 'write' : `${when.method} request`
  const isEach = when.nth === undefined && (when.every ?? 1) === 1
  const which =
    when.nth === undefined ? `every ${ordinal(when.every ?? 1)} ${kind}` : `the ${ordinal(when.nth)} ${kind}`
  const percent = when.rate === undefined ? null : `${String(Number((when.rate * 100).toFixed(2)))} %`
  const what = isEach ? (percent === null ? `every ${kind}` : `all ${kind}s`) : which
  const where = when.path === undefined ? '' : ` to ${when.path}`
  const limit = when.times === undefined ? '' : `, ${String(when.times)} times at most`
  return `${percent === null ? '' : `${percent} of `}${what}${where}${limit}`
}

export function thenText(then: FaultRule['then']): string {
  if (then.do === 'hangUp') {
    return then.when === 'before' ? 'hangs up before anything is done' : 'is done, but the answer is lost'
  }
  if (then.do === 'wait') {
    return `waits ${String(then.ms)}${then.upToMs === undefined ? '' : `–${String(then.upToMs)}`} ms`
  }
  const code = then.code === undefined ? '' : ` ${then.code}`
  const retry = then.retryAfterSeconds === undefined ? '' : `, Retry-After ${String(then.retryAfterSeconds)}`
  return `answers ${String(then.status)}${code}${retry}`
}

function ordinal(n: number): string {
  const isTeen = Math.floor((n % 100) / 10) === 1
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${String(n)}${ending}`
}
