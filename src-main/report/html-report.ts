import type { ClaimState } from '../contract/recording.ts'
import type { Report, ReportAttachment, ReportStep } from '../contract/report.ts'
import { Html, html } from './html.ts'
import { reportStyle } from './report-style.ts'
import {
  attachmentLine,
  factsOf,
  furtherWords,
  headline,
  integrityWord,
  moment,
  othersLine,
  stepLine,
  stepVerdicts,
  targetWord,
} from './report-words.ts'
import { laneNames, timeLine } from './time-line.ts'
import { verdictLooks } from './verdict-words.ts'

/** Attachments by their digest. */
export type AttachmentBytes = ReadonlyMap<string, Uint8Array>

/** Pictures that a browser draws and that cannot hold a script. */
const drawable = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']

/** One self-contained HTML page: no script, no request, every value escaped; its first printed page is the summary. */
export function renderHtmlReport(report: Report, attachments: AttachmentBytes): string {
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta
        http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
      />
      <title>${report.labTitle} · ${report.testUser}</title>
      <style>
        ${new Html(reportStyle)}
      </style>
    </head>
    <body class="${report.targetKind}">
      <main>
        <section class="first-page">
          ${heading(report)} ${summary(report)} ${facts(report)} ${stepsAtAGlance(report)} ${limits(report)}
        </section>
        ${actionList(report)}
        <h2>When it happened</h2>
        ${timeLine(report)}
        <h2>What was claimed, and what proves it</h2>
        ${report.steps.map((step) => stepPart(step, attachments))} ${trail(report)}
      </main>
    </body>
  </html>`
  return `<!doctype html>\n${page.text}\n`
}

function heading(report: Report): Html {
  return html`<p><span class="badge info">${targetWord(report)}</span> <span class="mono">${report.domain}</span></p>
    <h1>${report.labTitle}</h1>
    <p class="dim">Self-service password reset, tested as <span class="mono">${report.testUser}</span></p>`
}

function summary(report: Report): Html {
  const { integrity, detail } = report.check
  const look = integrity === 'intact' ? 'good' : 'bad'
  const sign = integrity === 'intact' ? '✓' : '✕'
  return html`<section class="summary" aria-label="Summary">
    <p><strong>${headline(report)}</strong></p>
    <p>${othersLine(report)}</p>
    <p><span class="badge ${look}">${sign} ${integrityWord[integrity]}</span> ${detail}</p>
  </section>`
}

const facts = (report: Report): Html => pairs(factsOf(report))

function stepsAtAGlance({ steps }: Report): Html {
  return html`<h2>The steps</h2>
    ${pairs(steps.map((step) => [step.title, stepVerdicts(step)]))}`
}

function pairs(rows: readonly (readonly [string, string])[]): Html {
  return html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`
}

function limits({ doesNotProve }: Report): Html {
  return html`<h2>What this does not prove</h2>
    <ul>
      ${doesNotProve.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>`
}

interface Column {
  readonly title: string
  /** Share of the width, in percent. */
  readonly share: number
}

function table(caption: Html | string, columns: readonly Column[], rows: readonly Html[]): Html {
  return html`<div class="scroll">
    <table>
      <caption>
        ${caption}
      </caption>
      <colgroup>
        ${columns.map(({ share }) => html`<col style="width:${share}%" />`)}
      </colgroup>
      <thead>
        <tr>
          ${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

function actionList({ actions }: Report): Html {
  if (actions.length === 0) return html`<p>There is nothing left to do.</p>`
  const columns = [
    { title: 'What', share: 42 },
    { title: 'Why', share: 30 },
    { title: 'Owner', share: 15 },
    { title: 'Date', share: 13 },
  ]
  const rows = actions.map(
    ({ step, what, why }) =>
      html`<tr>
        <td>${what}<small>${step}</small></td>
        <td>${why}</td>
        <td></td>
        <td></td>
      </tr>`,
  )
  return html`<h2>What is left to do</h2>
    ${table('Owner and date are for you to fill in', columns, rows)}`
}

function stepPart(step: ReportStep, attachments: AttachmentBytes): Html {
  const columns = [
    { title: 'Verdict', share: 15 },
    { title: 'Claim', share: 39 },
    { title: 'Witness', share: 32 },
    { title: 'Looked', share: 14 },
  ]
  const caption = html`<strong>${step.title}</strong>, ${stepLine(step)}`
  return html`${table(caption, columns, step.claims.map(claimRow))}
  ${step.notes.map(({ at, text }) => html`<p class="note"><span class="dim">Note, ${moment(at)}:</span> ${text}</p>`)}
  ${step.attachments.map((attachment) => attachmentPart(attachment, attachments.get(attachment.sha256)))}`
}

function claimRow(state: ClaimState): Html {
  const { claim, verdict, witness } = state
  const { word, sign, look } = verdictLooks[verdict]
  return html`<tr>
    <td><span class="badge ${look}">${sign} ${word}</span></td>
    <td class="claim">
      ${claim}<small>${witness.detail}</small>${furtherWords(state).map((words) => html`<small>${words}</small>`)}
    </td>
    <td class="mono">
      ${witness.witness}
      ${witness.requestId === null ? null : html`<small class="mono">request-id ${witness.requestId}</small>`}
    </td>
    <td class="mono">
      ${witness.lookedAt === null ? '–' : moment(witness.lookedAt)}${
        witness.sourceAsOf === null ? null : html`<small>source as of ${moment(witness.sourceAsOf)}</small>`
      }
    </td>
  </tr>`
}

function attachmentPart(attachment: ReportAttachment, bytes: Uint8Array | undefined): Html {
  const line = html`<figcaption class="dim">
    Attached ${moment(attachment.at)}: ${attachmentLine(attachment)}
  </figcaption>`
  if (!bytes || !drawable.includes(attachment.mediaType)) return html`<figure>${line}</figure>`
  const data = `data:${attachment.mediaType};base64,${Buffer.from(bytes).toString('base64')}`
  return html`<figure><img alt="${attachment.name}" src="${data}" />${line}</figure>`
}

function trail(report: Report): Html {
  const columns = [
    { title: 'No.', share: 6 },
    { title: 'At', share: 20 },
    { title: 'Who', share: 10 },
    { title: 'What', share: 46 },
    { title: 'Hash', share: 18 },
  ]
  const rows = report.trail.map(
    (line) =>
      html`<tr>
        <td>${line.seq}</td>
        <td class="mono">${moment(line.at)}</td>
        <td>${laneNames[line.lane]}</td>
        <td>${line.what}</td>
        <td class="mono">${line.hash.slice(0, 12)}…</td>
      </tr>`,
  )
  return html`<h2>The raw trail</h2>
    <details>
      <summary>All ${report.trail.length} events and their hashes</summary>
      ${table('Each event carries the SHA-256 hash of the one before', columns, rows)}
    </details>`
}
