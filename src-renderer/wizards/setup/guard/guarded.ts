import { computed, type ComputedRef, type Ref, ref, watch } from 'vue'

import type { Failure } from '@contract/failure'
import type { Confirmation } from '@contract/guard'
import type { Plan } from '@contract/plan'

import { t } from '../../../i18n/i18n'
import { useGuardStore } from '../../../stores/guard'
import { useRunStore } from '../../../stores/run'
import { useSessionStore } from '../../../stores/session'
import { useSettingsStore } from '../../../stores/settings'
import { hasWrites } from '../plan-view'
import { type Given, missingText, nothingGiven } from './guard-view'

export const isOfGuard = ({ code }: Failure): boolean => code.startsWith('guard.')

/** What stands between a plan and its first write, as a screen needs it. */
export interface Guarded {
  readonly given: Ref<Given>
  readonly isPractice: ComputedRef<boolean>
  readonly isReadOnly: ComputedRef<boolean>
  /** Whether the plan writes anything at all. */
  readonly isNeeded: ComputedRef<boolean>
  /** Why it cannot be applied yet; empty when everything was given that is asked for. */
  readonly missing: ComputedRef<string>
  readonly look: () => Promise<void>
  readonly confirmation: () => Confirmation | undefined
}

/** Looks at the tenant anew for every plan; what was typed for another plan counts no more. */
export function useGuarded(plan: ComputedRef<Pick<Plan, 'planId' | 'totals'> | null>): Guarded {
  const guard = useGuardStore()
  const runs = useRunStore()
  const settings = useSettingsStore()
  const session = useSessionStore()
  const given = ref<Given>(nothingGiven())
  const isPractice = computed(() => session.target?.kind === 'practice')
  const isReadOnly = computed(() => settings.settings?.isReadOnly === true)
  const isNeeded = computed(() => plan.value !== null && hasWrites(plan.value))

  async function look(): Promise<void> {
    runs.failure = null
    given.value = nothingGiven()
    if (plan.value && isNeeded.value && !isPractice.value) await guard.look(plan.value.planId)
  }
  watch(() => plan.value?.planId, look, { immediate: true })
  // What is asked for depends on it.
  watch(() => settings.settings?.mayWriteToProduction, look)

  return {
    given,
    isPractice,
    isReadOnly,
    isNeeded,
    missing: computed(() => {
      if (!isNeeded.value) return ''
      if (isReadOnly.value) return t('guard.readOnly.missing')
      return isPractice.value ? '' : missingText(guard.reading, given.value)
    }),
    look,
    confirmation: () => {
      if (!guard.reading) return undefined
      const { domain, reason } = given.value
      return { readingId: guard.reading.readingId, domain, reason }
    },
  }
}
