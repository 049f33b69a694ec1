import { describe, expect, it } from 'vitest'

import { everything } from '../../../src-main/contract/activity.ts'
import { activityLines } from '../../../src-main/contract/activity-lines.ts'
import { activityReport } from '../../../src-main/report/activity-report.ts'
import { sampleBatch, sampleCall } from '../../support/sample-activity.ts'

const calls = [
  sampleCall(1),
  sampleBatch(2),
  sampleCall(3, { status: null, requestId: null, failure: { kind: 'unreachable', code: 'graph.unreachable' } }),
  sampleCall(4, { path: '/v1.0/groups', status: 503, requestId: 'r-Broken' }),
  sampleCall(5, { status: null, requestId: null, tookMs: null }),
]
const keys = (part: Partial<typeof everything>): string[] =>
  activityLines(calls, { ...everything, ...part }).map(({ key }) => key)

describe('the lines that fit a filter', () => {
  it('are all of them without one, what is in a batch beneath it', () => {
    expect(keys({})).toEqual(['1', '2', '2.0', '2.1', '3', '4', '5'])
  })
  it('are the failures: refused, broken, without an answer, and not what is under way', () => {
    expect(keys({ isFailuresOnly: true })).toEqual(['2', '2.1', '3', '4'])
  })
  it('are those of a class of status and of a method', () => {
    expect(keys({ status: '5xx' })).toEqual(['4'])
    expect(keys({ status: 'none' })).toEqual(['3', '5'])
    expect(keys({ method: 'POST', status: '2xx' })).toEqual(['2', '2.0'])
    expect(keys({ method: 'DELETE' })).toEqual([])
  })
  it('are those with the text in path, status, request-id or why, however it is written', () => {
    expect(keys({ text: ' GROUPS ' })).toEqual(['4'])
    expect(keys({ text: 'r-broken' })).toEqual(['4'])
    expect(keys({ text: '400' })).toEqual(['2', '2.1'])
    expect(keys({ text: 'applying the plan: create' })).toEqual(['2'])
    expect(keys({ text: 'den mandanten', calls: ['tenant.look'] })).toEqual(keys({ text: 'looking at the tenant' }))
    expect(keys({ text: 'den mandanten' })).toEqual([])
  })
})

describe('saved activity', () => {
  const at = new Date('2026-11-21T09:05:00.000Z')
  it('is JSON with what fits', () => {
    const saved = activityReport(calls, { ...everything, status: '5xx' }, 'json', at)
    expect(saved).toMatchObject({
      fileName: 'resetlab-activity-2026-11-21-09-05-00.json',
      mediaType: 'application/json',
    })
    expect(JSON.parse(saved.text)).toMatchObject({ calls: [{ id: 4, status: 503, why: 'Looking at the tenant' }] })
  })
  it('is CSV with a row for each request, in which a spreadsheet calculates nothing', () => {
    const mean = [...calls, sampleCall(6, { path: '=HYPERLINK("x")' })]
    const { text } = activityReport(mean, everything, 'csv', at)
    const rows = text.trim().split('\r\n')
    expect(rows).toHaveLength(9)
    expect(rows[0]).toContain('"id","inBatch","at"')
    expect(rows[4]).toContain('"2","true"')
    expect(rows[8]).toContain(`"'=HYPERLINK(""x"")"`)
  })
})
