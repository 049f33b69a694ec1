import Papa from 'papaparse'

import type { Report } from '../contract/report.ts'
import { formula } from './formula.ts'
import { factsOf, furtherWords, headline, othersLine, stepVerdicts } from './report-words.ts'
import { laneNames } from './time-line.ts'
import { verdictLooks } from './verdict-words.ts'

const columns = [
  'kind',
  'step',
  'at',
  'what',
  'verdict',
  'detail',
  'source',
  'sourceAsOf',
  'requestId',
  'owner',
  'date',
]
type Row = Partial<Record<(typeof columns)[number], string>>

/**
 * One table of everything, the kind of each row in its first column. With a byte order mark, because spreadsheets guess the
 * encoding without one, and with every cell that a spreadsheet would calculate made a text. All cells are quoted:
 * some split at semicolons instead.
 */
export function renderCsvReport(report: Report): string {
  const rows: Row[] = [
    { kind: 'summary', what: headline(report), detail: othersLine(report) },
    { kind: 'summary', what: 'Integrity', verdict: report.check.integrity, detail: report.check.detail },
    ...factsOf(report).map(([what, detail]) => ({ kind: 'fact', what, detail })),
    ...report.steps.map((step) => ({
      kind: 'step',
      step: step.title,
      at: step.begunAt ?? '',
      what: stepVerdicts(step),
    })),
    ...report.doesNotProve.map((detail) => ({ kind: 'limit', what: 'Does not prove', detail })),
    ...report.steps.flatMap(stepRows),
    ...report.actions.map(({ step, what, why }) => ({ kind: 'action', step, what, detail: why })),
    ...report.trail.map((line) => ({
      kind: 'event',
      step: report.steps.find((step) => step.stepId === line.stepId)?.title ?? '',
      at: line.at,
      what: line.what,
      verdict: line.verdict === null ? '' : verdictLooks[line.verdict].word,
      detail: `${laneNames[line.lane]}, number ${String(line.seq)}, SHA-256 ${line.hash}`,
      source: line.source ?? '',
      requestId: line.requestId ?? '',
    })),
  ]
  const table = rows.map((row) => columns.map((column) => row[column] ?? ''))
  return `\uFEFF${Papa.unparse([columns, ...table], { quotes: true, escapeFormulae: formula, newline: '\r\n' })}\r\n`
}

function stepRows(step: Report['steps'][number]): Row[] {
  const { title } = step
  return [
    ...(step.skipped === null
      ? []
      : [{ kind: 'skip', step: title, at: step.skipped.at, what: 'Skipped', detail: step.skipped.reason }]),
    ...step.claims.map(({ claim, verdict, witness }) => ({
      kind: 'claim',
      step: title,
      at: witness.lookedAt ?? '',
      what: claim,
      verdict: verdictLooks[verdict].word,
      detail: witness.detail,
      source: witness.witness,
      sourceAsOf: witness.sourceAsOf ?? '',
      requestId: witness.requestId ?? '',
    })),
    ...step.claims.flatMap((claim) =>
      furtherWords(claim).map((detail) => ({ kind: 'further', step: title, what: claim.claim, detail })),
    ),
    ...step.notes.map(({ at, text }) => ({ kind: 'note', step: title, at, what: 'Note', detail: text })),
    ...step.attachments.map(({ at, name, sha256, inFile }) => ({
      kind: 'attachment',
      step: title,
      at,
      what: name,
      detail: `SHA-256 ${sha256}${inFile ? '' : ', not in the evidence file'}`,
    })),
  ]
}
