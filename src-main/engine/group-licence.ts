import type { Effect } from '../contract/journal.ts'
import type { ActionTarget } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { DoneInPart } from './done-in-part.ts'
import type { ActionContext } from './action-context.ts'
import type { Clock, GraphPort, LicenceError } from './ports.ts'
import { isCancelled, isNotFound, settled, throughReplication } from './settle.ts'

type Target = Extract<ActionTarget, { type: 'group-licence' }>

/** Between two looks at what the service is doing; the last one repeats. */
const waitsMs = [1000, 2000, 4000, 8000, 15_000]
/** The service needs a few minutes as a rule (graph-facts §12.6). */
const patienceMs = 10 * 60_000
/** The same while it does not say that it is working: its word can be late, and can be missing (graph-facts §4.3). */
const silentPatienceMs = 2 * 60_000

/**
 * Gives the pilot group a product and waits until every direct member has it, or stands among those it could not be given
 * to. Rejects with `DoneInPart`, which names them, and when the wait is cancelled or too long. Tried again, the members
 * left over are worked over once more.
 */
export async function assignGroupLicence(target: Target, groupId: string, context: ActionContext): Promise<Effect> {
  const { graph, clock, signal } = context
  const { skuId, productName, groupName } = target
  const isFresh = target.groupId === null
  const holds = async () => (await graph.groupLicences(groupId, signal)).value.skuIds.includes(skuId)
  const wasThere = await throughReplication(isFresh, clock, holds, signal)
  if (wasThere) {
    const errors = (await graph.licenceErrors(groupId, skuId, signal)).value
    await Promise.all(errors.map(({ userId }) => graph.reprocessLicences(userId, signal)))
  } else {
    const assign = () => graph.assignGroupLicence(groupId, skuId, signal)
    await settled(() => throughReplication(isFresh, clock, assign, signal), holds, context)
  }
  const effect: Effect = wasThere
    ? { type: 'nothing' }
    : { type: 'group-licence-assigned', groupId, groupName, skuId, productName }
  const trouble = await follow(groupId, skuId, context)
  if (trouble !== null) throw new DoneInPart(effect, trouble)
  return effect
}

/** What is wrong in the end, in a sentence; null when every member has it. */
async function follow(groupId: string, skuId: string, context: ActionContext): Promise<string | null> {
  const { graph, clock, signal, stopping } = context
  const began = clock.now().getTime()
  for (let looks = 0; ; looks += 1) {
    const { processing } = (await graph.groupLicences(groupId, signal)).value
    const isWorking = processing === 'under-way'
    const standing = isWorking ? null : await membersOf(groupId, skuId, context)
    if (standing?.waiting === 0) return standing.errors.length > 0 ? errorSentence(standing.errors) : null
    const spentMs = clock.now().getTime() - began
    if (spentMs >= (isWorking ? patienceMs : silentPatienceMs)) {
      const minutes = String(Math.round(spentMs / 60_000))
      return standing
        ? `${String(standing.waiting)} members do not hold it yet after ${minutes} minutes. Try this row again later.`
        : `The service is still at it after ${minutes} minutes. Try this row again later.`
    }
    if (!(await hasSlept(clock, looks, stopping))) {
      return 'It is assigned, but the run was cancelled before every member held it. Try this row again to look.'
    }
  }
}

/** Those it could not be given to, and how many are still waited for. */
async function membersOf(groupId: string, skuId: string, { graph, signal }: ActionContext) {
  const [members, errors] = await Promise.all([
    graph.directMembers(groupId, signal),
    graph.licenceErrors(groupId, skuId, signal),
  ])
  const refused = new Set(errors.value.map(({ userId }) => userId))
  const waiting = members.value.filter(({ userId, skuIds }) => !skuIds.includes(skuId) && !refused.has(userId)).length
  return { waiting, errors: errors.value }
}

/** False when it was cancelled. */
async function hasSlept(clock: Clock, looks: number, stopping: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(waitsMs[looks] ?? waitsMs.at(-1) ?? 0, stopping)
    return true
  } catch (error) {
    if (isCancelled(error)) return false
    throw error
  }
}

/** In plain words (Graph docs: resources/licenseassignmentstate.md). */
const errorTexts: Partial<Record<string, (names: string) => string>> = {
  CountViolation: (names) => `there is no free unit for ${names} (CountViolation)`,
  MutuallyExclusiveViolation: (names) => `it conflicts with another product of ${names} (MutuallyExclusiveViolation)`,
  DependencyViolation: (names) => `it needs a service that is missing for ${names} (DependencyViolation)`,
  ProhibitedInUsageLocationViolation: (names) =>
    `it may not be used in the usage location of ${names} (ProhibitedInUsageLocationViolation)`,
  UniquenessViolation: (names) => `an address is taken by somebody else already for ${names} (UniquenessViolation)`,
}

function errorSentence(errors: readonly LicenceError[]): string {
  const reasons = [...Map.groupBy(errors, ({ error }) => error)].map(([error, members]) => {
    const names = members.map(({ userPrincipalName }) => userPrincipalName).join(', ')
    return errorTexts[error]?.(names) ?? `the service did not give it to ${names} (${error})`
  })
  return `The group has it, but not every member: ${reasons.join('; ')}.`
}

/** Takes a product from a group, and waits until the service has taken it from the members. A missing group is fine. */
export async function removeGroupLicence(
  groupId: string,
  skuId: string,
  graph: GraphPort,
  clock: Clock,
  signal?: AbortSignal,
): Promise<void> {
  try {
    if ((await graph.groupLicences(groupId)).value.skuIds.includes(skuId)) {
      await graph.removeGroupLicence(groupId, skuId)
    }
    const began = clock.now().getTime()
    for (let looks = 0; ; looks += 1) {
      const { skuIds, processing } = (await graph.groupLicences(groupId)).value
      if (!skuIds.includes(skuId) && processing !== 'under-way') return
      const isTooLong = clock.now().getTime() - began >= patienceMs
      if (isTooLong || !(await hasSlept(clock, looks, signal ?? new AbortController().signal))) {
        throw AppError.of('conflict', 'undo.licences-under-way')
      }
    }
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}
