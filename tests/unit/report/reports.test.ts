import { parse } from 'node-html-parser'
import Papa from 'papaparse'
import { getDocumentProxy, getMeta } from 'unpdf'
import { describe, expect, it } from 'vitest'

import type { RecordingFact } from '../../../src-main/contract/evidence.ts'
import { Report, type ReportFormat, reportFormats } from '../../../src-main/contract/report.ts'
import { renderReport } from '../../../src-main/report/render-report.ts'
import { openEvidence } from '../../../src-main/storage/evidence-file.ts'
import { expectEveryReport, pdfPages } from '../../support/expect-every-report.ts'
import { sampleEvidence, sampleFacts, samplePicture, sampleReport } from '../../support/sample-evidence.ts'
import { sampleLab } from '../../support/sample-lab.ts'
import { sampleRecording } from '../../support/sample-recording.ts'

const recording = { ...sampleRecording(), learner: 'Łucja Ångström' }
const sample = openEvidence(sampleEvidence({ recording }))

async function textOf(evidence: typeof sample, format: Exclude<ReportFormat, 'pdf'>): Promise<string> {
  return Buffer.from(await renderReport(evidence, format)).toString('utf8')
}

async function pdfOf(evidence: typeof sample) {
  const bytes = await renderReport(evidence, 'pdf')
  const { info } = await getMeta(await getDocumentProxy(Uint8Array.from(bytes)))
  return { bytes, pages: await pdfPages(bytes), info }
}

const flat = (text: string) => text.replace(/\s+/g, ' ')

describe('every kind of report', () => {
  it('can be read back, with every claim in it', async () => {
    await expectEveryReport(sample)
  })

  const inEach = [
    'claims proven',
    'Łucja Ångström',
    '22222222-1111-4111-8111-111111111111',
    'the portal took a while',
    'I saw My Account',
    'No time left',
    'reset page.png',
    'the reset was blocked',
    'not from Microsoft',
    'Contradicted',
  ]

  it.each(['html', 'json', 'csv'] as const)(
    'holds who, where, verdicts, notes, skips and attachments (%s)',
    async (format) => {
      const text = flat(await textOf(sample, format))
      const wanted = format === 'json' ? inEach.slice(1, -1) : inEach
      for (const words of wanted) expect(text).toContain(words)
    },
  )

  it('holds them in Markdown, where no text can become mark-up', async () => {
    const text = flat(await textOf(sample, 'md')).replaceAll('\\', '')
    for (const words of inEach) expect(text).toContain(words)
  })

  it('holds them in the PDF, read back from its pages', async () => {
    const { bytes, pages, info } = await pdfOf(sample)
    expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-')
    const all = pages.join(' ')
    for (const words of inEach) expect(all).toContain(words)
    expect(pages[0]).toContain('claims proven')
    expect(all).toContain('When it happened People Graph Audit log 09:00:00 09:00:08')
    expect(pages[0]).toContain('What this does not prove')
    expect(pages[0]).not.toContain('What is left to do')
    expect(pages.at(-1)).toContain(`page ${String(pages.length)} of ${String(pages.length)}`)
    expect(info).toMatchObject({ Title: 'Sample · balas@lab.onmicrosoft.com' })
  })

  it('is of one shape as data', async () => {
    const report = Report.parse(JSON.parse(await textOf(sample, 'json')))
    expect(report.trail).toHaveLength(9)
    expect(new Set(report.trail.map((line) => line.lane))).toEqual(new Set(['person', 'graph', 'audit']))
    expect(report.steps.flatMap((step) => step.attachments)).toMatchObject([{ name: 'reset page.png', inFile: true }])
  })

  it('names what is left to do with room for an owner and a date', async () => {
    const report = Report.parse(JSON.parse(await textOf(sample, 'json')))
    const claims = report.steps.flatMap((step) => step.claims)
    const open = claims.filter(({ verdict }) => !['proven', 'attested'].includes(verdict))
    const named = (sentence: string) => report.actions.filter(({ what }) => what.includes(sentence)).length
    expect(open.map(({ claim }) => named(claim))).toEqual(open.map(() => 1))
    expect(report.actions.length).toBeLessThan(open.length)
    expect(report.actions).toContainEqual(expect.objectContaining({ why: 'Contradicted: the reset was blocked' }))
    expect(report.actions).toContainEqual(expect.objectContaining({ why: 'Skipped: No time left' }))
    const page = parse(await textOf(sample, 'html'))
    const table = page.querySelectorAll('table').find((one) => one.textContent.includes('Owner'))
    expect(table?.querySelectorAll('tbody tr')).toHaveLength(report.actions.length)
    expect((await pdfOf(sample)).pages.join(' ').match(/Owner: _+/g)).toHaveLength(report.actions.length)
  })

  it('asks to say what was seen where only a person can, once the step was begun', async () => {
    const lab = sampleLab()
    const { steps } = sampleRecording({ ...lab, checklist: { ...lab.checklist, negativeTests: ['wrong-code'] } })
    const facts = sampleFacts({ ...recording, steps })
    const begun: RecordingFact = {
      kind: 'step-begun',
      body: { stepId: 'wrong-code', passwordChangedAt: null, requestId: null },
    }
    const evidence = openEvidence(sampleEvidence({ facts: facts.toSpliced(2, 0, begun) }))
    const { actions } = Report.parse(JSON.parse(await textOf(evidence, 'json')))
    const whats = actions.filter(({ stepId }) => stepId === 'wrong-code').map(({ what }) => what)
    expect(whats).toEqual([expect.stringMatching(/^Say what was seen.*The page refused the wrong code$/) as string])
  })

  it('draws a picture in HTML without loading it from anywhere', async () => {
    const page = parse(await textOf(sample, 'html'))
    const sources = page.querySelectorAll('img').map((image) => image.getAttribute('src'))
    expect(sources).toEqual([`data:image/png;base64,${samplePicture.toString('base64')}`])
  })

  it('says of an altered file that it is altered', async () => {
    const altered = {
      ...sample,
      check: { ...sample.check, integrity: 'altered' as const, detail: 'Altered: event 1 was altered.' },
    }
    for (const format of ['html', 'md', 'csv', 'json'] as const) {
      expect(await textOf(altered, format)).toContain('Altered: event 1 was altered.')
    }
    const [first] = (await pdfOf(altered)).pages
    expect(first).toContain('Altered: event 1 was altered.')
    expect(first).toContain('It proves nothing any more.')
  })

  it('writes signs its font has not as code points, and pictures that are none as a line', async () => {
    const facts: RecordingFact[] = sampleFacts({ ...recording, labTitle: '練習 Übung' }).map((fact) =>
      fact.kind === 'attachment' ? { ...fact, body: { ...fact.body, name: 'none.png' } } : fact,
    )
    const evidence = openEvidence(sampleEvidence({ facts }))
    const broken = new Map([...sample.attachments].map(([digest]) => [digest, Buffer.from('no picture')]))
    const { pages } = await pdfOf({ ...evidence, attachments: broken })
    expect(pages[0]).toContain('[U+7DF4][U+7FD2] Übung')
    expect(pages.at(-1)).toContain('the font of this file lacks a sign')
    expect(pages.join(' ')).toContain('none.png')
  })

  it('prints where there is something to print with', async () => {
    const printed: string[] = []
    const bytes = await renderReport(sample, 'pdf', (page) => {
      printed.push(page)
      return Promise.resolve(Buffer.from('%PDF-printed'))
    })
    expect(Buffer.from(bytes).toString()).toBe('%PDF-printed')
    expect(printed[0]).toContain('<!doctype html>')
  })

  it('draws the PDF itself where printing fails', async () => {
    const bytes = await renderReport(sample, 'pdf', () => Promise.reject(new Error('no printer')))
    expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-')
  })
})

describe('texts of a recording in a report', () => {
  const nasty = [
    '=cmd|calc',
    '+1',
    '-1',
    '@sum',
    '\t=1',
    '=1\n+2',
    '| a | `b` <script>',
    '[x](http://evil.example)',
    ';=1',
  ]

  it('are no formula in a spreadsheet', async () => {
    const facts = [
      ...sampleFacts().slice(0, 2),
      ...nasty.map((text): RecordingFact => ({ kind: 'note', body: { stepId: 'register', text } })),
    ]
    const text = await textOf(openEvidence(sampleEvidence({ facts })), 'csv')
    expect(text.startsWith('\uFEFF"kind"')).toBe(true)
    const { data, errors } = Papa.parse<string[]>(text.slice(1), { skipEmptyLines: true })
    expect(errors).toEqual([])
    expect(new Set(data.map((row) => row.length))).toEqual(new Set([11]))
    expect(data.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([])
    expect(data.flat().some((cell) => cell.endsWith('=cmd|calc'))).toBe(true)
  })

  it('make no new cell, link or mark-up in Markdown', async () => {
    const facts = [
      ...sampleFacts().slice(0, 2),
      ...nasty.map((text): RecordingFact => ({ kind: 'note', body: { stepId: 'register', text } })),
    ]
    const text = await textOf(openEvidence(sampleEvidence({ facts })), 'md')
    expect(text).not.toMatch(/(?<!\\)<script|(?<!\\)\]\(http/)
    const widths = text
      .split('\n\n')
      .filter((block) => block.startsWith('|'))
      .map((block) => new Set(block.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length)).size)
    expect(new Set(widths)).toEqual(new Set([1]))
  })
})

describe('planted secrets', () => {
  const planted = [
    'Wandering-Otter-58',
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbg',
    '482913',
    'JBSWY3DPEHPK3PXP',
    '+49 171 1234567',
  ]
  const words = `password: ${planted[0] ?? ''} token ${planted[1] ?? ''} code ${planted[2] ?? ''} key ${planted[3] ?? ''} phone ${planted[4] ?? ''}`
  const facts: RecordingFact[] = [
    ...sampleFacts().slice(0, 2),
    { kind: 'note', body: { stepId: 'register', text: words } },
    { kind: 'step-skipped', body: { stepId: 'register', reason: words } },
    { kind: 'attested', body: { stepId: 'reset-seen', claimId: 'reset-audited', text: words } },
    { kind: 'witness', body: { stepId: 'operator-checks', claimId: 'group-holds-test-user', report: sampleReport() } },
  ]
  const file = sampleEvidence({ facts })

  it('never come into the evidence file', () => {
    for (const secret of planted) expect(Buffer.from(file).includes(secret)).toBe(false)
    expect(Buffer.from(file).includes('[password removed]')).toBe(true)
  })

  it.each(reportFormats)('never come into a report (%s)', async (format) => {
    const evidence = openEvidence(file)
    const text = format === 'pdf' ? (await pdfOf(evidence)).pages.join(' ') : await textOf(evidence, format)
    expect(text).toContain(format === 'md' ? 'password removed' : '[password removed]')
    for (const secret of planted) expect(text).not.toContain(secret)
  })
})

it('makes every report of a recording of 500 events', async () => {
  const looks = Array.from({ length: 498 }, (_, index): RecordingFact => ({
    kind: 'witness',
    body: {
      stepId: 'operator-checks',
      claimId: 'group-holds-test-user',
      report: sampleReport({ detail: `look ${String(index)}` }),
    },
  }))
  const long = openEvidence(sampleEvidence({ facts: [...sampleFacts().slice(0, 2), ...looks] }))
  expect(long.check).toMatchObject({ integrity: 'intact', events: 500 })
  const { pages } = await pdfOf(long)
  expect(pages.join(' ')).toContain('look 497')
  for (const format of ['html', 'md', 'json', 'csv'] as const) expect(await textOf(long, format)).toContain('look 497')
})
