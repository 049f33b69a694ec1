import type { Report, ReportFormat } from '../contract/report.ts'
import { buildReport, type EvidenceContents } from './build-report.ts'
import { renderCsvReport } from './csv-report.ts'
import { type AttachmentBytes, renderHtmlReport } from './html-report.ts'
import { renderMarkdownReport } from './markdown-report.ts'

/** Prints a self-contained HTML page as PDF. */
export type PrintPdf = (html: string) => Promise<Uint8Array>

export const mediaTypes: Record<ReportFormat, string> = {
  html: 'text/html',
  pdf: 'application/pdf',
  md: 'text/markdown',
  json: 'application/json',
  csv: 'text/csv',
}

/** A report on an evidence file, as bytes to be saved. A PDF is printed where there is something to print with. */
export async function renderReport(
  evidence: EvidenceContents,
  format: ReportFormat,
  printPdf: PrintPdf | null = null,
): Promise<Uint8Array> {
  const report = buildReport(evidence)
  if (format === 'pdf') return renderPdf(report, evidence.attachments, printPdf)
  return Buffer.from(renderText(report, evidence.attachments, format), 'utf8')
}

/** What cannot be printed is drawn, with the same content. The library is loaded only then: it would slow every start. */
async function renderPdf(report: Report, attachments: AttachmentBytes, printPdf: PrintPdf | null): Promise<Uint8Array> {
  const printed = await printPdf?.(renderHtmlReport(report, attachments)).catch(() => null)
  if (printed) return printed
  const { renderPdfReport } = await import('./pdf-report.ts')
  return renderPdfReport(report, attachments)
}

function renderText(report: Report, attachments: AttachmentBytes, format: Exclude<ReportFormat, 'pdf'>): string {
  switch (format) {
    case 'html':
      return renderHtmlReport(report, attachments)
    case 'md':
      return renderMarkdownReport(report)
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`
    case 'csv':
      return renderCsvReport(report)
  }
}
