import { contradicted, decidedBy, type Judgement, notYet, proven, same, when } from './judgement.ts'

/** One registration or reset from the beta report `userEventsSummary` (Graph docs: resources/usereventssummary.md). */
export interface MethodEvent {
  readonly userId: string
  readonly at: string
  /** `registration` or `reset`; an open list. */
  readonly feature: string
  readonly method: string
  readonly isSuccess: boolean
  readonly reason: string
}

const since = (events: readonly MethodEvent[], userId: string, mark: string, feature: string): MethodEvent[] =>
  events.filter(
    (event) => same(event.userId, userId) && same(event.feature, feature) && Date.parse(event.at) >= Date.parse(mark),
  )

function words(event: MethodEvent): string {
  const { feature, method } = event
  const [at, reason] = [when(event.at), event.reason.trim()]
  if (event.isSuccess) {
    if (reason === '') {
      return method === ''
        ? `${feature} succeeded at ${at} (beta report)`
        : `${feature} by ${method} succeeded at ${at} (beta report)`
    }
    return method === ''
      ? `${feature} succeeded at ${at}: “${reason}” (beta report)`
      : `${feature} by ${method} succeeded at ${at}: “${reason}” (beta report)`
  }
  if (reason === '') {
    return method === ''
      ? `${feature} failed at ${at} (beta report)`
      : `${feature} by ${method} failed at ${at} (beta report)`
  }
  return method === ''
    ? `${feature} failed at ${at}: “${reason}” (beta report)`
    : `${feature} by ${method} failed at ${at}: “${reason}” (beta report)`
}

/** A registration or a reset that succeeded after the mark; a reset by as many methods as are required, one in each event. */
export function judgeDoneEvent(
  events: readonly MethodEvent[],
  userId: string,
  mark: string,
  feature: 'registration' | 'reset',
  methodsRequired = 1,
): Judgement {
  const mine = since(events, userId, mark, feature)
  const good = mine.filter(({ isSuccess }) => isSuccess)
  const [first] = good
  if (first) {
    const methods = new Set(good.map(({ method }) => method.toLowerCase())).size
    const text = good.map(words).join('; ')
    return methods >= methodsRequired
      ? decidedBy(first, proven(methodsRequired === 1 ? words(first) : text))
      : notYet(`${text}: ${String(methods)} of ${String(methodsRequired)} methods`)
  }
  const last = mine.at(-1)
  if (last) return notYet(words(last))
  return notYet(
    feature === 'registration'
      ? 'no registration of this user among the latest events of the beta report'
      : 'no reset of this user among the latest events of the beta report',
  )
}

/** A reset that was refused. A failure for any other reason than the scope says nothing here. */
export function judgeRefusedEvent(events: readonly MethodEvent[], userId: string, mark: string): Judgement {
  const mine = since(events, userId, mark, 'reset')
  const good = mine.find(({ isSuccess }) => isSuccess)
  if (good) return decidedBy(good, contradicted(words(good)))
  const refused = mine.find(({ reason }) => same(reason, 'Password reset is not enabled for this user'))
  return refused
    ? decidedBy(refused, proven(words(refused)))
    : notYet('no refusal of this user among the latest events of the beta report')
}
