import type { KeyObject } from 'node:crypto'

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'

import { EvidenceManifest, EvidenceSeal, RecordingEvent } from '../contract/evidence.ts'
import type { EvidenceCheck, Recording } from '../contract/recording.ts'
import { AppError } from '../domain/app-error.ts'
import { findBrokenLink, replayRecording } from '../domain/recording.ts'
import { keyFingerprint, sealFits, sealManifest, sha256 } from './seal.ts'

/** What an evidence file holds once it is open, with the verdict on its integrity. */
export interface OpenedEvidence {
  readonly manifest: EvidenceManifest
  readonly events: RecordingEvent[]
  readonly recording: Recording
  readonly check: EvidenceCheck
}

const maxBytes = 64 * 1024 * 1024
const names = { manifest: 'manifest.json', events: 'events.jsonl', seal: 'seal.json' } as const

interface SealInput {
  readonly evidenceId: string
  readonly sealedAt: string
  readonly appVersion: string
  readonly events: readonly RecordingEvent[]
  readonly key: KeyObject
}

/** One zip of manifest, events and seal, stored plainly. The same input gives the same bytes: entries carry a fixed time. */
export function sealEvidence(input: SealInput): Uint8Array {
  const [first] = input.events
  const last = input.events.at(-1)
  if (first?.kind !== 'started' || !last) throw AppError.of('bug', 'evidence.empty')
  const manifest = EvidenceManifest.parse({
    format: 1,
    evidenceId: input.evidenceId,
    recordingId: first.body.recording.recordingId,
    sealedAt: input.sealedAt,
    events: input.events.length,
    headHash: last.hash,
    appVersion: input.appVersion,
  })
  const lines = input.events.map((event) => `${JSON.stringify(event)}\n`).join('')
  const entries = {
    [names.manifest]: strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
    [names.events]: strToU8(lines),
    [names.seal]: strToU8(`${JSON.stringify(sealManifest(manifest, input.key), null, 2)}\n`),
  }
  return zipSync(entries, { mtime: new Date('2026-01-01T00:00:00Z'), level: 0 })
}

/**
 * Opens an evidence file and checks every link and the seal. Throws `AppError` of kind `damaged` when it is no evidence
 * file (`evidence.unreadable`), or so altered that an entry cannot be read any more (`evidence.altered`).
 */
export function openEvidence(bytes: Uint8Array): OpenedEvidence {
  const { entries, stranger } = unzip(bytes)
  const manifest = readEntry(entries, names.manifest, (text) => EvidenceManifest.parse(JSON.parse(text)))
  const seal = readEntry(entries, names.seal, (text) => EvidenceSeal.parse(JSON.parse(text)))
  const events = readEntry(entries, names.events, parseEvents)
  if (stranger !== null) throw altered(`${stranger.slice(0, 60)} was put into it`)
  const recording = replayRecording(events)
  if (!recording) throw altered('its events do not begin with the start of a recording')
  return { manifest, events, recording, check: checkEvidence(manifest, seal, events, recording) }
}

/** Like `openEvidence`, but an unreadable file is an answer too. */
export function checkEvidenceFile(bytes: Uint8Array): EvidenceCheck {
  try {
    return openEvidence(bytes).check
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const why = error.failure.params?.['why'] ?? 'the file could not be read'
    const isAltered = error.failure.code === 'evidence.altered'
    const detail = isAltered ? `Altered: ${why}.` : `Not an evidence file that can be read: ${why}.`
    return { integrity: isAltered ? 'altered' : 'unreadable', detail, events: 0, sealedBy: null }
  }
}

function checkEvidence(
  manifest: EvidenceManifest,
  seal: EvidenceSeal,
  events: readonly RecordingEvent[],
  recording: Recording,
): EvidenceCheck {
  const sealedBy = keyFingerprint(seal.publicKey)
  const found = findAlteration(manifest, seal, events, recording)
  return found === null
    ? {
        integrity: 'intact',
        detail: `All ${String(events.length)} events fit their chain, and the seal fits the chain.`,
        events: events.length,
        sealedBy,
      }
    : { integrity: 'altered', detail: found, events: events.length, sealedBy }
}

function findAlteration(
  manifest: EvidenceManifest,
  seal: EvidenceSeal,
  events: readonly RecordingEvent[],
  recording: Recording,
): string | null {
  const broken = findBrokenLink(events, sha256)
  if (broken) return `Altered: ${broken.why}.`
  if (!sealFits(manifest, seal)) return 'Altered: the seal does not fit the manifest.'
  if (events.length < manifest.events) {
    return `Altered: cut short, ${String(events.length)} of ${String(manifest.events)} events are left.`
  }
  if (events.at(-1)?.hash !== manifest.headHash) return 'Altered: the last event is not the one that was sealed.'
  if (recording.recordingId !== manifest.recordingId) return 'Altered: the manifest belongs to another recording.'
  return null
}

const isOurs = (name: string): boolean => Object.values(names).some((known) => known === name)

/**
 * Refuses what would unpack to more than 64 MiB. `stranger` names something in it that nobody sealed: an entry of
 * another name, or one that is there twice.
 */
function unzip(bytes: Uint8Array): { entries: Record<string, Uint8Array>; stranger: string | null } {
  let total = 0
  let stranger: string | null = null
  const met = new Set<string>()
  try {
    const entries = unzipSync(bytes, {
      filter: (file) => {
        total += file.originalSize
        if (total > maxBytes) throw unreadable('it unpacks to more than 64 MiB')
        if (!isOurs(file.name) || met.has(file.name)) stranger ??= file.name
        met.add(file.name)
        return isOurs(file.name)
      },
    })
    return { entries, stranger }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unreadable('it is not a zip file, or it is cut short')
  }
}

function readEntry<T>(entries: Record<string, Uint8Array>, name: string, parse: (text: string) => T): T {
  const entry = entries[name]
  if (!entry) throw unreadable(`${name} is missing in it`)
  try {
    return parse(strFromU8(entry))
  } catch {
    // The zip is whole and the entry is there: what was sealed could be read, so somebody changed it since.
    throw altered(`${name} cannot be read as it was sealed`)
  }
}

function parseEvents(text: string): RecordingEvent[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => RecordingEvent.parse(JSON.parse(line)))
}

const altered = (why: string): AppError => AppError.of('damaged', 'evidence.altered', { params: { why } })
const unreadable = (why: string): AppError => AppError.of('damaged', 'evidence.unreadable', { params: { why } })
