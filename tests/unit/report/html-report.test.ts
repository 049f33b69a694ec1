import { generateKeyPairSync } from 'node:crypto'

import { parse } from 'node-html-parser'
import { describe, expect, it } from 'vitest'

import type { RecordingEvent, RecordingFact } from '../../../src-main/contract/evidence.ts'
import { chainEvent, chainStart } from '../../../src-main/domain/recording.ts'
import { buildReport } from '../../../src-main/report/build-report.ts'
import { renderHtmlReport } from '../../../src-main/report/html-report.ts'
import { openEvidence, sealEvidence } from '../../../src-main/storage/evidence-file.ts'
import { sha256 } from '../../../src-main/storage/seal.ts'
import { sampleRecording } from '../../support/sample-recording.ts'

const at = '2026-11-21T09:00:00.000Z'
const nasty = `<script>alert(1)</script>"'&<img src=x onerror=alert(2)>`

function reportOf(title: string, detail: string): string {
  const report = {
    witness: 'groups/{id}/transitiveMembers',
    verdict: 'proven' as const,
    detail,
    lookedAt: at,
    sourceAsOf: null,
    nextLookAt: null,
    requestId: detail,
  }
  const recording = { ...sampleRecording(), labTitle: title, tenantName: title, operator: title }
  const facts: RecordingFact[] = [
    { kind: 'started', body: { recording } },
    { kind: 'step-begun', body: { stepId: 'operator-checks', passwordChangedAt: null, requestId: null } },
    { kind: 'witness', body: { stepId: 'operator-checks', claimId: 'group-holds-test-user', report } },
    { kind: 'finished', body: {} },
  ]
  const events = facts.reduce<RecordingEvent[]>(
    (chain, fact) => [...chain, chainEvent(fact, chain.length, at, chain.at(-1)?.hash ?? chainStart, sha256)],
    [],
  )
  const { privateKey: key } = generateKeyPairSync('ed25519')
  const evidenceId = '55555555-1111-4111-8111-111111111111'
  const opened = openEvidence(sealEvidence({ evidenceId, sealedAt: at, appVersion: '0.1.0', events, key }))
  return renderHtmlReport(buildReport(opened), opened.attachments)
}

describe('the HTML report', () => {
  const page = parse(reportOf('My lab', 'is among 1 members'))
  const words = page.querySelector('main')?.textContent.replace(/\s+/g, ' ') ?? ''

  it('says how many claims are proven, what is left open, and that the file is intact', () => {
    expect(words).toMatch(/1 of \d+ claims proven/)
    expect(words).toMatch(/The others: \d+ open/)
    expect(words).toContain('Intact')
  })
  it('says plainly that a practice recording is a rehearsal', () => {
    expect(words).toContain('Practice tenant: a rehearsal')
    expect(words).toContain('not from Microsoft')
  })
  it('shows for each claim the witness, what it said and the request id', () => {
    const row = page.querySelectorAll('tr').find((one) => one.textContent.includes('is in SSPRTesters'))
    expect(row?.textContent.replace(/\s+/g, ' ')).toMatch(/Proven.*is among 1 members.*request-id/)
  })
  it('loads nothing and runs nothing', () => {
    expect(page.querySelectorAll('script, link, iframe, object, img')).toEqual([])
    expect(page.querySelectorAll('[src], [href], [onload], [onerror]')).toEqual([])
    expect(page.toString()).not.toMatch(/url\(|@import/)
  })
  it('escapes every text of a recording', () => {
    const report = reportOf(nasty, nasty)
    expect(report).not.toContain('<script>')
    expect(report).not.toContain('<img')
    expect(parse(report).querySelector('h1')?.textContent).toBe(nasty.replaceAll('&', '&amp;').replaceAll('&amp;', '&'))
  })
  it('has a language, one heading of the first rank, and captions and scopes in its tables', () => {
    expect(page.querySelector('html')?.getAttribute('lang')).toBe('en')
    expect(page.querySelectorAll('h1')).toHaveLength(1)
    expect(page.querySelectorAll('table').every((table) => table.querySelector('caption') !== null)).toBe(true)
    expect(page.querySelectorAll('th').every((cell) => cell.getAttribute('scope') !== undefined)).toBe(true)
    expect(page.querySelector('svg')?.getAttribute('aria-label')).toMatch(/3 points of people, 1 of Graph/)
  })
})
