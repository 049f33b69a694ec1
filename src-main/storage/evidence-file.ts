import type { KeyObject } from 'node:crypto'

import { strToU8 } from 'fflate'
import { z } from 'zod'

import {
  evidenceFormat,
  EvidenceManifest,
  EvidenceSeal,
  type ManifestTwo,
  RecordingEvent,
} from '../contract/evidence.ts'
import type { EvidenceCheck, Recording } from '../contract/recording.ts'
import { AppError } from '../domain/app-error.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { type Link, replayRecording } from '../domain/recording.ts'
import { type ClassKey, classMarkOf } from './class-code.ts'
import { type Asked, checkEvidence, type EvidenceLines } from './evidence-check.ts'
import { altered, attachmentName, entryNames, exactText, unpackEvidence, unreadable } from './evidence-zip.ts'
import { sealManifest, sha256Of } from './seal.ts'
import { writeStoredZip } from './stored-zip.ts'

/** What an evidence file holds once it is open, with the verdict on its integrity. */
export interface OpenedEvidence {
  readonly manifest: EvidenceManifest
  readonly events: RecordingEvent[]
  readonly recording: Recording
  /** By their digest. */
  readonly attachments: ReadonlyMap<string, Uint8Array>
  readonly check: EvidenceCheck
}

interface SealInput {
  readonly evidenceId: string
  readonly sealedAt: string
  readonly appVersion: string
  /** The chain as it was written, with what this version may not know of. */
  readonly events: readonly unknown[]
  readonly attachments?: readonly Uint8Array[]
  readonly key: KeyObject
  /** Of the class code given at the start; absent when none was. */
  readonly classKey?: ClassKey | null
}

/** One zip of manifest, events, seal and attachments, stored plainly. The same input gives the same bytes. */
export function sealEvidence(input: SealInput): Uint8Array {
  const events = input.events.map((event) => RecordingEvent.parse(event))
  const [first] = events
  const last = events.at(-1)
  if (first?.kind !== 'started' || !last) throw AppError.of('bug', 'evidence.empty')
  const attachments = new Map((input.attachments ?? []).map((bytes) => [sha256Of(bytes), bytes] as const))
  const body: Omit<ManifestTwo, 'classMark'> = {
    format: evidenceFormat,
    evidenceId: input.evidenceId,
    recordingId: first.body.recording.recordingId,
    sealedAt: input.sealedAt,
    events: events.length,
    headHash: last.hash,
    appVersion: input.appVersion,
    attachments: [...attachments].map(([sha256, bytes]) => ({ sha256, size: bytes.length })),
  }
  const manifest = { ...body, classMark: input.classKey ? classMarkOf(body, input.classKey) : null }
  return writeStoredZip(
    new Map([
      [entryNames.manifest, strToU8(`${canonicalJson(manifest)}\n`)],
      [entryNames.events, strToU8(input.events.map((event) => `${canonicalJson(event)}\n`).join(''))],
      [entryNames.seal, strToU8(`${canonicalJson(sealManifest(manifest, input.key))}\n`)],
      ...[...attachments].map(([sha256, bytes]) => [attachmentName(sha256), bytes] as const),
    ]),
  )
}

/**
 * Opens an evidence file of any format and checks every link, attachment, byte and the seal. Throws `AppError` of kind
 * `damaged` when it is no evidence file (`evidence.unreadable`), or so altered that an entry cannot be read any more
 * (`evidence.altered`).
 */
export function openEvidence(bytes: Uint8Array, asked: Asked = {}): OpenedEvidence {
  try {
    return open(bytes, asked)
  } catch (error) {
    // The stack has an end, and nesting made to reach it is no recording of ours.
    if (error instanceof RangeError) throw unreadable('it is nested too deeply')
    throw error
  }
}

function open(bytes: Uint8Array, asked: Asked): OpenedEvidence {
  const { entries, stranger } = unpackEvidence(bytes)
  const manifest = readEntry(entries, entryNames.manifest, readManifest)
  const seal = readEntry(entries, entryNames.seal, (text) => EvidenceSeal.parse(JSON.parse(text)))
  const lines = readLines(exactText(entryOf(entries, entryNames.events), entryNames.events))
  if (stranger !== null) throw altered(`${stranger.slice(0, 60)} was put into it`)
  const events = lines.links.map((link, index) => {
    const event = RecordingEvent.safeParse(link)
    if (!event.success) throw altered(`event ${String(index)} cannot be read as it was sealed`)
    return event.data
  })
  const recording = replayRecording(events)
  if (!recording) throw altered('its events do not begin with the start of a recording')
  const attachments = new Map(
    [...entries].flatMap(([name, content]) =>
      name.startsWith('attachments/') ? [[name.slice('attachments/'.length), content] as const] : [],
    ),
  )
  const check = checkEvidence({ bytes, entries, manifest, seal, lines, recording, attachments }, asked)
  return { manifest, events, recording, attachments, check }
}

/** Like `openEvidence`, but an unreadable file is an answer too. */
export function checkEvidenceFile(bytes: Uint8Array, asked: Asked = {}): EvidenceCheck {
  try {
    return openEvidence(bytes, asked).check
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const why = error.failure.params?.['why'] ?? 'the file could not be read'
    const isAltered = error.failure.code === 'evidence.altered'
    const detail = isAltered ? `Altered: ${why}.` : `Not an evidence file that can be read: ${why}.`
    return unopened(isAltered ? 'altered' : 'unreadable', detail)
  }
}

/** The answer about a file of which nothing inside can be told. */
export const unopened = (integrity: 'altered' | 'unreadable', detail: string): EvidenceCheck => ({
  integrity,
  detail,
  events: 0,
  sealedBy: null,
  sealedHere: null,
  learner: null,
  classCode: 'not-asked',
})

function entryOf(entries: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const entry = entries.get(name)
  if (!entry) throw unreadable(`${name} is missing in it`)
  return entry
}

function readEntry<T>(entries: ReadonlyMap<string, Uint8Array>, name: string, parse: (text: string) => T): T {
  const entry = entryOf(entries, name)
  try {
    return parse(exactText(entry, name))
  } catch (error) {
    if (error instanceof AppError) throw error
    // The zip is whole and the entry is there: what was sealed could be read, so somebody changed it since.
    throw altered(`${name} cannot be read as it was sealed`)
  }
}

const AnyFormat = z.object({ format: z.number().int() })

function readManifest(text: string): EvidenceManifest {
  const manifest: unknown = JSON.parse(text)
  const { format } = AnyFormat.parse(manifest)
  if (format > evidenceFormat) {
    throw unreadable(
      `its format ${String(format)} is newer than this ResetLab, which reads up to ${String(evidenceFormat)}`,
    )
  }
  return EvidenceManifest.parse(manifest)
}

const LooseLink = z.looseObject({ seq: z.number(), prev: z.string(), hash: z.string() })

/** Every line as it was written, so that hashes are taken over what this version does not know, too. */
function readLines(text: string): EvidenceLines {
  const texts = text.split('\n').slice(0, -1)
  const links: Link[] = texts.map((line, index) => {
    try {
      return LooseLink.parse(JSON.parse(line))
    } catch {
      throw altered(`event ${String(index)} cannot be read as it was sealed`)
    }
  })
  return { text, texts, links }
}
