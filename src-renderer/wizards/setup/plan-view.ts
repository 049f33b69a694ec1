import type { ActionKind, Plan, PlanAction } from '@contract/plan'

export interface PlanSymbol {
  readonly sign: '+' | '~' | '→' | '=' | '?'
  readonly word: string
  readonly tone: string
}

const add: PlanSymbol = { sign: '+', word: 'add', tone: 'text-emerald-800 dark:text-emerald-300' }
const change: PlanSymbol = { sign: '~', word: 'change', tone: 'text-amber-800 dark:text-amber-300' }
const guided: PlanSymbol = { sign: '→', word: 'yours to do in the portal', tone: 'text-blue-800 dark:text-blue-300' }
const none: PlanSymbol = { sign: '=', word: 'already right', tone: 'text-toned' }

const asked: PlanSymbol = { sign: '?', word: 'yours to answer', tone: 'text-amber-800 dark:text-amber-300' }

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
  const parts: [number, string][] = [
    [totals.add, 'to add'],
    [totals.change, 'to change'],
    [totals.guided, 'yours to do in the portal'],
    [questions.length, 'yours to answer'],
    [totals.none - questions.length, 'already right'],
  ]
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`)
  return said.length > 0 ? said.join(', ') : 'Nothing to do'
}

/** `About 12 seconds: 7 requests, 48 writes`; null when nothing is written, or it was not reckoned. */
export function estimateOf({ estimate }: Pick<Plan, 'estimate'>): string | null {
  if (!estimate || estimate.writes === 0) return null
  const { seconds, requests, writes } = estimate
  const time = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`
  return `About ${time}: ${requests} requests, ${writes} ${writes === 1 ? 'write' : 'writes'}`
}

/** Whether applying the plan would write anything. */
export const hasWrites = ({ totals }: Pick<Plan, 'totals'>): boolean => totals.add + totals.change > 0

/** A text cut where a narrow column may break it: behind a slash or an @, before a dot within a word, or a bracket. */
export const breakable = (text: string): string[] => text.split(/(?<=[/@])|(?=\.\w|\()/)

/** What is made, and so has no id before. */
const making: Partial<Record<PlanAction['target']['type'], string>> = {
  group: 'group',
  user: 'user',
  application: 'application',
  'service-principal': 'service principal',
}

/** The ids a call is about, each with what is known of it before it is sent. Empty where no call is made. */
export function idsOf({ call, target }: Pick<PlanAction, 'call' | 'target'>): string[] {
  if (call === null) return []
  const made = making[target.type]
  const ids: [string, string | null][] = made === undefined ? [] : [[made, null]]
  if ('groupName' in target) ids.push(['group', target.groupId])
  if (made === undefined && 'userId' in target) ids.push(['user', target.userId])
  return ids.map(([name, id]) => `${name} id: ${id ?? 'known after apply'}`)
}
