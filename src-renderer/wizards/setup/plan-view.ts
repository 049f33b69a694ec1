import type { ActionKind, Plan } from '@contract/plan'

export interface PlanSymbol {
  readonly sign: '+' | '~' | '→' | '='
  readonly word: string
  readonly tone: string
}

const add: PlanSymbol = { sign: '+', word: 'add', tone: 'text-emerald-800 dark:text-emerald-300' }
const change: PlanSymbol = { sign: '~', word: 'change', tone: 'text-amber-800 dark:text-amber-300' }
const guided: PlanSymbol = { sign: '→', word: 'yours to do in the portal', tone: 'text-blue-800 dark:text-blue-300' }
const none: PlanSymbol = { sign: '=', word: 'already right', tone: 'text-toned' }

export const planSymbols: Record<ActionKind, PlanSymbol> = { create: add, add, assign: add, set: change, guided, none }

/** The symbols a plan uses, each once, in a fixed order. */
export function legendOf(plan: Pick<Plan, 'actions'>): PlanSymbol[] {
  const used = new Set(plan.actions.map((action) => planSymbols[action.kind]))
  return [add, change, guided, none].filter((symbol) => used.has(symbol))
}

/** The one total: `12 to add, 1 to change, 1 yours to do in the portal, 3 already right`. Counts of nought are left out. */
export function totalOf({ totals }: Pick<Plan, 'totals'>): string {
  const parts: [number, string][] = [
    [totals.add, 'to add'],
    [totals.change, 'to change'],
    [totals.guided, 'yours to do in the portal'],
    [totals.none, 'already right'],
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
