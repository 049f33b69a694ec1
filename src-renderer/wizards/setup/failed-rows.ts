import type { Run } from '@contract/plan'

import { t } from '../../i18n/i18n'
import { said } from '../../i18n/sentences'

interface FailedRow {
  readonly actionId: string
  readonly what: string
  readonly reason: string | null
}

export interface SameFailure {
  readonly reason: string
  readonly rows: readonly FailedRow[]
}

export const isFailed = ({ state }: { readonly state: string }): boolean => state === 'failed' || state === 'unsettled'

/** `2 failed`, `1 unsettled`: only what there is. */
export const countsOf = ({ failed, unsettled }: { failed: number; unsettled: number }): string[] => [
  ...(failed > 0 ? [t('run.failed.count', { count: failed })] : []),
  ...(unsettled > 0 ? [t('run.failed.unsettledCount', { count: unsettled })] : []),
]

/** How many rows failed, in a heading: `Of 20 rows, 2 failed, 1 unsettled`. */
export function failuresHeading(run: Run): string {
  const rows: readonly { readonly state: string }[] = (run.undo ?? run).rows
  const count = (wanted: string): number => rows.filter(({ state }) => state === wanted).length
  const counts = countsOf({ failed: count('failed'), unsettled: count('unsettled') })
  return t('run.failed.heading', { rows: rows.length, counts: counts.join(', ') })
}

/** Failed rows of the undo, once one was begun; else of the run. */
const failedRows = ({ rows, undo }: Run): FailedRow[] => (undo ? undo.rows : rows).filter(isFailed)

/** Two reasons that differ only in whom they name, or in the id of the request, are the same. */
const gist = (reason: string): string => reason.replaceAll(/\s*\(request-id [^)]*\)/g, '').replaceAll(/\S+@\S+/g, '…')

/** What failed, by reason, the most frequent first. */
export function failuresOf(run: Run): SameFailure[] {
  const byGist = new Map<string, FailedRow[]>()
  for (const row of failedRows(run)) {
    const key = gist(row.reason ?? t('run.failed.reasonUnknown'))
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
  const values = { run: run.runId, domain: run.domain, at: run.startedAt, heading: failuresHeading(run) }
  return [
    run.undo ? t('run.failed.textOfUndo', values) : t('run.failed.textOfRun', values),
    ...failuresOf(run).flatMap(({ reason, rows }) => [
      '',
      t('run.failed.times', { count: rows.length, reason: said(reason) }),
      ...rows.map(({ what }) => `- ${said(what)}`),
    ]),
  ].join('\n')
}
