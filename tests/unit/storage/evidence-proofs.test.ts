import { generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import fc from 'fast-check'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'

import { RecordingFact } from '../../../src-main/contract/evidence.ts'
import { canonicalJson } from '../../../src-main/domain/canonical-json.ts'
import { chainEvent, chainStart } from '../../../src-main/domain/recording.ts'
import { classKeyOf } from '../../../src-main/storage/class-code.ts'
import { checkEvidenceFile, openEvidence, sealEvidence } from '../../../src-main/storage/evidence-file.ts'
import { keyFingerprint, publicKeyOf, sha256, sha256Of } from '../../../src-main/storage/seal.ts'
import { writeStoredZip } from '../../../src-main/storage/stored-zip.ts'
import { chainOf, sampleEvidence, sampleFacts, sampleKey, samplePicture } from '../../support/sample-evidence.ts'
import { sampleRecording } from '../../support/sample-recording.ts'

/** The same cases in every run. */
const seeded = (numRuns: number) => ({ numRuns, seed: 20261121 })
const file = sampleEvidence({ classCode: 'Blue-Fox 7' })
const own = { installation: keyFingerprint(publicKeyOf(sampleKey)) }
const integrity = (bytes: Uint8Array) => checkEvidenceFile(bytes).integrity
const place = fc.nat(file.length - 1)

/** The file taken apart, changed and packed with nothing of it out of shape. */
function repacked(change: (entries: Map<string, Uint8Array>) => void): Uint8Array {
  const entries = new Map(Object.entries(unzipSync(file)))
  change(entries)
  return writeStoredZip(entries)
}
const textIn = (entries: Map<string, Uint8Array>, name: string) => Buffer.from(entries.get(name) ?? []).toString('utf8')
const changeText = (name: string, change: (text: string) => string) =>
  repacked((entries) => entries.set(name, strToU8(change(textIn(entries, name)))))

describe('whatever is done to an evidence file shows', () => {
  it('is intact as it was sealed', () => {
    expect(checkEvidenceFile(file, { ...own, classCode: 'blue fox 7' })).toMatchObject({
      integrity: 'intact',
      sealedHere: true,
      classCode: 'right',
    })
  })

  it('shows each of 500 edits of one byte, wherever it is', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (at, change) => {
        const edited = Uint8Array.from(file)
        edited[at] = (edited[at] ?? 0) ^ change
        expect(integrity(edited)).not.toBe('intact')
      }),
      seeded(500),
    )
  })

  it('shows bytes taken out, put in, put behind and exchanged', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 64 })
    const without = fc.tuple(place, fc.integer({ min: 1, max: 400 })).map(([at, length]) => {
      return Buffer.concat([file.slice(0, at), file.slice(at + length)])
    })
    const withMore = fc.tuple(fc.nat(file.length), bytes).map(([at, more]) => {
      return Buffer.concat([file.slice(0, at), more, file.slice(at)])
    })
    const swapped = fc.tuple(place, place, fc.integer({ min: 1, max: 40 })).map(([one, two, length]) => {
      const [from, to] = one < two ? [one, two] : [two, one]
      const span = Math.min(length, to - from)
      return Buffer.concat([
        file.slice(0, from),
        file.slice(to, to + span),
        file.slice(from + span, to),
        file.slice(from, from + span),
        file.slice(to + span),
      ])
    })
    fc.assert(
      fc.property(fc.oneof(without, withMore, swapped), (changed) => {
        fc.pre(!Buffer.from(file).equals(changed))
        expect(integrity(changed)).not.toBe('intact')
      }),
      seeded(500),
    )
  })

  it('shows events cut, doubled and re-ordered inside a whole zip, and says which', () => {
    const lines = (text: string) => text.trimEnd().split('\n')
    const detail = (change: (all: string[]) => string[]) =>
      checkEvidenceFile(
        changeText('events.jsonl', (text) =>
          change(lines(text))
            .map((one) => `${one}\n`)
            .join(''),
        ),
      ).detail
    expect(detail((all) => all.slice(0, -2))).toBe('Altered: cut short, 7 of 9 events are left.')
    expect(detail((all) => all.toSpliced(3, 1))).toBe('Altered: event 3 was taken out.')
    expect(detail((all) => all.toSpliced(3, 0, all[2] ?? ''))).toBe('Altered: event 2 stands there twice.')
    expect(detail((all) => all.toSpliced(2, 2, all[3] ?? '', all[2] ?? ''))).toBe(
      'Altered: its events were re-ordered: number 3 stands where number 2 belongs.',
    )
    expect(detail((all) => all.map((one) => one.replace('No time left', 'All went well')))).toBe(
      'Altered: event 7 was altered.',
    )
  })

  it('shows what reads the same but is written otherwise', () => {
    const rewritten = [
      changeText('manifest.json', (text) => JSON.stringify(JSON.parse(text), null, 2)),
      changeText('seal.json', (text) => `${text} `),
      changeText('seal.json', (text) => text.replace('"signature":"', '"signature":" ')),
      changeText('events.jsonl', (text) => text.replace('"kind":', '"kind": ')),
      changeText('events.jsonl', (text) => `${text}half a line`),
      changeText('events.jsonl', (text) => `\uFEFF${text}`),
      changeText('events.jsonl', (text) => text.replace('{"at"', '{"at":"2020-01-01T00:00:00.000Z","at"')),
      zipSync(unzipSync(file)),
      zipSync(unzipSync(file), { level: 0, mtime: new Date(2026, 0, 1) }).slice(),
      repacked((entries) => {
        const seal = entries.get('seal.json') ?? new Uint8Array()
        entries.delete('seal.json')
        entries.set('seal.json', seal)
      }),
    ]
    // The one before last is byte for byte what we write: the same zip by another hand is the same file.
    expect(rewritten.map(integrity).filter((verdict) => verdict === 'intact')).toHaveLength(1)
    expect(Buffer.from(rewritten.at(-2) ?? []).equals(file)).toBe(true)
  })

  it('shows attachments that were exchanged, taken out and put in', () => {
    const name = `attachments/${sha256Of(samplePicture)}`
    const detail = (change: (entries: Map<string, Uint8Array>) => void) => checkEvidenceFile(repacked(change)).detail
    expect(detail((entries) => entries.set(name, strToU8('another picture')))).toMatch(
      /^Altered: the attachment .+ was altered/,
    )
    expect(detail((entries) => entries.delete(name))).toMatch(/^Altered: the attachment .+ was taken out/)
    const other = `attachments/${'a'.repeat(64)}`
    expect(detail((entries) => entries.set(other, samplePicture))).toBe(
      `Altered: ${other.slice(0, 60)} was put into it.`,
    )
  })

  const genuine = openEvidence(file)
  /** Somebody takes the events, changes them so that all hashes fit again, and seals them with a key of their own. */
  function forged(change: (facts: RecordingFact[]) => RecordingFact[], guess: string | null): Uint8Array {
    const events = chainOf(change(genuine.events.map(({ kind, body }) => RecordingFact.parse({ kind, body }))))
    return sealEvidence({
      evidenceId: '55555555-1111-4111-8111-111111111111',
      sealedAt: '2026-11-21T10:00:00.000Z',
      appVersion: '0.1.0',
      events,
      attachments: [samplePicture],
      key: generateKeyPairSync('ed25519').privateKey,
      classKey: guess === null ? null : classKeyOf(guess, genuine.recording.recordingId),
    })
  }
  /** The first event stays: without it, nothing can be sealed. */
  const forgery = fc.tuple(
    fc.integer({ min: 1, max: 7 }),
    fc.constantFrom('cut', 'end', 'swap', 'double', 'note', 'none'),
  )
  const forgedBy =
    ([at, how]: [number, string]) =>
    (facts: RecordingFact[]): RecordingFact[] => {
      const [one, two] = facts.slice(at, at + 2)
      if (!one || !two || how === 'none') return facts
      if (how === 'cut') return facts.toSpliced(at, 1)
      if (how === 'end') return facts.slice(0, at + 1)
      if (how === 'swap') return facts.toSpliced(at, 2, two, one)
      if (how === 'double') return facts.toSpliced(at, 0, one)
      return facts.toSpliced(at, 1, { kind: 'note', body: { stepId: 'reset', text: 'all went well' } })
    }

  it('shows each of 500 re-seals, of changed and of unchanged events, as sealed by another installation', () => {
    fc.assert(
      fc.property(forgery, (how) => {
        expect(checkEvidenceFile(forged(forgedBy(how), null), own).sealedHere).toBe(false)
      }),
      seeded(500),
    )
  })

  it('shows re-seals by who does not know the class code as of no class, or of another one', () => {
    fc.assert(
      fc.property(forgery, fc.option(fc.string({ minLength: 1, maxLength: 12 })), (how, guess) => {
        const { classCode } = checkEvidenceFile(forged(forgedBy(how), guess), { classCode: 'Blue-Fox 7' })
        expect(classCode).toBe(guess === null ? 'absent' : 'wrong')
      }),
      // To try one code takes as long as it is meant to.
      seeded(8),
    )
  })

  it('shows a class mark carried over to another sealing as wrong', () => {
    const mark = openEvidence(file).manifest
    const forged = sampleEvidence({ facts: sampleFacts().filter(({ kind }) => kind !== 'step-skipped') })
    const entries = new Map(Object.entries(unzipSync(forged)))
    const manifest = textIn(entries, 'manifest.json').replace(
      '"classMark":null',
      `"classMark":${JSON.stringify(mark.format === 2 ? mark.classMark : null)}`,
    )
    entries.set('manifest.json', strToU8(manifest))
    expect(checkEvidenceFile(writeStoredZip(entries), { classCode: 'Blue-Fox 7' })).toMatchObject({
      integrity: 'altered',
      classCode: 'wrong',
    })
  })
})

describe('a class code', () => {
  it('is right however it is typed, wrong for another class, and absent where none was given', () => {
    const asked = (classCode: string, bytes = file) => checkEvidenceFile(bytes, { classCode }).classCode
    expect([
      asked('blue fox 7'),
      asked('BLUEFOX7'),
      asked('red fox 7'),
      asked(''),
      asked('x', sampleEvidence()),
    ]).toEqual(['right', 'right', 'wrong', 'not-asked', 'absent'])
  })

  it('does not stand in the file, and a renamed file still says whose it is', () => {
    const named = sampleEvidence({ recording: { ...sampleRecording(), learner: 'Ada' }, classCode: 'Blue-Fox 7' })
    expect(Buffer.from(named).toString('latin1')).not.toMatch(/blue|fox/i)
    expect(checkEvidenceFile(named).learner).toBe('Ada')
  })
})

describe('a file of format 1', () => {
  const sample = () => readFile(new URL('../../support/evidence-format-1.resetlab', import.meta.url))

  it('is read and checked as ever', async () => {
    const opened = openEvidence(await sample(), { classCode: 'any' })
    expect(opened.manifest.format).toBe(1)
    expect(opened.check).toMatchObject({ integrity: 'intact', events: 27, classCode: 'absent' })
    expect(opened.recording.finishedAt).not.toBeNull()
  })

  it('is not intact with one byte changed, or with more behind it', async () => {
    const bytes = await sample()
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const edited = Uint8Array.from(bytes)
        edited[at] = (edited[at] ?? 0) ^ change
        expect(integrity(edited)).not.toBe('intact')
      }),
      seeded(200),
    )
    expect(integrity(Buffer.concat([bytes, Buffer.from('x')]))).toBe('altered')
  })
})

it('is intact with what an earlier or a later version wrote into an event and this one does not know', () => {
  const events = sampleFacts().reduce<{ hash: string }[]>((chain, fact, seq) => {
    const known = chainEvent(fact, seq, '2026-11-21T09:00:00.000Z', chain.at(-1)?.hash ?? chainStart, sha256)
    const { hash: _known, ...rest } = known
    const written =
      rest.kind === 'started'
        ? { ...rest, body: { recording: { ...rest.body.recording, fromElsewhere: [1, { a: null }] } } }
        : rest
    return [...chain, { ...written, hash: sha256(canonicalJson(written)) }]
  }, [])
  const bytes = sealEvidence({
    evidenceId: '55555555-1111-4111-8111-111111111111',
    sealedAt: '2026-11-21T10:00:00.000Z',
    appVersion: '0.1.0',
    events,
    attachments: [samplePicture],
    key: sampleKey,
  })
  expect(Buffer.from(bytes).includes('fromElsewhere')).toBe(true)
  expect(integrity(bytes)).toBe('intact')
})

it('says of a file that is nested without end that it cannot be read', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const nested = (name: string) =>
    changeText(name, (text) =>
      text.replace('"kind":"note"', `"deep":${deep},"kind":"note"`).replace('"format":2', `"deep":${deep},"format":2`),
    )
  expect(checkEvidenceFile(nested('events.jsonl')).integrity).not.toBe('intact')
  expect(checkEvidenceFile(nested('manifest.json')).integrity).not.toBe('intact')
})

it('says of a newer format that this ResetLab cannot read it', () => {
  const newer = changeText('manifest.json', (text) => text.replace('"format":2', '"format":3'))
  expect(checkEvidenceFile(newer)).toMatchObject({
    integrity: 'unreadable',
    detail: expect.stringContaining('format 3 is newer than this ResetLab') as string,
  })
})

describe('the example beside the description of the format', () => {
  it('is intact, and its class code is the one written there', async () => {
    const bytes = await readFile(new URL('../../../resources/evidence-example.resetlab', import.meta.url))
    const text = await readFile(new URL('../../../resources/evidence-format.md', import.meta.url), 'utf8')
    const [, classCode = ''] = /class code is `([^`]+)`/.exec(text) ?? []
    const { manifest, check } = openEvidence(bytes, { classCode })
    expect(check).toMatchObject({ integrity: 'intact', classCode: 'right', learner: 'Ada Example' })
    const members = [...text.matchAll(/^\| (`[a-zA-Z`, ]+)/gm)].flatMap(([, names = '']) => names.match(/\w+/g) ?? [])
    expect(members).toEqual(expect.arrayContaining(Object.keys(manifest)))
  })
})
