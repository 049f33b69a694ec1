import type { Effect, JournalLine } from '../contract/journal.ts'
import type { Plan } from '../contract/plan.ts'
import type { UndoPlan } from '../contract/undo.ts'
import { openActions, undoSteps } from './run-journal.ts'

/** What is read of the plan of a run. */
type UndonePlan = Pick<Plan, 'actions' | 'portalSettings'>

/**
 * What undoing a run would do, in the order it is done, and what it leaves. Pure: the journal says what was done; the plan,
 * where it can still be read, has the words for what is not known to be done.
 */
export function undoPlan(lines: readonly JournalLine[], plan: UndonePlan | null): UndoPlan {
  const steps = undoSteps(lines)
  const failed = new Map(lines.flatMap((line) => (line.mark === 'undo-failed' ? [[line.actionId, line.reason]] : [])))
  const rows = steps.map(({ actionId, effect, what }) => {
    const reason = failed.get(actionId)
    return { actionId, what, why: reason === undefined ? reasonFor(effect) : `It failed the last time: ${reason}` }
  })
  const words = new Map(plan?.actions.map(({ id, what }) => [id, what]))
  const open = openActions(lines).map((actionId) => ({
    actionId,
    what: `Look what became of this row: ${words.get(actionId) ?? actionId}`,
    why: 'The app stopped before it knew. What this run made is taken away, what somebody else made is left alone.',
  }))
  return { rows: [...open, ...rows], notes: notesFor(steps, plan) }
}

function reasonFor(effect: Effect): string {
  switch (effect.type) {
    case 'group-created':
    case 'user-created':
    case 'application-created':
    case 'service-principal-created':
      return 'This run created it.'
    case 'usage-location-set':
      return 'This run set it.'
    case 'member-added':
      return 'This run added them.'
    case 'licence-assigned':
      return 'This run assigned it; the unit is free again.'
    case 'group-licence-assigned':
      return 'This run assigned it; the service needs a few minutes, and the units are free again.'
    case 'method-set':
      return 'This run chose it for the group. What others chose stays.'
    case 'nothing':
      return ''
  }
}

function notesFor(steps: readonly { readonly effect: Effect }[], plan: UndonePlan | null): string[] {
  const notes: string[] = []
  const made = (type: Effect['type']) => steps.find(({ effect }) => effect.type === type)?.effect
  const group = made('group-created')
  if (made('user-created')) {
    notes.push(
      'Deleted users take along what they registered, their password and their sign-ins. None of it comes back.',
    )
  }
  if (group?.type === 'group-created') {
    notes.push(`Whoever others added to ${group.displayName} since is no longer in it, for the group goes.`)
  }
  if (made('application-created')) {
    notes.push('Nobody can sign in through it any more, and what was consented to for it goes along.')
  }
  if (plan === null) notes.push('The plan of this run cannot be read, so the tenant cannot be compared afterwards.')
  else if (plan.portalSettings.length > 0) {
    notes.push('What you chose in the portal, under Password reset, stays as it is. Set it back there yourself.')
  }
  return notes
}
