import type { EvidenceSummary } from '@contract/recording'

export const integrityLooks: Record<EvidenceSummary['integrity'], { word: string; icon: string; tone: string }> = {
  intact: { word: 'Intact', icon: 'i-lucide-shield-check', tone: 'text-emerald-800 dark:text-emerald-300' },
  altered: { word: 'Altered', icon: 'i-lucide-shield-alert', tone: 'text-red-800 dark:text-red-300' },
  unreadable: { word: 'Unreadable', icon: 'i-lucide-file-x', tone: 'text-red-800 dark:text-red-300' },
}
