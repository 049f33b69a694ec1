/**
 * What planning and applying cost with 80 ms on every request, beside the same job one call at a time. Every case has a
 * fresh practice tenant in a process of its own, without lags, and the client side in another, which has looked at the
 * tenant before, as whoever plans has. An aim that is missed is
 * printed as missed and ends the benchmarks with 1.
 */
import { join } from 'node:path'

import type { Lab } from '../../src-main/contract/lab.ts'
import { writeQuota } from '../../src-main/domain/graph-limits.ts'
import { resolveLab } from '../../src-main/storage/lab-file.ts'
import { sampleLab } from '../support/sample-lab.ts'
import { applyCase, latencyMs } from './support/apply-case.ts'
import type { ApplyResult } from './support/apply-job.ts'

const say = (line: string): void => {
  console.log(`apply: ${line}`)
}
const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`

function aim(isMet: boolean, what: string): void {
  say(`  ${isMet ? 'aim met:   ' : 'AIM MISSED:'} ${what}`)
  if (!isMet) process.exitCode = 1
}

/** The same at any size: one group, Microsoft's two app methods, and licences as asked. */
const labOf = (count: number, assign: Lab['licences']['assign']): Lab =>
  sampleLab({
    users: { usageLocation: 'US', series: { userName: 'learner{n}', displayName: 'Learner {n}', count } },
    licences: { assign },
    checklist: {
      testUser: `learner${'1'.padStart(String(count).length, '0')}`,
      register: ['phoneText'],
      resetWith: ['phoneText'],
    },
  })

function cost(name: string, { planTrips, trips, requests, writes }: ApplyResult): void {
  const parts = `${String(planTrips)} to plan, ${String(trips - planTrips)} to check and apply`
  say(
    `${name}: ${String(trips)} round trips (${parts}) for ${String(requests)} requests, ${String(writes)} of them writes`,
  )
}

function beside(fast: ApplyResult, slow: ApplyResult, isSimulated: boolean): void {
  const clock = isSimulated ? 'both on the simulated clock' : 'on the simulated clock'
  say(
    `  ${seconds(fast.ms)}; one call at a time ${seconds(slow.ms)} and ${String(slow.trips)} round trips (${clock}): ${(slow.ms / fast.ms).toFixed(1)} times as long`,
  )
}

function whole(result: ApplyResult): void {
  aim(
    result.state === 'done',
    `every row done${result.lost.length === 0 ? '' : `; not done: ${result.lost.slice(0, 3).join(' | ')}`}`,
  )
}

async function pilotOf20(): Promise<void> {
  const lab = await resolveLab(join(import.meta.dirname, '../../resources/labs'), 'marketing-pilot-20')
  const fast = await applyCase({ lab })
  cost('marketing-pilot-20', fast)
  beside(fast, await applyCase({ lab, isSimulated: true, isOneAtATime: true }), false)
  whole(fast)
  aim(fast.trips <= 12, `at most 12 round trips`)
}

async function fiveThousand(): Promise<void> {
  const simulated = { lab: labOf(5000, 'users'), seats: 6000, quota: true, isSimulated: true }
  const fast = await applyCase(simulated)
  cost('5000 users, quotas on, simulated clock', fast)
  beside(fast, await applyCase({ ...simulated, isOneAtATime: true }), true)
  whole(fast)
  // In any window of the quota at most so many writes: the last of them cannot go before this.
  const quotaMs = Math.floor((fast.writes - 1) / writeQuota.requests) * writeQuota.windowMs
  const ratio = fast.ms / quotaMs
  aim(
    ratio <= 1.1,
    `${seconds(fast.ms)} is ${ratio.toFixed(3)} × the ${seconds(quotaMs)} the write quota alone allows (≤ 1.10)`,
  )
  aim(
    fast.tooEarly === 0,
    `${String(fast.tooEarly)} of ${String(fast.throttled)} requests answered 429 sent again before their Retry-After`,
  )
  say(`  ${String(fast.meanwhile)} other requests sent while a Retry-After was not over`)
  say(`  peak memory of the client side: heap ${megabytes(fast.heapBytes)}, resident ${megabytes(fast.residentBytes)}`)
  say(`  on this machine it took ${seconds(fast.machineMs)}, the practice tenant's own work included`)
}

async function fiveHundredByGroup(): Promise<void> {
  const job = { lab: labOf(500, 'group'), seats: 600 }
  // The machine's own clock counts whatever else the machine does: the best of three.
  const tries = [await applyCase(job), await applyCase(job), await applyCase(job)]
  const fast = tries.reduce((best, next) => (next.ms < best.ms ? next : best))
  const waiting = await applyCase({ ...job, isSimulated: true, keepsChain: true })
  cost('500 users with group licence, best of three', fast)
  beside(fast, await applyCase({ ...job, isSimulated: true, isOneAtATime: true }), false)
  whole(fast)
  aim(fast.trips <= 60, 'at most 60 round trips')
  const chainMs = waiting.chain * latencyMs
  const ratio = fast.ms / chainMs
  say(
    `  the longest chain is ${String(waiting.chain)} round trips, counted from the requests as they went: each names an id an earlier answer was the first to tell, is about a group an earlier one was about, or is of a later phase (plan, check, writes)`,
  )
  say(
    `  ${seconds(waiting.ms)} of it is waiting for answers (simulated clock); the rest is what both sides compute here`,
  )
  aim(ratio <= 1.5, `${seconds(fast.ms)} is ${ratio.toFixed(2)} × the ${seconds(chainMs)} of that chain (≤ 1.5)`)
}

/** A third of the requests refused, and answers lost after the write was done; an item of a batch counts as a request. */
const worstDay = [
  { when: { rate: 0.15 }, then: { do: 'answer', status: 429, retryAfterSeconds: 2 } },
  { when: { rate: 0.15 }, then: { do: 'answer', status: 503 } },
  { when: { method: 'writes', rate: 0.02 }, then: { do: 'hangUp', when: 'after' } },
]

async function fiveHundredOnTheWorstDay(): Promise<void> {
  const count = 500
  const job = { lab: labOf(count, 'users'), seats: 600, faults: worstDay, isSimulated: true }
  const found = { users: 0, names: 0, groups: 0, members: 0, licensed: 0 }
  const fast = await applyCase({
    ...job,
    async look(read) {
      const users = (await read('users?$top=999&$select=id,userPrincipalName,assignedLicenses')).filter((user) =>
        String(user['userPrincipalName']).startsWith('learner'),
      )
      const groups = (await read('groups?$top=999&$select=id,displayName')).filter(
        (group) => group['displayName'] === job.lab.group.displayName,
      )
      const members = await read(`groups/${String(groups[0]?.['id'])}/members?$top=999&$select=id`)
      found.users = users.length
      found.names = new Set(users.map((user) => user['userPrincipalName'])).size
      found.groups = groups.length
      found.members = members.length
      found.licensed = users.filter(
        ({ assignedLicenses }) => Array.isArray(assignedLicenses) && assignedLicenses.length === 1,
      ).length
    },
  })
  cost(`${String(count)} users, 30 % answered 429 or 503, 2 % of the answers lost, simulated clock`, fast)
  beside(fast, await applyCase({ ...job, isOneAtATime: true }), true)
  const { users, names, groups, members, licensed } = found
  const kept = Math.min(names, members, licensed)
  aim(
    fast.lost.length === 0 && kept === count,
    `${String(Math.max(fast.lost.length, count - kept))} rows lost ${fast.lost.slice(0, 2).join(' | ')}`.trim(),
  )
  aim(
    users === names && groups === 1 && members === count,
    `${String(users - names + groups - 1)} duplicates; in the tenant ${String(users)} users, ${String(groups)} group, ${String(members)} members, ${String(licensed)} licensed`,
  )
  aim(
    fast.tooEarly === 0,
    `${String(fast.tooEarly)} of ${String(fast.throttled)} requests answered 429 sent again before their Retry-After`,
  )
}

await pilotOf20()
await fiveHundredByGroup()
await fiveHundredOnTheWorstDay()
await fiveThousand()
