import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

import type { Failure } from '@contract/failure'
import type { Lab } from '@contract/lab'
import { emptyLines, PrerequisiteId, type TenantLine } from '@contract/prerequisite'
import type { Target, TenantOverview } from '@contract/tenant'

import { ask } from '../bridge/ask'
import { listen } from '../bridge/listen'
import { onReconnect } from '../bridge/reconnect'
import { useSessionStore } from './session'

const targetKey = (target: Target | null): string | null => target && `${target.tenantId} ${target.operator.id}`

/** What Graph said of the tenant when we last looked. */
export const useTenantStore = defineStore('tenant', () => {
  const overview = ref<TenantOverview | null>(null)
  const failure = ref<Failure | null>(null)
  const isLooking = ref(false)
  const lines = ref<TenantLine[]>(emptyLines())
  /** The lab the lines were looked at for, as text. */
  let checkedFor: string | null = null
  let round = 0
  let heard = 0

  async function look(): Promise<void> {
    const mine = round
    isLooking.value = true
    const reply = await ask('tenant.look', undefined)
    if (mine !== round) return
    isLooking.value = false
    failure.value = reply.ok ? null : reply.failure
    if (reply.ok) overview.value = reply.value
  }

  /** Looks at some lines anew, at all of them when none are named. Each appears as it comes. */
  async function check(lab: Lab, ids: PrerequisiteId[] = PrerequisiteId.options): Promise<void> {
    checkedFor = JSON.stringify(lab)
    const mine = round
    const reply = await ask('tenant.check', { ids, lab })
    if (mine === round && !reply.ok) failure.value = reply.failure
  }

  /** Looks only where nothing was found yet, or was found for a lab that has changed since. */
  async function checkOnce(lab: Lab): Promise<void> {
    if (checkedFor !== JSON.stringify(lab)) await check(lab)
  }

  /** Waits for no line any more; what was found stays. */
  async function stopChecking(): Promise<void> {
    const reply = await ask('tenant.stop', undefined)
    if (!reply.ok) failure.value = reply.failure
  }

  /** What was heard meanwhile is newer than the answer. */
  async function refresh(): Promise<void> {
    const mine = heard
    const reply = await ask('tenant.lines', undefined)
    if (mine === heard && reply.ok) lines.value = reply.value
  }

  function forget(): void {
    round += 1
    overview.value = null
    failure.value = null
    isLooking.value = false
    lines.value = emptyLines()
    checkedFor = null
  }

  onReconnect(refresh)
  listen('tenant.checked', (next) => {
    heard += 1
    lines.value = next
  })

  const session = useSessionStore()
  // At once: nothing of one tenant may be shown in another.
  watch(() => targetKey(session.target), forget, { flush: 'sync' })

  return { overview, failure, isLooking, lines, look, check, checkOnce, stopChecking, refresh }
})
