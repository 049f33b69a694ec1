import type { ClaimState } from '../contract/recording.ts'
import { type Report, type ReportStep, timePoints } from '../contract/report.ts'
import type { AttachmentBytes } from './html-report.ts'
import { PdfPages, type TextStyle } from './pdf-page.ts'
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
import { clock, dotLook, laneNames, timeLineWords, timeSpan } from './time-line.ts'
import { verdictLooks } from './verdict-words.ts'

const body: TextStyle = { size: 9.5 }
const strong: TextStyle = { size: 9.5, weight: 700 }
const dim: TextStyle = { size: 8.5, colour: '#4d5866' }
const colours: Record<string, string> = {
  good: '#0b6b3a',
  wait: '#7a4b00',
  bad: '#a31621',
  info: '#1d4e9e',
  none: '#4d5866',
}
const inColour = (look: string): TextStyle => ({ ...strong, colour: colours[look] ?? '#18202c' })

/** The same content as the HTML report, on A4: the summary on the first page, then what is left to do, steps and trail. */
export async function renderPdfReport(report: Report, attachments: AttachmentBytes): Promise<Uint8Array> {
  const pages = new PdfPages(`${report.labTitle} · ${report.testUser}`, new Date(report.sealedAt))
  writeSummary(pages, report)
  pages.nextPage()
  writeActions(pages, report)
  writeTimeLine(pages, report)
  heading(pages, 'What was claimed, and what proves it')
  for (const step of report.steps) writeStep(pages, step, attachments)
  writeTrail(pages, report)
  if (pages.hasStandIns) {
    const text = 'Where [U+…] stands, the font of this file lacks a sign; the HTML report shows it.'
    pages.paragraph('P', [[text, dim]], { gap: 10 })
  }
  return pages.end(`${targetWord(report)} · ${report.labTitle}`)
}

const heading = (pages: PdfPages, text: string): void => {
  pages.paragraph('H2', [[text, { size: 13, weight: 700 }]], { gap: 14 })
}

function writeSummary(pages: PdfPages, report: Report): void {
  const { check } = report
  pages.paragraph('P', [[`${targetWord(report)} · ${report.domain}`, dim]])
  pages.paragraph('H1', [[report.labTitle, { size: 19, weight: 700 }]], { gap: 2 })
  pages.paragraph('P', [[`Self-service password reset, tested as ${report.testUser}`, dim]], { gap: 2 })
  pages.paragraph('P', [[headline(report), { size: 14, weight: 700 }]], { gap: 14 })
  pages.paragraph('P', [[othersLine(report), body]], { gap: 2 })
  const look = check.integrity === 'intact' ? 'good' : 'bad'
  pages.paragraph('P', [
    [`${integrityWord[check.integrity]}. `, inColour(look)],
    [check.detail, body],
  ])
  for (const [index, [name, value]] of factsOf(report).entries()) {
    pages.paragraph(
      'P',
      [
        [`${name}: `, dim],
        [value, body],
      ],
      { gap: index === 0 ? 12 : 2 },
    )
  }
  heading(pages, 'The steps')
  for (const step of report.steps) {
    pages.paragraph(
      'P',
      [
        [`${step.title}: `, strong],
        [stepVerdicts(step), body],
      ],
      { gap: 2 },
    )
  }
  heading(pages, 'What this does not prove')
  for (const sentence of report.doesNotProve) pages.paragraph('P', [[`– ${sentence}`, body]], { gap: 2 })
}

function writeActions(pages: PdfPages, { actions }: Report): void {
  heading(pages, 'What is left to do')
  if (actions.length === 0) pages.paragraph('P', [['Nothing.', body]], { gap: 2 })
  for (const { step, what, why } of actions) {
    pages.keepTogether(70)
    pages.paragraph('P', [[what, strong]], { gap: 8 })
    pages.paragraph('P', [[`${step}. ${why}`, dim]])
    pages.paragraph('P', [['Owner: ______________________________   Date: __________________', body]], { gap: 3 })
  }
}

function writeTimeLine(pages: PdfPages, { trail }: Report): void {
  pages.keepTogether(130)
  heading(pages, 'When it happened')
  const [first, last] = timeSpan(trail)
  const rows = (['person', 'graph', 'audit'] as const).map((lane) => ({
    name: laneNames[lane],
    dots: timePoints(trail)
      .filter((point) => point.lane === lane)
      .map(({ at, line }) => ({
        share: (Date.parse(at) - first) / Math.max(1, last - first),
        colour: dotColours[dotLook(lane, line)],
      })),
  }))
  pages.dotRows(rows, [clock(first), clock(last)], timeLineWords(trail))
}

const dotColours: Record<ReturnType<typeof dotLook>, string> = {
  proof: '#0b6b3a',
  against: '#a31621',
  person: '#1d4e9e',
  graph: '#4d5866',
  audit: '#4d5866',
}

function writeStep(pages: PdfPages, step: ReportStep, attachments: AttachmentBytes): void {
  pages.keepTogether(80)
  pages.paragraph('H3', [[step.title, { size: 11, weight: 700 }]], { gap: 12 })
  pages.paragraph('P', [[stepLine(step), dim]])
  for (const claim of step.claims) writeClaim(pages, claim)
  for (const { at, text } of step.notes) {
    pages.paragraph(
      'P',
      [
        [`Note, ${moment(at)}: `, dim],
        [text, body],
      ],
      { indent: 12, gap: 4 },
    )
  }
  for (const attachment of step.attachments) {
    const bytes = attachments.get(attachment.sha256)
    pages.paragraph('P', [[`Attached ${moment(attachment.at)}: ${attachmentLine(attachment)}`, dim]], { gap: 6 })
    if (bytes && ['image/png', 'image/jpeg'].includes(attachment.mediaType)) pages.picture(bytes, attachment.name)
  }
}

function writeClaim(pages: PdfPages, state: ClaimState): void {
  const { claim, verdict, witness } = state
  const { word, look } = verdictLooks[verdict]
  pages.paragraph(
    'P',
    [
      [`${word}  `, inColour(look)],
      [claim, strong],
    ],
    { gap: 6 },
  )
  const times = [
    witness.lookedAt === null ? null : `looked ${moment(witness.lookedAt)}`,
    witness.sourceAsOf === null ? null : `source as of ${moment(witness.sourceAsOf)}`,
    witness.requestId === null ? null : `request-id ${witness.requestId}`,
  ].filter((part) => part !== null)
  pages.paragraph('P', [[witness.detail, body]], { indent: 12 })
  for (const words of furtherWords(state)) pages.paragraph('P', [[words, body]], { indent: 12 })
  pages.paragraph('P', [[[witness.witness, ...times].join(' · '), dim]], { indent: 12 })
}

function writeTrail(pages: PdfPages, { trail }: Report): void {
  heading(pages, 'The raw trail')
  pages.paragraph('P', [['Each event carries the SHA-256 hash of the one before.', dim]])
  for (const { seq, at, lane, what, hash } of trail) {
    pages.paragraph(
      'P',
      [
        [`${String(seq)}  ${moment(at)}  ${laneNames[lane]}  `, dim],
        [what, { size: 8.5 }],
        [`  ${hash}`, { size: 7, colour: '#4d5866' }],
      ],
      { gap: 3 },
    )
  }
}
