import type { StepState, Verdict } from '@contract/recording'

interface VerdictLook {
  readonly icon: string
  /** Text and border; dark enough for AA on both backgrounds. */
  readonly tone: string
}

export const verdictLooks: Record<Verdict, VerdictLook> = {
  waiting: { icon: 'i-lucide-circle-dashed', tone: 'text-slate-700 dark:text-slate-300' },
  proven: { icon: 'i-lucide-badge-check', tone: 'text-emerald-800 dark:text-emerald-300' },
  'not-yet-seen': { icon: 'i-lucide-clock', tone: 'text-amber-800 dark:text-amber-300' },
  contradicted: { icon: 'i-lucide-circle-x', tone: 'text-red-800 dark:text-red-300' },
  'could-not-check': {
    icon: 'i-lucide-circle-question-mark',
    tone: 'text-slate-700 dark:text-slate-300',
  },
  attested: { icon: 'i-lucide-pen-line', tone: 'text-blue-800 dark:text-blue-300' },
  skipped: { icon: 'i-lucide-circle-minus', tone: 'text-slate-700 dark:text-slate-300' },
}

/** A step that has begun and in which nobody but ResetLab acts: nobody is waited for. */
export const isOurs = ({ actor, begunAt }: StepState): boolean => actor === 'app' && begunAt !== null
