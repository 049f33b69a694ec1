import type { ActionKind, Plan, PlanAction } from '@contract/plan'

import { t, tn } from '../../i18n/i18n'

export interface PlanSymbol {
  readonly sign: '+' | '~' | '→' | '=' | '?'
  /** Its word in the texts of the plan. */
  readonly name: 'add' | 'change' | 'guided' | 'asked' | 'none'
  readonly tone: string
}

const add: PlanSymbol = { sign: '+', name: 'add', tone: 'text-emerald-800 dark:text-emerald-300' }
const change: PlanSymbol = { sign: '~', name: 'change', tone: 'text-amber-800 dark:text-amber-300' }
const guided: PlanSymbol = { sign: '→', name: 'guided', tone: 'text-blue-800 dark:text-blue-300' }
const none: PlanSymbol = { sign: '=', name: 'none', tone: 'text-toned' }

const asked: PlanSymbol = { sign: '?', name: 'asked', tone: 'text-amber-800 dark:text-amber-300' }

const planSymbols: Record<ActionKind, PlanSymbol> = { create: add, add, assign: add, set: change, guided, none }

/** A plan as far as it is shown; only that of a lab asks questions. */
type ShownPlan = Pick<Plan, 'actions' | 'totals'> & { readonly questions?: Plan['questions'] | undefined }

/** What a row does; that of a group of which it is not known yet which one is meant asks. */
export function symbolOf({ kind, target }: PlanAction, { questions = [] }: Pick<ShownPlan, 'questions'>): PlanSymbol {
  const isAsked = target.type === 'group' && questions.some(({ name }) => name === target.displayName)
  return isAsked ? asked : planSymbols[kind]
}

/** The symbols a plan uses, each once, in a fixed order. */
export function legendOf(plan: Pick<ShownPlan, 'actions' | 'questions'>): PlanSymbol[] {
  const used = new Set(plan.actions.map((action) => symbolOf(action, plan)))
  return [add, change, guided, asked, none].filter((symbol) => used.has(symbol))
}

/** The one total: `12 to add, 1 to change, 1 yours to do in the portal, 3 already right`. Counts of nought are left out. */
export function totalOf({ totals, questions = [] }: Pick<ShownPlan, 'totals' | 'questions'>): string {
  const parts: [PlanSymbol['name'], number][] = [
    ['add', totals.add],
    ['change', totals.change],
    ['guided', totals.guided],
    ['asked', questions.length],
    ['none', totals.none - questions.length],
  ]
  const said = parts.filter(([, count]) => count > 0).map(([name, count]) => t(`plan.total.${name}`, { count }))
  return said.length > 0 ? said.join(', ') : t('plan.total.nothing')
}

/** `About 12 seconds: 7 requests, 48 writes`; null when nothing is written, or it was not reckoned. */
export function estimateOf({ estimate }: Pick<Plan, 'estimate'>): string | null {
  if (!estimate || estimate.writes === 0) return null
  const { seconds, requests, writes } = estimate
  return seconds < 120
    ? tn('plan.estimate.seconds', writes, { time: seconds, requests })
    : tn('plan.estimate.minutes', writes, { time: Math.round(seconds / 60), requests })
}

/** Whether applying the plan would write anything. */
export const hasWrites = ({ totals }: Pick<Plan, 'totals'>): boolean => totals.add + totals.change > 0

/** A text cut where a narrow column may break it: behind a slash or an @, before a dot within a word, or a bracket. */
export const breakable = (text: string): string[] => text.split(/(?<=[/@])|(?=\.\w|\()/)

/** What is made, and so has no id before. */
const making = ['group', 'user', 'application', 'service-principal'] as const

/** The ids a call is about, each with what is known of it before it is sent. Empty where no call is made. */
export function idsOf({ call, target }: Pick<PlanAction, 'call' | 'target'>): string[] {
  if (call === null) return []
  const made = making.find((type) => type === target.type)
  const ids: [(typeof making)[number], string | null][] = made === undefined ? [] : [[made, null]]
  if ('groupName' in target) ids.push(['group', target.groupId])
  if (made === undefined && 'userId' in target) ids.push(['user', target.userId])
  return ids.map(([type, id]) => t(`plan.id.${type}`, { id: id ?? t('plan.id.afterApply') }))
}
