import { markSentence } from '../../contract/mark.ts'
import type { Plan, PlanAction, PlanEstimate } from '../../contract/plan.ts'
import { questionLines } from './question-lines.ts'

const symbols = { create: '+', add: '+', assign: '+', set: '~', guided: '→', none: '=' } as const

/** The row of a group of which it is not known yet which one is meant asks. */
const symbolOf = ({ kind, target }: PlanAction, { questions }: Plan): string =>
  target.type === 'group' && questions.some(({ name }) => name === target.displayName) ? '?' : symbols[kind]

/** A plan as the command line shows it: what is done, from what to what, and what it costs. */
export function planLines(plan: Plan): string[] {
  const { add, change, none, guided } = plan.totals
  const asked = plan.questions.length
  return [
    `What will happen in ${plan.domain}`,
    ...plan.actions.map((action) => `  ${symbolOf(action, plan)} ${action.what}${changeOf(action)}`),
    `${String(add)} to add, ${String(change)} to change, ${String(none - asked)} as they should be, ${String(guided)} for you` +
      (asked > 0 ? `, ${String(asked)} to be answered` : ''),
    ...(plan.estimate && plan.estimate.writes > 0 ? [estimateLine(plan.estimate)] : []),
    ...(plan.actions.some(({ kind }) => kind === 'create') ? [markSentence] : []),
    ...plan.cautions.map((text) => `Caution: ${text}`),
    ...plan.obstacles.map((text) => `Obstacle: ${text}`),
    ...plan.questions.flatMap(questionLines),
  ]
}

const estimateLine = ({ requests, writes, seconds }: PlanEstimate): string =>
  `About ${String(seconds)} seconds: ${String(requests)} requests, ${String(writes)} writes`

/** ` (before → after)`, or what there is of it. */
function changeOf({ before, after }: PlanAction): string {
  const parts = [before, after].filter((part) => part !== null && part !== '')
  return parts.length === 0 ? '' : ` (${parts.join(' → ')})`
}
