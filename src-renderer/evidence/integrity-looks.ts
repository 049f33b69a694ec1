import type { EvidenceCheck, EvidenceSummary } from '@contract/recording'

export const integrityLooks: Record<EvidenceSummary['integrity'], { icon: string; tone: string }> = {
  intact: { icon: 'i-lucide-shield-check', tone: 'text-emerald-800 dark:text-emerald-300' },
  altered: { icon: 'i-lucide-shield-alert', tone: 'text-red-800 dark:text-red-300' },
  unreadable: { icon: 'i-lucide-file-x', tone: 'text-red-800 dark:text-red-300' },
}

const good = 'text-emerald-800 dark:text-emerald-300'
const bad = 'text-red-800 dark:text-red-300'

export const classCodeTones: Record<Exclude<EvidenceCheck['classCode'], 'not-asked'>, string> = {
  right: good,
  wrong: bad,
  absent: bad,
}
