import type { ActivityCall, ActivityFilter, ActivityItem } from './activity.ts'
import { whyText } from './activity-words.ts'

/** One line of the list: a call, or a request inside of one, at its place there. */
export interface ActivityLine {
  readonly key: string
  readonly call: ActivityCall
  /** Null: the call itself. */
  readonly item: ActivityItem | null
}

/** An answer of 400 and above, or none at all. */
export const isFailed = ({ status, failure }: { status: number | null; failure?: ActivityCall['failure'] }): boolean =>
  status === null ? (failure ?? null) !== null : status >= 400

/**
 * The lines that fit, in the order of the calls. A request inside a batch that fits brings its batch along; a batch brings
 * along only what fits of it.
 */
export function activityLines(calls: readonly ActivityCall[], filter: ActivityFilter): ActivityLine[] {
  const fits = fitting(filter)
  return calls.flatMap((call) => {
    const items = call.items
      .map((item, at) => ({ key: `${String(call.id)}.${String(at)}`, call, item }))
      .filter(({ item }) => fits(item, call))
    return items.length > 0 || fits(call, call) ? [{ key: String(call.id), call, item: null }, ...items] : []
  })
}

function fitting({ text, calls = [], status, method, isFailuresOnly }: ActivityFilter) {
  const wanted = text.trim().toLowerCase()
  return (one: ActivityItem & Partial<Pick<ActivityCall, 'failure'>>, { host }: ActivityCall): boolean =>
    (status === 'all' || statusClass(one.status) === status) &&
    (method === 'all' || one.method === method) &&
    (!isFailuresOnly || isFailed(one)) &&
    (wanted === '' ||
      (one.why.call !== null && calls.includes(one.why.call)) ||
      [one.method, one.path, host, String(one.status ?? ''), one.requestId ?? '', whyText(one.why)].some((part) =>
        part.toLowerCase().includes(wanted),
      ))
}

const statusClass = (status: number | null): string =>
  status === null ? 'none' : `${String(Math.floor(status / 100))}xx`
