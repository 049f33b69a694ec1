import type { Run } from '@contract/plan'

interface FailedRow {
  readonly actionId: string
  readonly what: string
  readonly reason: string | null
}

interface SameFailure {
  readonly reason: string
  readonly rows: readonly FailedRow[]
}

export const isFailed = ({ state }: { readonly state: string }): boolean => state === 'failed' || state === 'unsettled'

/** `2 failed`, `1 unsettled`: only what there is. */
export const countsOf = ({ failed, unsettled }: { failed: number; unsettled: number }): string[] => [
  ...(failed > 0 ? [`${failed} failed`] : []),
  ...(unsettled > 0 ? [`${unsettled} unsettled`] : []),
]

/** How many rows failed, in a heading: `Of 20 rows, 2 failed, 1 unsettled`. */
export function failuresHeading(run: Run): string {
  const rows: readonly { readonly state: string }[] = (run.undo ?? run).rows
  const count = (wanted: string): number => rows.filter(({ state }) => state === wanted).length
  const counts = countsOf({ failed: count('failed'), unsettled: count('unsettled') })
  return `Of ${rows.length} rows, ${counts.join(', ')}`
}

/** Failed rows of the undo, once one was begun; else of the run. */
const failedRows = ({ rows, undo }: Run): FailedRow[] => (undo ? undo.rows : rows).filter(isFailed)

/** Two reasons that differ only in whom they name, or in the id of the request, are the same. */
const gist = (reason: string): string => reason.replaceAll(/\s*\(request-id [^)]*\)/g, '').replaceAll(/\S+@\S+/g, '…')

/** What failed, by reason, the most frequent first. */
export function failuresOf(run: Run): SameFailure[] {
  const byGist = new Map<string, FailedRow[]>()
  for (const row of failedRows(run)) {
    const key = gist(row.reason ?? 'The reason is not known.')
    const same = byGist.get(key)
    if (same) same.push(row)
    else byGist.set(key, [row])
  }
  return [...byGist]
    .map(([key, rows]) => ({ reason: rows.length === 1 ? (rows[0]?.reason ?? key) : key, rows }))
    .sort((left, right) => right.rows.length - left.rows.length)
}

/** The same to be sent to somebody who can help: every row by its reason. */
export function failuresText(run: Run): string {
  return [
    `${run.undo ? 'Undo of run' : 'Run'} ${run.runId} in ${run.domain}, ${run.startedAt}. ${failuresHeading(run)}.`,
    ...failuresOf(run).flatMap(({ reason, rows }) => [
      '',
      `${rows.length} × ${reason}`,
      ...rows.map(({ what }) => `- ${what}`),
    ]),
  ].join('\n')
}
