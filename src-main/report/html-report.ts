import type { EvidenceManifest, RecordingEvent } from '../contract/evidence.ts'
import type { ClaimState, EvidenceCheck, Recording, StepState, Verdict } from '../contract/recording.ts'
import { allClaims, countVerdict } from '../domain/recording.ts'
import { Html, html } from './html.ts'
import { reportStyle } from './report-style.ts'
import { clock, timeLine } from './time-line.ts'

export interface EvidenceContents {
  readonly manifest: EvidenceManifest
  readonly events: readonly RecordingEvent[]
  readonly recording: Recording
  readonly check: EvidenceCheck
}

const verdictLooks: Record<Verdict, { word: string; sign: string; look: string }> = {
  proven: { word: 'Proven', sign: '✓', look: 'good' },
  'not-yet-seen': { word: 'Not yet seen', sign: '◷', look: 'wait' },
  contradicted: { word: 'Contradicted', sign: '✕', look: 'bad' },
  'could-not-check': { word: 'Could not check', sign: '?', look: 'none' },
  attested: { word: 'Attested', sign: '✎', look: 'info' },
  skipped: { word: 'Skipped', sign: '–', look: 'none' },
  waiting: { word: 'Not begun', sign: '○', look: 'none' },
}

/** One self-contained HTML page: no script, no request, every value escaped. */
export function renderHtmlReport(evidence: EvidenceContents): string {
  const { recording, events } = evidence
  const title = `${recording.labTitle} · ${recording.testUser}`
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
      <title>${title}</title>
      <style>
        ${new Html(reportStyle)}
      </style>
    </head>
    <body class="${recording.targetKind}">
      <main>
        ${heading(recording)} ${summary(evidence)} ${facts(evidence)}
        <h2>When it happened</h2>
        ${timeLine(recording, events)}
        <h2>What was claimed, and what proves it</h2>
        ${recording.steps.map(stepTable)} ${eventList(events)} ${limits(evidence)}
      </main>
    </body>
  </html>`
  return `<!doctype html>\n${page.text}\n`
}

function heading(recording: Recording): Html {
  const where =
    recording.targetKind === 'practice'
      ? html`<span class="badge info">Practice tenant: a rehearsal</span>`
      : html`<span class="badge info">Lab tenant</span>`
  return html`<p>${where} <span class="mono">${recording.domain}</span></p>
    <h1>${recording.labTitle}</h1>
    <p class="dim">Self-service password reset, tested as <span class="mono">${recording.testUser}</span></p>`
}

function summary({ recording, check }: EvidenceContents): Html {
  const claims = allClaims(recording).length
  const proven = countVerdict(recording, 'proven')
  const others = (Object.keys(verdictLooks) as Verdict[])
    .filter((verdict) => verdict !== 'proven')
    .map((verdict) => ({ count: countVerdict(recording, verdict), word: verdictLooks[verdict].word.toLowerCase() }))
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${String(count)} ${word}`)
  const rest = others.length === 0 ? 'Nothing is left open.' : `The others: ${others.join(', ')}.`
  return html`<section class="summary" aria-label="Summary">
    <p><strong>${proven} of ${claims} claims proven</strong></p>
    <p>${rest}</p>
    <p>${integrityBadge(check)} ${check.detail}</p>
  </section>`
}

function integrityBadge({ integrity }: EvidenceCheck): Html {
  const looks = {
    intact: ['good', '✓ Intact'],
    altered: ['bad', '✕ Altered'],
    unreadable: ['bad', '✕ Unreadable'],
  } as const
  const [look, words] = looks[integrity]
  return html`<span class="badge ${look}">${words}</span>`
}

function facts({ recording, manifest, check }: EvidenceContents): Html {
  const rows: [string, string][] = [
    ['Tenant', `${recording.tenantName} (${recording.tenantId})`],
    ['Operator', recording.operator],
    ['Test user', recording.testUser],
    ['Control user', recording.controlUser],
    ['Begun', `${recording.startedAt} by the clock of the service`],
    ['Finished', recording.finishedAt ?? 'not finished'],
    ['Recording', manifest.recordingId],
    ['Sealed', `${manifest.sealedAt}, ResetLab ${manifest.appVersion}, installation ${check.sealedBy ?? 'unknown'}`],
  ]
  return html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`
}

function stepTable(step: StepState): Html {
  const begun = step.begunAt === null ? 'not begun' : `begun ${clock(Date.parse(step.begunAt))} UTC`
  return html`<div class="scroll">
    <table class="claims">
      <caption>
        <strong>${step.title}</strong
        >, ${begun}
      </caption>
      <thead>
        <tr>
          <th scope="col">Verdict</th>
          <th scope="col">Claim</th>
          <th scope="col">Witness</th>
          <th scope="col">Looked (UTC)</th>
        </tr>
      </thead>
      <tbody>
        ${step.claims.map(claimRow)}
      </tbody>
    </table>
  </div>`
}

function claimRow({ claim, verdict, witness }: ClaimState): Html {
  const { word, sign, look } = verdictLooks[verdict]
  const looked = witness.lookedAt === null ? '–' : clock(Date.parse(witness.lookedAt))
  return html`<tr>
    <td><span class="badge ${look}">${sign} ${word}</span></td>
    <td class="claim">${claim}<small>${witness.detail}</small></td>
    <td class="mono">
      ${witness.witness}
      ${witness.requestId === null ? null : html`<small class="mono">request-id ${witness.requestId}</small>`}
    </td>
    <td class="mono">
      ${looked}${witness.sourceAsOf === null ? null : html`<small>source as of ${clock(Date.parse(witness.sourceAsOf))}</small>`}
    </td>
  </tr>`
}

function eventList(events: readonly RecordingEvent[]): Html {
  return html`<details>
    <summary>All ${events.length} events and their hashes</summary>
    <div class="scroll">
      <table class="events">
        <caption>
          Each event carries the SHA-256 hash of the one before
        </caption>
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">At</th>
            <th scope="col">Event</th>
            <th scope="col">Hash</th>
          </tr>
        </thead>
        <tbody>
          ${events.map(
            (event) =>
              html`<tr>
                <td>${event.seq}</td>
                <td class="mono">${event.at}</td>
                <td>${eventWords(event)}</td>
                <td class="mono">${event.hash.slice(0, 16)}…</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`
}

function eventWords(event: RecordingEvent): string {
  switch (event.kind) {
    case 'started':
      return 'Recording begun'
    case 'step-begun':
      return `Step begun: ${event.body.stepId}`
    case 'witness':
      return `${event.body.claimId}: ${verdictLooks[event.body.report.verdict].word}. ${event.body.report.detail}`
    case 'finished':
      return 'Recording finished'
    case 'abandoned':
      return 'Recording abandoned'
  }
}

function limits({ recording }: EvidenceContents): Html {
  const practice =
    recording.targetKind === 'practice'
      ? 'The answers came from ResetLab’s own practice tenant, not from Microsoft. '
      : 'The answers came from Microsoft Graph over the operator’s own sign-in. '
  return html`<footer>
    <p>
      ${practice}The seal shows that nothing was changed after the recording was sealed, and by which installation it
      was sealed. It does not show who sat at the keyboard. The evidence file, not this page, is what can be checked:
      drop it on the Evidence page, or run <code>resetlab check</code>.
    </p>
  </footer>`
}
