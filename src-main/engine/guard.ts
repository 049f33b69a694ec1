import type { Confirmation, GuardPass, Likeness } from '../contract/guard.ts'
import type { JournalLine } from '../contract/journal.ts'
import type { Plan } from '../contract/plan.ts'
import type { Settings } from '../contract/settings.ts'
import type { Target } from '../contract/tenant.ts'
import { AppError } from '../domain/app-error.ts'
import { isWorse, type Judgement, judgeTenant, needOf, refusalFor } from '../domain/guard.ts'
import type { Clock, GraphPort } from './ports.ts'
import { reading } from './reading.ts'

/** A tenant as the guard found it. */
export interface Assessment extends Judgement {
  readonly domain: string
}

/** Looks for signs of production. Reads only; rejects when not even the organisation can be read. */
export async function assessTenant(graph: GraphPort, clock: Clock): Promise<Assessment> {
  // Asked for at the same moment, so that they travel together.
  const [organisation, users, subscriptions, globalAdministrators, enabledAccessPolicies, devices] = await Promise.all([
    graph.organisation(),
    reading(graph.userCount()),
    reading(graph.subscriptions()),
    reading(graph.globalAdministrators()),
    reading(graph.enabledAccessPolicies()),
    reading(graph.deviceCount()),
  ])
  const { initialDomain: domain, domains, isSynced, createdAt } = organisation.value
  const judged = judgeTenant({
    now: clock.now(),
    domains: domains.map(({ name }) => name),
    isSynced,
    createdAt,
    users,
    subscriptions,
    globalAdministrators,
    enabledAccessPolicies,
    devices,
  })
  return { ...judged, domain }
}

/** Rejects with `guard.read-only`, before a run or an undo fails row by row. */
export function assertMayWrite({ isReadOnly }: Pick<Settings, 'isReadOnly'>): void {
  if (isReadOnly) throw AppError.of('forbidden', 'guard.read-only')
}

interface PassInput {
  readonly plan: Pick<Plan, 'actions'>
  readonly kind: Target['kind']
  readonly graph: GraphPort
  readonly clock: Clock
  readonly settings: Settings
  /** What a person gave; null when nothing was asked yet. */
  readonly given: Pick<Confirmation, 'domain' | 'reason'> | null
  /** What they were shown when they gave it; null where nothing is shown first, as on the command line. */
  readonly shown: { readonly likeness: Likeness } | null
  /** The journal so far, when a run is gone on with. */
  readonly lines?: readonly JournalLine[]
}

/**
 * Stands before the first write of an apply and of a resume, for every door. Looks at the tenant afresh and answers what the
 * journal keeps, or null where nothing is asked: in a practice tenant, which nobody's work depends on, and for a plan that
 * writes nothing. Refuses (`forbidden`) with
 * `guard.read-only`, `guard.unconfirmed`, `guard.domain`, `guard.reason` or `guard.production`, the signs in its details,
 * and with `guard.worse` when the tenant looks more like production than what was shown.
 *
 * A run that is gone on with needs nothing new while the tenant looks no worse than when it was let through. An undo is
 * not asked for anything: it only takes away what the journal says its run made, and after a run in the wrong tenant it must
 * not be in the way. Read-only mode holds it up all the same, at the Graph port.
 */
export async function passGuard(input: PassInput): Promise<GuardPass | null> {
  const { plan, kind, graph, clock, settings, given, shown, lines = [] } = input
  if (!writesAnything(plan)) return null
  assertMayWrite(settings)
  if (kind === 'practice') return null
  const now = await assessTenant(graph, clock)
  const { likeness, score, domain } = now
  const signs = now.signs.map(({ text }) => text)
  const need = needOf(likeness, settings)
  const before = lines.findLast((line) => line.mark === 'guard')
  if (before && given === null && need !== 'setting' && !isWorse(likeness, before.likeness)) {
    return { likeness, score, signs, given: 'earlier', reason: before.reason }
  }
  const details = { params: { domain }, details: tellingSigns(now) }
  if (need === 'setting') throw AppError.of('forbidden', 'guard.production', details)
  const isWorseNow = shown !== null && isWorse(likeness, shown.likeness)
  const refusal = isWorseNow ? 'guard.worse' : refusalFor(need, domain, given)
  if (refusal !== null) throw AppError.of('forbidden', refusal, details)
  const reason = need === 'domain-and-reason' ? (given?.reason.trim() ?? null) : null
  return { likeness, score, signs, given: need, reason }
}

const writesAnything = ({ actions }: Pick<Plan, 'actions'>): boolean =>
  actions.some(({ kind }) => kind !== 'none' && kind !== 'guided')

/** The signs that count, the heaviest first. */
const tellingSigns = ({ signs }: Judgement): string[] =>
  signs
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points)
    .map(({ text }) => text)
