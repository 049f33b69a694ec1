import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Failure, Reply } from '@contract/failure'
import { mostChecked, type PeopleCheck, type TenantUser, type TenantUserSearch } from '@contract/people-in-tenant'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'
import { type Progress, progressSince } from './progress'

/** What the tenant has of one user principal name; `free` is nothing. */
export type TenantFinding =
  { has: 'free' } | { has: 'user'; user: TenantUser } | { has: 'deleted' } | { has: 'unusable-domain' }

/** Who is in the tenant already, as far as it was asked. What was found stays until it is asked anew, or signed out. */
export const useTenantPeopleStore = defineStore('tenant-people', () => {
  /** By user principal name in small letters. Replaced, never changed. */
  const findings = shallowRef<ReadonlyMap<string, TenantFinding>>(new Map())
  /** Names asked for and answered since the check began; null when none is under way. */
  const progress = ref<Progress | null>(null)
  const failure = ref<Failure | null>(null)
  /** Whether the recycle bin could be looked into. */
  const isBinKnown = ref(true)
  const waiting = new Set<string>()
  let latest = 0

  /** Asks for those names that are not known yet, by as many as go at once. Joins a check that is under way. */
  async function check(userPrincipalNames: Iterable<string>): Promise<void> {
    for (const name of userPrincipalNames) {
      const key = name.toLowerCase()
      if (!findings.value.has(key)) waiting.add(key)
    }
    if (progress.value) progress.value = { ...progress.value, of: progress.value.done + waiting.size }
    else if (waiting.size > 0) await work((latest += 1))
  }

  async function work(mine: number): Promise<void> {
    failure.value = null
    let done = 0
    const began = Date.now()
    while (waiting.size > 0) {
      progress.value = progressSince(began, done, done + waiting.size)
      const names = [...waiting].slice(0, mostChecked)
      const reply = await ask('people.check', { names })
      if (mine !== latest) return
      if (!reply.ok) {
        failure.value = reply.failure
        break
      }
      for (const name of names) waiting.delete(name)
      take(names, reply.value)
      done += names.length
    }
    end()
  }

  function take(names: readonly string[], found: PeopleCheck): void {
    const users = new Map(found.taken.map((user) => [user.userPrincipalName.toLowerCase(), user]))
    const deleted = new Set(found.deleted)
    const unusable = new Set(found.unusableDomains)
    const next = new Map(findings.value)
    for (const name of names) {
      const user = users.get(name)
      const isUnusable = unusable.has(name.slice(name.lastIndexOf('@') + 1))
      if (isUnusable) next.set(name, { has: 'unusable-domain' })
      else if (user) next.set(name, { has: 'user', user })
      else next.set(name, { has: deleted.has(name) ? 'deleted' : 'free' })
    }
    findings.value = next
    isBinKnown.value = found.deleted !== null
  }

  function end(): void {
    waiting.clear()
    progress.value = null
  }

  /** What is known stays; an answer under way is dropped. */
  function stop(): void {
    latest += 1
    end()
  }

  /** So that every name is asked for anew. */
  function forget(): void {
    stop()
    findings.value = new Map()
    failure.value = null
    isBinKnown.value = true
  }

  const search = (text: string): Promise<Reply<TenantUserSearch>> => ask('people.search', { text })

  listen('session.changed', (session) => {
    if (session.state !== 'signed-in') forget()
  })

  return { findings, progress, failure, isBinKnown, check, stop, forget, search }
})
