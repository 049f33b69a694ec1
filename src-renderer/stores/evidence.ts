import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { EvidenceSource } from '@contract/evidence'
import type { Failure, Reply } from '@contract/failure'
import type { EvidenceSummary } from '@contract/recording'
import type { Report } from '@contract/report'

import { ask } from '../bridge/ask'

interface SentFile {
  readonly fileName: string
  readonly base64: string
  readonly report: Report
}

/** So many sent files are kept at hand at most, each of up to 20 MB. */
const mostSent = 8

/** The evidence files on this computer by their id, and those that were sent, by `sent-1` and so on, until the page is closed. */
export const useEvidenceStore = defineStore('evidence', () => {
  const files = ref<EvidenceSummary[]>([])
  const failure = ref<Failure | null>(null)
  const isKnown = ref(false)
  const isLooking = ref(false)
  const sent = ref(new Map<string, SentFile>())
  let count = 0

  async function refresh(): Promise<void> {
    isLooking.value = true
    const reply = await ask('evidence.list', undefined)
    isLooking.value = false
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) {
      files.value = reply.value
      isKnown.value = true
    }
  }

  /** Null for a sent file that is not at hand any more. */
  function sourceOf(id: string): EvidenceSource | null {
    if (!id.startsWith('sent-')) return { evidenceId: id }
    const file = sent.value.get(id)
    return file ? { fileName: file.fileName, base64: file.base64 } : null
  }

  async function open(id: string): Promise<Reply<Report> | null> {
    const file = sent.value.get(id)
    if (file) return { ok: true, value: file.report }
    const source = sourceOf(id)
    return source && ask('evidence.open', source)
  }

  /** Opens a file somebody sent, to be looked at; answers by which name it is at hand. */
  async function openSent(fileName: string, base64: string): Promise<Reply<string>> {
    const reply = await ask('evidence.open', { fileName, base64 })
    if (!reply.ok) return reply
    count += 1
    const id = `sent-${String(count)}`
    const kept = [...sent.value].slice(-(mostSent - 1))
    sent.value = new Map([...kept, [id, { fileName, base64, report: reply.value }]])
    return { ok: true, value: id }
  }

  /** The bytes of a picture in base64, or null when it is not in the file. */
  async function picture(id: string, sha256: string): Promise<string | null> {
    const source = sourceOf(id)
    const reply = source && (await ask('evidence.picture', { ...source, sha256 }))
    return reply?.ok ? reply.value.base64 : null
  }

  return { files, failure, isKnown, isLooking, sent, refresh, open, openSent, sourceOf, picture }
})
