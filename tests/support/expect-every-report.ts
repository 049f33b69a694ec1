import { parse } from 'node-html-parser'
import Papa from 'papaparse'
import { extractText, getDocumentProxy } from 'unpdf'
import { expect } from 'vitest'

import { Report } from '../../src-main/contract/report.ts'
import type { EvidenceContents } from '../../src-main/report/build-report.ts'
import { renderReport } from '../../src-main/report/render-report.ts'

/** The words on the pages of a PDF, as a reader finds them; where its lines broke is one blank. */
export async function pdfPages(bytes: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(Uint8Array.from(bytes)))
  return text.map((page) => page.replace(/\s+/g, ' '))
}

/** Makes every kind of report, reads each one back, and finds the same headline and every claim in it. */
export async function expectEveryReport(evidence: EvidenceContents): Promise<void> {
  const textOf = async (format: 'html' | 'md' | 'json' | 'csv') =>
    Buffer.from(await renderReport(evidence, format)).toString('utf8')
  const report = Report.parse(JSON.parse(await textOf('json')))
  const claims = report.steps.flatMap((step) => step.claims.map(({ claim }) => claim))
  const wanted = [`${String(report.proven)} of ${String(report.claims)} claims proven`, ...claims]

  const { data, errors } = Papa.parse<string[]>((await textOf('csv')).slice(1), { skipEmptyLines: true })
  expect(errors).toEqual([])
  const page = parse(await textOf('html'))
  const texts = {
    csv: data.flat().join('\n'),
    html: page.querySelector('main')?.textContent.replace(/\s+/g, ' ') ?? '',
    md: (await textOf('md')).replaceAll('\\', ''),
    pdf: (await pdfPages(await renderReport(evidence, 'pdf'))).join(' '),
  }
  for (const [format, text] of Object.entries(texts)) {
    expect(
      wanted.filter((words) => !text.includes(words)),
      `missing in ${format}`,
    ).toEqual([])
  }
}
