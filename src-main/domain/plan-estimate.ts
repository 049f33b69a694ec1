import type { ActionTarget, PlanAction, PlanEstimate } from '../contract/plan.ts'
import { itemsInBatch, membersInWrite, rowsAtOnce, writeQuota } from './graph-limits.ts'

/** A round of batches, by our own measurement on a common connection. */
const secondsPerRound = 1.5

const batchesFor = (requests: number): number => Math.ceil(requests / itemsInBatch)

/** What applying costs, from the actions alone: the look before the first write, and what is written. */
export function estimatePlan(actions: readonly PlanAction[]): PlanEstimate {
  const writing = actions.filter(({ kind }) => kind !== 'none' && kind !== 'guided')
  if (writing.length === 0) return { requests: 0, writes: 0, seconds: 0 }
  const count = (...types: ActionTarget['type'][]) => writing.filter(({ target }) => types.includes(target.type)).length
  const users = actions.filter(({ target }) => target.type === 'user').length
  const methods = count('method')
  const first = count('group', 'user', 'usage-location')
  // Members travel twenty to a write, one write to a group at a time; a method is read before it is set.
  const memberWrites = Math.ceil(count('member') / membersInWrite)
  const second = memberWrites + count('licence') + methods
  const looks = 1 + batchesFor(users + 2)
  const writes = first + second
  const requests = looks + batchesFor(first) + batchesFor(second) + batchesFor(methods)
  const rounds = looks + Math.ceil(first / rowsAtOnce) + Math.ceil(second / rowsAtOnce) + batchesFor(methods)
  const paced = (Math.max(0, writes - writeQuota.requests) * (writeQuota.windowMs / 1000)) / writeQuota.requests
  return { requests, writes, seconds: Math.ceil(rounds * secondsPerRound + paced) }
}
