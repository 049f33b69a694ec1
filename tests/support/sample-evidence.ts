import { generateKeyPairSync, type KeyObject } from 'node:crypto'

import type { RecordingEvent, RecordingFact } from '../../src-main/contract/evidence.ts'
import type { Recording, WitnessReport } from '../../src-main/contract/recording.ts'
import { chainEvent, chainStart } from '../../src-main/domain/recording.ts'
import { classKeyOf } from '../../src-main/storage/class-code.ts'
import { sealEvidence } from '../../src-main/storage/evidence-file.ts'
import { sha256, sha256Of } from '../../src-main/storage/seal.ts'
import { sampleRecording } from './sample-recording.ts'

const begin = Date.parse('2026-11-21T09:00:00.000Z')

/** A chain of these facts, a second apart. */
export function chainOf(facts: readonly RecordingFact[]): RecordingEvent[] {
  return facts.reduce<RecordingEvent[]>((chain, fact, index) => {
    const at = new Date(begin + index * 1000).toISOString()
    return [...chain, chainEvent(fact, index, at, chain.at(-1)?.hash ?? chainStart, sha256)]
  }, [])
}

export const sampleReport = (change: Partial<WitnessReport> = {}): WitnessReport => ({
  witness: 'groups/{id}/transitiveMembers',
  verdict: 'proven',
  detail: 'the group has 1 member; this user is among them',
  lookedAt: '2026-11-21T09:00:05.000Z',
  sourceAsOf: null,
  nextLookAt: null,
  requestId: '66666666-1111-4111-8111-111111111111',
  ...change,
})

/** A PNG of one black dot. */
export const samplePicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)

/** Everything a recording can hold: proofs, an open claim, a skip, notes, an attestation, a picture. */
export function sampleFacts(recording: Recording = sampleRecording()): RecordingFact[] {
  return [
    { kind: 'started', body: { recording } },
    { kind: 'step-begun', body: { stepId: 'operator-checks', passwordChangedAt: null, requestId: null } },
    { kind: 'witness', body: { stepId: 'operator-checks', claimId: 'group-holds-test-user', report: sampleReport() } },
    { kind: 'note', body: { stepId: 'operator-checks', text: 'Żółć: the portal took a while' } },
    {
      kind: 'witness',
      body: {
        stepId: 'reset-seen',
        claimId: 'reset-audited',
        report: sampleReport({
          witness: 'auditLogs/directoryAudits',
          verdict: 'contradicted',
          detail: 'the reset was blocked',
          happenedAt: '2026-11-21T09:00:01.500Z',
        }),
      },
    },
    {
      kind: 'attachment',
      body: {
        stepId: 'reset',
        attachmentId: '77777777-1111-4111-8111-111111111111',
        name: 'reset page.png',
        mediaType: 'image/png',
        size: samplePicture.length,
        sha256: sha256Of(samplePicture),
      },
    },
    { kind: 'attested', body: { stepId: 'sign-in', claimId: 'signed-in-after-reset', text: 'I saw My Account' } },
    { kind: 'step-skipped', body: { stepId: 'control-user', reason: 'No time left' } },
    { kind: 'finished', body: {} },
  ]
}

export const sampleKey: KeyObject = generateKeyPairSync('ed25519').privateKey

interface Sample {
  readonly recording?: Recording
  readonly facts?: readonly RecordingFact[]
  readonly key?: KeyObject
  readonly classCode?: string
}

/** A sealed evidence file with a picture in it. */
export function sampleEvidence({ recording, facts, key = sampleKey, classCode }: Sample = {}): Uint8Array {
  const events = chainOf(facts ?? sampleFacts(recording))
  const [first] = events
  const recordingId = first?.kind === 'started' ? first.body.recording.recordingId : ''
  return sealEvidence({
    evidenceId: '55555555-1111-4111-8111-111111111111',
    sealedAt: '2026-11-21T10:00:00.000Z',
    appVersion: '0.1.0',
    events,
    attachments: facts ? [] : [samplePicture],
    key,
    classKey: classCode === undefined ? null : classKeyOf(classCode, recordingId),
  })
}
