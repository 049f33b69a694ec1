import { z } from 'zod'

import { FailureKind } from './failure.ts'
import { callNames } from './names.ts'

/** Why a request was made: the call it served (none on the command line), and which part of it. */
export const Why = z.object({ call: z.enum(callNames).nullable(), detail: z.string().nullable() })
export type Why = z.infer<typeof Why>

/** What a request and a request inside a `$batch` have in common. */
const asked = {
  method: z.string(),
  /** Below the host, with its query; what can hold personal data is taken out of the query. */
  path: z.string(),
  why: Why,
  /** Null while it is under way, and where no answer came. */
  status: z.int().nullable(),
  requestId: z.string().nullable(),
}

export const ActivityItem = z.object(asked)
export type ActivityItem = z.infer<typeof ActivityItem>

/** One request to Graph or to the sign-in server, as it went out; tried again, it is another one. */
export const ActivityCall = z.object({
  ...asked,
  /** Counted from 1, in the order they went out. */
  id: z.int().positive(),
  /** The change after which it looked like this. */
  change: z.int(),
  service: z.enum(['graph', 'sign-in']),
  host: z.string(),
  /** Null where a tenant was being looked up. */
  tenantId: z.string().nullable(),
  at: z.iso.datetime(),
  /** Milliseconds until the answer began or the request was given up; null while it is under way. */
  tookMs: z.int().nullable(),
  /** Why no answer came. */
  failure: z.object({ kind: FailureKind, code: z.string() }).nullable(),
  /** The requests inside a `$batch`; empty for any other. */
  items: z.array(ActivityItem),
})
export type ActivityCall = z.infer<typeof ActivityCall>

/** Most requests kept, those inside of batches counted one by one; the oldest are dropped. */
export const mostActivity = 5000

/** What changed since some change: calls that are new or look different now, oldest first. */
export const ActivityNews = z.object({
  /** The last change there was. */
  change: z.int(),
  /** The oldest call still kept; older ones are to be dropped. */
  oldest: z.int(),
  /** How many calls were dropped for newer ones. */
  dropped: z.int(),
  calls: z.array(ActivityCall),
})
export type ActivityNews = z.infer<typeof ActivityNews>

export const activityStatuses = ['all', '2xx', '3xx', '4xx', '5xx', 'none'] as const
export const activityMethods = ['all', 'GET', 'POST', 'PATCH', 'DELETE'] as const

export const ActivityFilter = z.object({
  /** In any of: method, path, host, status, request-id, why. */
  text: z.string().max(500),
  /** Calls whose `why` holds the text in the language of the window, where that is not English. */
  calls: z.array(z.enum(callNames)).optional(),
  /** `none`: no answer (yet). */
  status: z.enum(activityStatuses),
  method: z.enum(activityMethods),
  isFailuresOnly: z.boolean(),
})
export type ActivityFilter = z.infer<typeof ActivityFilter>

export const ActivityFormat = z.enum(['json', 'csv'])
export type ActivityFormat = z.infer<typeof ActivityFormat>

export const everything: ActivityFilter = { text: '', status: 'all', method: 'all', isFailuresOnly: false }
