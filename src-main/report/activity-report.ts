import Papa from 'papaparse'

import type { ActivityCall, ActivityFilter, ActivityFormat } from '../contract/activity.ts'
import { activityLines } from '../contract/activity-lines.ts'
import { whyText } from '../contract/activity-words.ts'
import { formula } from './formula.ts'

interface SavedActivity {
  readonly fileName: string
  readonly mediaType: string
  readonly text: string
}

/** The calls that fit the filter as a file, oldest first: JSON for programs, CSV with one row a request. */
export function activityReport(
  calls: readonly ActivityCall[],
  filter: ActivityFilter,
  format: ActivityFormat,
  savedAt: Date,
): SavedActivity {
  const stamp = savedAt.toISOString().slice(0, 19).replaceAll(/[:T]/g, '-')
  const fileName = `resetlab-activity-${stamp}.${format}`
  const rows = rowsOf(calls, filter)
  return format === 'json'
    ? {
        fileName,
        mediaType: 'application/json',
        text: `${JSON.stringify({ savedAt: savedAt.toISOString(), filter, calls: rows }, null, 2)}\n`,
      }
    : { fileName, mediaType: 'text/csv', text: csvOf(rows) }
}

const rowsOf = (calls: readonly ActivityCall[], filter: ActivityFilter) =>
  activityLines(calls, filter).map(({ call, item }) => {
    const { method, path, status, requestId, why } = item ?? call
    return {
      id: call.id,
      /** In a batch, the call it was sent in has the same id. */
      inBatch: item !== null,
      at: call.at,
      service: call.service,
      host: call.host,
      tenantId: call.tenantId,
      method,
      path,
      status,
      tookMs: call.tookMs,
      requestId,
      failure: item === null ? (call.failure?.code ?? null) : null,
      why: whyText(why),
    }
  })

/** With a byte order mark, because spreadsheets guess the encoding without one. */
function csvOf(rows: ReturnType<typeof rowsOf>): string {
  const fields: (keyof ReturnType<typeof rowsOf>[number])[] = [
    'id',
    'inBatch',
    'at',
    'service',
    'host',
    'tenantId',
    'method',
    'path',
    'status',
    'tookMs',
    'requestId',
    'failure',
    'why',
  ]
  const data = rows.map((row) => fields.map((field) => String(row[field] ?? '')))
  return `\uFEFF${Papa.unparse({ fields, data }, { quotes: true, escapeFormulae: formula, newline: '\r\n' })}\r\n`
}
