import type { EvidenceManifest, EvidenceSeal } from '../contract/evidence.ts'
import type { EvidenceCheck, Recording } from '../contract/recording.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { findBrokenLink, type Link } from '../domain/recording.ts'
import { classMarkFits } from './class-code.ts'
import { attachmentName, entryNames, exactText, isExactZip } from './evidence-zip.ts'
import { keyFingerprint, sealFits, sha256, sha256Of } from './seal.ts'
import { fixedTime } from './stored-zip.ts'

/** What the person asking knows and the file is compared with. */
export interface Asked {
  readonly classCode?: string
  /** Fingerprint of the installation the file should be sealed by. */
  readonly installation?: string
}

/** `events.jsonl` as it was written. */
export interface EvidenceLines {
  readonly text: string
  readonly texts: readonly string[]
  readonly links: readonly Link[]
}

interface EvidenceParts {
  readonly bytes: Uint8Array
  readonly entries: ReadonlyMap<string, Uint8Array>
  readonly manifest: EvidenceManifest
  readonly seal: EvidenceSeal
  readonly lines: EvidenceLines
  readonly recording: Recording
  readonly attachments: ReadonlyMap<string, Uint8Array>
}

const packedAnew =
  'what was sealed is in it, but not byte for byte as it was written: it was packed anew, or something was put between'

export function checkEvidence(parts: EvidenceParts, asked: Asked): EvidenceCheck {
  const { manifest, seal, lines, recording } = parts
  const sealedBy = keyFingerprint(seal.publicKey)
  const found = findBrokenContent(parts) ?? findBrokenAttachment(parts) ?? (isAsWritten(parts) ? null : packedAnew)
  return {
    integrity: found === null ? 'intact' : 'altered',
    detail: found === null ? intactWords(parts) : `Altered: ${found}.`,
    events: lines.links.length,
    sealedBy,
    sealedHere: asked.installation === undefined ? null : asked.installation === sealedBy,
    learner: recording.learner ?? null,
    classCode: classCodeVerdict(manifest, asked.classCode),
  }
}

function intactWords({ lines, attachments }: EvidenceParts): string {
  const chain = `All ${String(lines.links.length)} events fit their chain, and the seal fits the chain.`
  return attachments.size === 0 ? chain : `${chain} Attachments as they were sealed: ${String(attachments.size)}.`
}

function classCodeVerdict(manifest: EvidenceManifest, code: string | undefined): EvidenceCheck['classCode'] {
  if (code === undefined || code.trim() === '') return 'not-asked'
  if (manifest.format === 1 || manifest.classMark === null) return 'absent'
  return classMarkFits(manifest, code) ? 'right' : 'wrong'
}

function findBrokenContent({ manifest, seal, lines, recording }: EvidenceParts): string | null {
  const broken = findBrokenLink(lines.links, sha256)
  if (broken) return broken.why
  if (!sealFits(manifest, seal)) return 'the seal does not fit the manifest'
  if (lines.links.length < manifest.events) {
    return `cut short, ${String(lines.links.length)} of ${String(manifest.events)} events are left`
  }
  if (lines.links.length > manifest.events) return 'events were put behind the last one that was sealed'
  if (lines.links.at(-1)?.hash !== manifest.headHash) return 'the last event is not the one that was sealed'
  if (recording.recordingId !== manifest.recordingId) return 'the manifest belongs to another recording'
  return null
}

function findBrokenAttachment({ manifest, attachments }: EvidenceParts): string | null {
  const sealed = manifest.format === 1 ? [] : manifest.attachments
  for (const { sha256: digest, size } of sealed) {
    const bytes = attachments.get(digest)
    if (!bytes) return `the attachment ${digest.slice(0, 12)}… was taken out`
    if (bytes.length !== size || sha256Of(bytes) !== digest) return `the attachment ${digest.slice(0, 12)}… was altered`
  }
  const added = [...attachments.keys()].find((digest) => !sealed.some((known) => known.sha256 === digest))
  return added === undefined ? null : `${attachmentName(added).slice(0, 60)} was put into it`
}

/**
 * Everything reads the same, but is it also written the same? Blanks in JSON, or bytes between zip entries, are covered by
 * no hash: there is one way to write a file of each format, and no other is taken.
 */
function isAsWritten({ bytes, entries, manifest, seal, lines, attachments }: EvidenceParts): boolean {
  const textOf = (name: string): string => exactText(entries.get(name) ?? new Uint8Array(), name)
  // Format 1 wrote its members in the order they came in; today's order is sorted.
  const write = manifest.format === 1 ? (value: unknown) => JSON.stringify(value) : canonicalJson
  const indented = (text: string): string => `${JSON.stringify(JSON.parse(text), null, 2)}\n`
  const writeWhole = manifest.format === 1 ? indented : (text: string): string => `${canonicalJson(JSON.parse(text))}\n`
  const isWhole = [entryNames.manifest, entryNames.seal].every((name) => writeWhole(textOf(name)) === textOf(name))
  const areLines =
    lines.text === lines.texts.map((line) => `${line}\n`).join('') &&
    lines.texts.every((line) => write(JSON.parse(line)) === line)
  const order = [
    ...Object.values(entryNames),
    ...(manifest.format === 1 ? [] : manifest.attachments.map(({ sha256: digest }) => attachmentName(digest))),
  ]
  const ordered = new Map(order.map((name) => [name, entries.get(name) ?? new Uint8Array()]))
  const isExact =
    attachments.size === order.length - 3 && isExactZip(bytes, ordered, manifest.format === 1 ? null : fixedTime)
  return isWhole && areLines && isExact && isCanonicalBase64(seal.publicKey) && isCanonicalBase64(seal.signature)
}

/** Base64 has spare bits and tolerates strange signs; what was sealed has neither. */
const isCanonicalBase64 = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text
