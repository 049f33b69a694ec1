import type { ClaimState } from '../contract/recording.ts'
import type { Report, ReportStep } from '../contract/report.ts'
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
import { laneNames } from './time-line.ts'
import { verdictLooks } from './verdict-words.ts'

/** GitHub-flavoured Markdown. No text of a recording can become mark-up in it. */
export function renderMarkdownReport(report: Report): string {
  const { check } = report
  return [
    `# ${safe(report.labTitle)}`,
    `${targetWord(report)}: ${safe(report.domain)}. Self-service password reset, tested as ${safe(report.testUser)}.`,
    `**${headline(report)}.** ${othersLine(report)}`,
    `**${integrityWord[check.integrity]}.** ${safe(check.detail)}`,
    table(
      ['Fact', 'Value'],
      factsOf(report).map(([name, value]) => [name, value]),
    ),
    '## The steps',
    table(
      ['Step', 'Verdicts'],
      report.steps.map((step) => [step.title, stepVerdicts(step)]),
    ),
    '## What this does not prove',
    report.doesNotProve.map((sentence) => `- ${safe(sentence)}`).join('\n'),
    '## What is left to do',
    report.actions.length === 0
      ? 'Nothing.'
      : table(
          ['What', 'Step', 'Why', 'Owner', 'Date'],
          report.actions.map(({ what, step, why }) => [what, step, why, '', '']),
        ),
    '## What was claimed, and what proves it',
    ...report.steps.map(stepPart),
    '## The raw trail',
    table(
      ['No.', 'At', 'Who', 'What', 'Hash'],
      report.trail.map((line) => [String(line.seq), moment(line.at), laneNames[line.lane], line.what, line.hash]),
    ),
    '',
  ].join('\n\n')
}

function stepPart(step: ReportStep): string {
  return [
    `### ${safe(step.title)}`,
    `${safe(stepLine(step))}.`,
    table(
      ['Verdict', 'Claim', 'What was seen', 'Witness', 'Looked', 'Source as of', 'Request'],
      step.claims.map(claimRow),
    ),
    ...step.notes.map(({ at, text }) => `- Note, ${moment(at)}: ${safe(text)}`),
    ...step.attachments.map((attachment) => `- Attached ${moment(attachment.at)}: ${safe(attachmentLine(attachment))}`),
  ].join('\n\n')
}

function claimRow(state: ClaimState): string[] {
  const { claim, verdict, witness } = state
  return [
    verdictLooks[verdict].word,
    claim,
    [witness.detail, ...furtherWords(state)].join(' '),
    witness.witness,
    witness.lookedAt === null ? '' : moment(witness.lookedAt),
    witness.sourceAsOf === null ? '' : moment(witness.sourceAsOf),
    witness.requestId ?? '',
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(safe).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

/** On one line, with every sign that means something in Markdown or HTML made harmless. */
const safe = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|~&!]/g, (sign) => `\\${sign}`)
    .replace(/^([-+]|\d+\.)/, '\\$1')
    .replace(/\b(https?):\/\//gi, '$1\\://')
