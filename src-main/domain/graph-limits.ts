/** What the service takes, and how much of it we use: the client sends by these, the estimate of a plan counts by them. */

/** As many as one `$batch` takes (Graph docs: concepts/json-batching.md). */
export const itemsInBatch = 20
export const batchesInFlight = 32
/** As many as one `members@odata.bind` takes (Graph docs: api/group-post-members.md). */
export const membersInWrite = 20
/** Rows carried out side by side, each a request of its own. */
export const rowsAtOnce = itemsInBatch * batchesInFlight
/** The same of members, of whom many travel in one request, and those requests one after the other: two full batches. */
export const membersAtOnce = 2 * membersInWrite * itemsInBatch
/** As many choices as one filter of directory objects takes (Graph docs: concepts/aad-advanced-queries.md). */
export const choicesInFilter = 15
/** Writes of identity resources, per app and tenant (Graph docs, throttling-limits, "Identity and access service limits"). */
export const writeQuota = { requests: 3000, windowMs: 150_000 } as const
