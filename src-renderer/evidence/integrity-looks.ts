import type { EvidenceCheck, EvidenceSummary } from '@contract/recording'

export const integrityLooks: Record<EvidenceSummary['integrity'], { word: string; icon: string; tone: string }> = {
  intact: { word: 'Intact', icon: 'i-lucide-shield-check', tone: 'text-emerald-800 dark:text-emerald-300' },
  altered: { word: 'Altered', icon: 'i-lucide-shield-alert', tone: 'text-red-800 dark:text-red-300' },
  unreadable: { word: 'Unreadable', icon: 'i-lucide-file-x', tone: 'text-red-800 dark:text-red-300' },
}

const good = 'text-emerald-800 dark:text-emerald-300'
const bad = 'text-red-800 dark:text-red-300'

export const classCodeLooks: Record<
  Exclude<EvidenceCheck['classCode'], 'not-asked'>,
  { text: string; tone: string }
> = {
  right: { text: 'The class code is right.', tone: good },
  wrong: { text: 'The class code is wrong: it was sealed for another class, or changed since.', tone: bad },
  absent: { text: 'It was recorded without a class code.', tone: bad },
}
