import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Failure, Reply } from '@contract/failure'
import type { PeopleFile, PeopleMapping, PersonRow } from '@contract/people'
import type { KeptPasswords, MovedPassword } from '@contract/people-in-tenant'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'

/** The file of people under way. It outlives a look at another step, so that nothing mended is lost. */
export const usePeopleStore = defineStore('people', () => {
  const file = shallowRef<PeopleFile | null>(null)
  /** The rows as they are now: mended, or left out. */
  const rows = shallowRef<readonly PersonRow[]>([])
  /** For reading it again with other columns. */
  const chosen = shallowRef<File | null>(null)
  const failure = ref<Failure | null>(null)
  const isReading = ref(false)
  /** Whether there are rows that are not as the file has them. */
  const isMended = (): boolean =>
    file.value !== null && rows.value.length > 0 && JSON.stringify(rows.value) !== JSON.stringify(file.value.rows)
  let latest = 0

  /** Reads a file; an answer that a newer question overtook is dropped. What was read before stays when it fails. */
  async function read(source: File, base64: Promise<string>, mapping?: PeopleMapping): Promise<void> {
    const mine = (latest += 1)
    isReading.value = true
    failure.value = null
    const bytes = await base64.catch(() => null)
    const given = { fileName: source.name, base64: bytes ?? '', ...(mapping ? { mapping } : {}) }
    const reply = bytes === null ? gone(source.name) : await ask('people.read', given)
    if (mine !== latest) return
    isReading.value = false
    if (reply.ok) {
      file.value = reply.value
      rows.value = reply.value.rows
      chosen.value = source
    } else {
      failure.value = reply.failure
    }
  }

  /** Keeps the passwords of people taken over; it is to be waited for before the file is forgotten. */
  async function bringPasswords(
    people: { rowNumber: number; userPrincipalName: string }[],
  ): Promise<Reply<KeptPasswords>> {
    const readingId = file.value?.readingId
    if (readingId === undefined) return { ok: true, value: { brought: 0, unfitRows: [] } }
    return ask('people.bringPasswords', { readingId, people })
  }

  /** User principal names, in small letters, whose initial password waits in memory. */
  const broughtNames = (): Promise<Reply<string[]>> => ask('people.brought', undefined)

  /** A person taken over got another user principal name, or went, with null. */
  const movePassword = (from: string, to: string | null): Promise<Reply<MovedPassword>> =>
    ask('people.movePassword', { from, to })

  function refuse(next: Failure): void {
    forget()
    failure.value = next
  }

  function forget(): void {
    latest += 1
    if (file.value) void ask('people.forget', { readingId: file.value.readingId })
    file.value = null
    rows.value = []
    chosen.value = null
    failure.value = null
    isReading.value = false
  }

  // Another tenant has another domain, by which the rows were judged.
  listen('session.changed', (session) => {
    if (session.state !== 'signed-in') forget()
  })

  return {
    file,
    rows,
    chosen,
    failure,
    isReading,
    isMended,
    read,
    bringPasswords,
    broughtNames,
    movePassword,
    refuse,
    forget,
  }
})

const gone = (file: string): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { kind: 'not-found', code: 'file.unreadable', params: { file } },
})
