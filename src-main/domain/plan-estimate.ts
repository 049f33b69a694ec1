import type { ActionTarget, PlanAction, PlanEstimate } from '../contract/plan.ts'
import { itemsInBatch, membersInWrite, rowsAtOnce, writeQuota } from './graph-limits.ts'

/** A round of batches, by our own measurement on a common connection. */
const secondsPerRound = 1.5
/** The service hands a group's licence on in its own time, a minute or two (graph-facts §12.6, §13). */
const secondsForGroupLicence = 90
/** Whether it is there, the assignment, and the looks that follow it, in the growing waits of those seconds. */
const tripsForGroupLicence = 12

const batchesFor = (requests: number): number => Math.ceil(requests / itemsInBatch)

/** What applying costs, from the actions alone: the look before the first write, and what is written. */
export function estimatePlan(actions: readonly PlanAction[]): PlanEstimate {
  const writing = actions.filter(({ kind }) => kind !== 'none' && kind !== 'guided')
  if (writing.length === 0) return { requests: 0, writes: 0, seconds: 0 }
  const count = (...types: ActionTarget['type'][]) => writing.filter(({ target }) => types.includes(target.type)).length
  const methods = count('method')
  const first = count('group', 'user', 'usage-location')
  const second = count('licence') + methods
  // Members travel twenty to a write, and the writes of one group one after the other in a batch of their own.
  const memberRows = writing.flatMap(({ target }) => (target.type === 'member' ? [target.groupName] : []))
  const perGroup = [...Map.groupBy(memberRows, (name) => name).values()]
  const memberWrites = perGroup.map(({ length }) => Math.ceil(length / membersInWrite))
  const groupLicences = count('group-licence')
  const writes = first + second + sum(memberWrites) + groupLicences
  const memberBatches = sum(memberWrites.map(batchesFor))
  // A method is read before it is set.
  const applying = batchesFor(first) + memberBatches + batchesFor(second) + batchesFor(methods)
  const requests = looksFor(actions) + applying + groupLicences * tripsForGroupLicence
  const rounds =
    looksFor(actions) +
    Math.ceil(first / rowsAtOnce) +
    memberBatches +
    Math.ceil(second / rowsAtOnce) +
    batchesFor(methods)
  const waited = groupLicences * secondsForGroupLicence
  const paced = (Math.max(0, writes - writeQuota.requests) * (writeQuota.windowMs / 1000)) / writeQuota.requests
  return { requests, writes, seconds: Math.ceil(rounds * secondsPerRound + waited + paced) }
}

/** The look before the first write: the tenant, then its people, then the roles of those who are there. */
function looksFor(actions: readonly PlanAction[]): number {
  const users = actions.filter(({ target }) => target.type === 'user')
  return 2 + batchesFor(users.filter(({ kind }) => kind === 'none').length)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
