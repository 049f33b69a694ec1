import { describe, expect, it } from 'vitest'

import type { ClaimState, Verdict, WitnessReport } from '../../../src-main/contract/recording.ts'
import {
  hear,
  type Question,
  seatsOpen,
  seatsToAsk,
  sourceOf,
  waitingReport,
  type WitnessId,
  witnessesOf,
} from '../../../src-main/domain/witnesses.ts'
import { findOf } from '../../../src-main/engine/findings.ts'

const said = (witness: WitnessId, verdict: Verdict, detail = ''): WitnessReport => ({
  ...waitingReport('reset-audited'),
  witness: sourceOf[witness],
  verdict,
  detail,
})

const claimOf = (claimId: Question): ClaimState => ({
  claimId,
  claim: '',
  verdict: 'waiting',
  witness: waitingReport(claimId),
})

const after = (claimId: Question, ...reports: WitnessReport[]): ClaimState => reports.reduce(hear, claimOf(claimId))

const questions = Object.keys(witnessesOf) as Question[]

describe('the word of several witnesses', () => {
  // Of this claim the report is the stronger witness, the audit log the weaker.
  it.each([
    ['proven', 'contradicted', 'proven', 'report'],
    ['contradicted', 'proven', 'contradicted', 'report'],
    ['proven', 'not-yet-seen', 'proven', 'report'],
    ['not-yet-seen', 'proven', 'proven', 'audit'],
    ['not-yet-seen', 'contradicted', 'contradicted', 'audit'],
    ['not-yet-seen', 'not-yet-seen', 'not-yet-seen', 'report'],
    ['not-yet-seen', 'could-not-check', 'not-yet-seen', 'report'],
    ['could-not-check', 'proven', 'proven', 'audit'],
    ['could-not-check', 'contradicted', 'contradicted', 'audit'],
    ['could-not-check', 'not-yet-seen', 'not-yet-seen', 'audit'],
    ['could-not-check', 'could-not-check', 'could-not-check', 'report'],
  ] as const)('stronger %s, weaker %s: %s, as the %4$s says', (stronger, weaker, verdict, decider) => {
    const reports = [said('report', stronger), said('audit', weaker)]
    for (const inOrder of [reports, reports.toReversed()]) {
      const claim = after('sspr-on-for-test-user', ...inOrder)
      expect(claim.verdict).toBe(verdict)
      expect(claim.witness.witness).toBe(sourceOf[decider])
      expect(claim.others?.map(({ witness }) => witness)).toEqual([sourceOf[decider === 'report' ? 'audit' : 'report']])
    }
  })

  it('stays said when the witness cannot be asked any more', () => {
    const proof = said('audit', 'proven', 'seen')
    expect(after('reset-audited', proof, said('audit', 'could-not-check'))).toMatchObject({
      verdict: 'proven',
      witness: { detail: 'seen' },
    })
    expect(after('group-holds-test-user', said('members', 'proven'), said('members', 'contradicted')).verdict).toBe(
      'contradicted',
    )
  })

  it.each(['attested', 'skipped'] as const)('a claim that is %s stays so until a witness speaks', (verdict) => {
    const claim = { ...claimOf('reset-audited'), verdict }
    expect(hear(claim, said('audit', 'not-yet-seen')).verdict).toBe(verdict)
    expect(hear(claim, said('audit', 'could-not-check')).verdict).toBe(verdict)
    expect(hear(claim, said('audit', 'proven')).verdict).toBe('proven')
    expect(hear(claim, said('audit', 'contradicted')).verdict).toBe('contradicted')
  })

  it('of a source this version does not know counts less than any other', () => {
    const stranger = { ...said('audit', 'contradicted'), witness: 'auditLogs/ofTomorrow' }
    expect(after('reset-audited', stranger).verdict).toBe('contradicted')
    expect(after('reset-audited', stranger, said('audit', 'proven')).verdict).toBe('proven')
  })
})

describe('who is asked', () => {
  const ids = (seats: readonly { witness: WitnessId }[]) => seats.map(({ witness }) => witness)

  it('one that stands in for another is asked only while no stronger one can be', () => {
    expect(ids(seatsToAsk(claimOf('methods-registered'), true))).toEqual(['methods'])
    const first = after('methods-registered', said('methods', 'could-not-check'))
    expect(ids(seatsToAsk(first, true))).toEqual(['methods', 'report'])
    const second = hear(first, said('report', 'could-not-check'))
    expect(ids(seatsToAsk(second, true))).toEqual(['methods', 'report', 'audit'])
    expect(ids(seatsToAsk(hear(second, said('methods', 'not-yet-seen')), true))).toEqual(['methods'])
  })

  it('the beta report only where it is switched on', () => {
    expect(ids(seatsToAsk(claimOf('reset-audited'), false))).toEqual(['audit'])
    expect(ids(seatsToAsk(claimOf('reset-audited'), true))).toEqual(['audit', 'events'])
  })

  it('nobody weaker than a proof, and whoever is stronger goes on being asked', () => {
    expect(seatsOpen(after('sspr-on-for-test-user', said('report', 'proven')), true)).toEqual([])
    expect(ids(seatsOpen(after('sspr-on-for-test-user', said('audit', 'proven')), true))).toEqual(['report'])
    expect(ids(seatsOpen(after('sspr-on-for-test-user', said('report', 'contradicted')), true))).toEqual([
      'report',
      'audit',
    ])
  })

  it('nobody for a skipped claim, or for one of a later version', () => {
    expect(seatsOpen({ ...claimOf('reset-audited'), verdict: 'skipped' }, true)).toEqual([])
    expect(seatsToAsk({ ...claimOf('reset-audited'), claimId: 'of-tomorrow' }, true)).toEqual([])
  })

  it('everybody the engine knows how to ask, each once a claim', () => {
    for (const question of questions) {
      const seats = ids(witnessesOf[question])
      expect(new Set(seats).size).toBe(seats.length)
      for (const witness of seats.filter((id) => id !== 'person')) expect(findOf(question, witness)).not.toBeNull()
    }
  })
})
