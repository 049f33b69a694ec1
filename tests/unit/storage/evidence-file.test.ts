import { generateKeyPairSync } from 'node:crypto'

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'

import type { RecordingEvent } from '../../../src-main/contract/evidence.ts'
import { chainEvent, chainStart } from '../../../src-main/domain/recording.ts'
import { checkEvidenceFile, openEvidence, sealEvidence } from '../../../src-main/storage/evidence-file.ts'
import { sha256 } from '../../../src-main/storage/seal.ts'
import { sampleRecording } from '../../support/sample-recording.ts'

const at = '2026-11-21T09:00:00.000Z'
const uuid = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`

const recording = sampleRecording()

function chain(): RecordingEvent[] {
  const first = chainEvent({ kind: 'started', body: { recording } }, 0, at, chainStart, sha256)
  const body = { stepId: 'reset' as const, passwordChangedAt: null, requestId: 'r1' }
  const second = chainEvent({ kind: 'step-begun', body }, 1, at, first.hash, sha256)
  return [first, second, chainEvent({ kind: 'finished', body: {} }, 2, at, second.hash, sha256)]
}

const { privateKey: key } = generateKeyPairSync('ed25519')
const sealed = (events = chain()) =>
  sealEvidence({ evidenceId: uuid(5), sealedAt: at, appVersion: '0.1.0', events, key })

/** The same file with one entry changed by whoever had it in between. */
function tampered(name: string, change: (text: string) => string): Uint8Array {
  const entries = unzipSync(sealed())
  return zipSync({ ...entries, [name]: strToU8(change(strFromU8(entries[name] ?? new Uint8Array()))) })
}

describe('an evidence file', () => {
  it('opens again to the same recording, intact and sealed by this installation', () => {
    const opened = openEvidence(sealed())
    expect(opened.check).toMatchObject({ integrity: 'intact', events: 3 })
    expect(opened.check.sealedBy).toMatch(/^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/)
    expect(opened.recording.currentStep).toBe('reset')
    expect(opened.recording.finishedAt).toBe(at)
  })

  it('shows every single altered character of its events', () => {
    const text = strFromU8(unzipSync(sealed())['events.jsonl'] ?? new Uint8Array())
    const verdicts = new Set<string>()
    for (let place = 0; place < text.length; place += 97) {
      const other = text[place] === 'x' ? 'y' : 'x'
      const change = (all: string) => `${all.slice(0, place)}${other}${all.slice(place + 1)}`
      verdicts.add(checkEvidenceFile(tampered('events.jsonl', change)).integrity)
    }
    expect(verdicts).toEqual(new Set(['altered']))
  })

  it('is not intact with something in it that nobody sealed', () => {
    const check = checkEvidenceFile(zipSync({ ...unzipSync(sealed()), 'notes.html': strToU8('<p>trust me</p>') }))
    expect(check).toMatchObject({ integrity: 'altered', detail: 'Altered: notes.html was put into it.' })
  })

  it('names the event that was altered', () => {
    const check = checkEvidenceFile(
      tampered('events.jsonl', (text) => text.replace('"requestId":"r1"', '"requestId":"r2"')),
    )
    expect(check).toMatchObject({ integrity: 'altered', detail: 'Altered: event 1 was altered.' })
  })

  it('notices that it was cut short, or re-ordered', () => {
    const lines = (text: string) => text.trimEnd().split('\n')
    const cut = tampered('events.jsonl', (text) => `${lines(text).slice(0, 2).join('\n')}\n`)
    expect(checkEvidenceFile(cut).detail).toBe('Altered: cut short, 2 of 3 events are left.')
    const turned = tampered('events.jsonl', (text) => {
      const [one, two, three] = lines(text)
      return `${String(one)}\n${String(three)}\n${String(two)}\n`
    })
    expect(checkEvidenceFile(turned).integrity).toBe('altered')
  })

  it('notices a chain that was made anew without the key', () => {
    const other = chainEvent({ kind: 'finished', body: {} }, 0, at, chainStart, sha256)
    const first = chain()[0] ?? other
    const last = chainEvent({ kind: 'abandoned', body: {} }, 1, at, first.hash, sha256)
    const events = [first, last]
    const forged = tampered('events.jsonl', () => events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    expect(checkEvidenceFile(forged).integrity).toBe('altered')
    const manifest = (text: string) => text.replace('"events":3', '"events":2')
    expect(checkEvidenceFile(tampered('manifest.json', manifest)).detail).toBe(
      'Altered: the seal does not fit the manifest.',
    )
  })

  it.each([
    ['an empty file', new Uint8Array()],
    ['some text', strToU8('hello')],
    ['a zip of something else', zipSync({ 'a.txt': strToU8('a') })],
    ['half a file', sealed().slice(0, 400)],
  ])('calls %s unreadable, and says why', (_name, bytes) => {
    const check = checkEvidenceFile(bytes)
    expect(check.integrity).toBe('unreadable')
    expect(check.detail).toMatch(/^Not an evidence file that can be read: .+\.$/)
  })
})
