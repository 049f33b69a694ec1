import type { PrerequisiteOutcome } from '@contract/prerequisite'

interface Look {
  readonly icon: string
  /** AA on both backgrounds. */
  readonly tone: string
}

export const outcomeLooks: Record<PrerequisiteOutcome, Look> = {
  'needs-you': { icon: 'i-lucide-hand', tone: 'text-amber-900 dark:text-amber-300' },
  'could-not-check': { icon: 'i-lucide-circle-question-mark', tone: 'text-toned' },
  note: { icon: 'i-lucide-info', tone: 'text-blue-800 dark:text-blue-300' },
  ready: { icon: 'i-lucide-circle-check', tone: 'text-emerald-800 dark:text-emerald-300' },
}
