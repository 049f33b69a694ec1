import {
  type Confirmation,
  type GuardNeed,
  type GuardSign,
  type Likeness,
  shortestReason,
  type SignId,
} from '../contract/guard.ts'
import type { Settings } from '../contract/settings.ts'
import { isBought } from './free-products.ts'
import type { Reading } from './reading.ts'
import { syncedTenant } from './synced-tenant.ts'

export interface SubscriptionFacts {
  readonly skuPartNumber: string
  readonly units: number
  /** Null where the service does not say. */
  readonly isTrial: boolean | null
}

/** What the guard looks at. Who may read the organisation reads its domains, its age and whether it is synced. */
export interface TenantSigns {
  readonly now: Date
  /** Verified domains, the initial one included. */
  readonly domains: readonly string[]
  readonly isSynced: boolean
  readonly createdAt: string | null
  /** `marked`: those that ResetLab made. */
  readonly users: Reading<{ readonly all: number; readonly marked: number }>
  readonly subscriptions: Reading<readonly SubscriptionFacts[]>
  readonly globalAdministrators: Reading<number>
  readonly enabledAccessPolicies: Reading<number>
  readonly devices: Reading<number>
}

export interface Judgement {
  readonly likeness: Likeness
  readonly score: number
  readonly signs: readonly GuardSign[]
}

/**
 * The weights. A sign counts the points of the first line that its number reaches; `unread` is what it counts when the
 * service does not let us read it. From 20 points on a tenant is doubtful, from 50 on it looks like production.
 *
 * | sign | points | not read |
 * | --- | --- | --- |
 * | directory sync is on | 40 | – |
 * | users beside those ResetLab made: over 50, 250, 1000 | 10, 25, 40 | 15 |
 * | units of products that were bought: any, over 25, over 250 | 10, 20, 30 | 10 |
 * | custom domains: one, more | 15, 25 | – |
 * | devices: over 5, 25, 100 | 5, 10, 20 | 5 |
 * | age: over 90 days, one year, three years | 5, 10, 15 | 5 |
 * | Conditional Access policies that are on: any, over 2, over 5 | 5, 10, 15 | 5 |
 * | Global Administrators: over 2, over 5 | 5, 10 | 5 |
 *
 * No sign reaches 50, so none makes a lab production by itself; a company has so many of them that hiding or explaining
 * away one leaves it where it was. Whoever may read nothing but the organisation is in doubt: what cannot be read counts.
 */
const weights = {
  domains: {
    steps: [
      [2, 25],
      [1, 15],
    ],
    unread: 0,
  },
  users: {
    steps: [
      [1001, 40],
      [251, 25],
      [51, 10],
    ],
    unread: 15,
  },
  subscriptions: {
    steps: [
      [251, 30],
      [26, 20],
      [1, 10],
    ],
    unread: 10,
  },
  sync: { steps: [[1, 40]], unread: 0 },
  age: {
    steps: [
      [3 * 365, 15],
      [365, 10],
      [90, 5],
    ],
    unread: 5,
  },
  administrators: {
    steps: [
      [6, 10],
      [3, 5],
    ],
    unread: 5,
  },
  'conditional-access': {
    steps: [
      [6, 15],
      [3, 10],
      [1, 5],
    ],
    unread: 5,
  },
  devices: {
    steps: [
      [101, 20],
      [26, 10],
      [6, 5],
    ],
    unread: 5,
  },
} as const satisfies Record<SignId, { steps: readonly (readonly [number, number])[]; unread: number }>

const doubtfulFrom = 20
const productionFrom = 50
const dayMs = 86_400_000
/** Units of the largest trial one can start oneself (graph-facts §11). */
const largestTrial = 100

/** Names Microsoft gives, in every cloud: not domains of one's own. */
const givenDomain = /\.(onmicrosoft\.(com|us|cn)|partner\.onmschina\.cn)$/i

export function judgeTenant(tenant: TenantSigns): Judgement {
  const signs = [
    domainsSign(tenant),
    usersSign(tenant),
    subscriptionsSign(tenant),
    syncSign(tenant),
    ageSign(tenant),
    counted('administrators', tenant.globalAdministrators, administratorsText, 'The number of Global Administrators'),
    counted('conditional-access', tenant.enabledAccessPolicies, accessText, 'Which Conditional Access policies are on'),
    counted('devices', tenant.devices, devicesText, 'The number of devices'),
  ]
  const score = signs.reduce((sum, { points }) => sum + points, 0)
  return { likeness: likenessOf(score), score, signs }
}

const likenessOf = (score: number): Likeness =>
  score >= productionFrom ? 'production-like' : score >= doubtfulFrom ? 'doubtful' : 'lab-like'

function known(id: SignId, amount: number, text: string): GuardSign {
  const reached = weights[id].steps.find(([from]) => amount >= from)
  return { id, isKnown: true, points: reached?.[1] ?? 0, text }
}

/** `what` begins the sentence. */
const unread = (id: SignId, what: string, trouble: string): GuardSign => ({
  id,
  isKnown: false,
  points: weights[id].unread,
  text: `${what} could not be read, which does not speak for a lab. ${trouble}`,
})

function counted(id: SignId, reading: Reading<number>, text: (count: number) => string, what: string): GuardSign {
  return 'value' in reading ? known(id, reading.value, text(reading.value)) : unread(id, what, reading.trouble)
}

function domainsSign({ domains }: TenantSigns): GuardSign {
  const own = domains.filter((domain) => !givenDomain.test(domain))
  if (own.length === 0) return known('domains', 0, 'No custom domain, only the initial one.')
  const named = own.length > 3 ? `${own.slice(0, 3).join(', ')} and ${String(own.length - 3)} more` : own.join(', ')
  return known(
    'domains',
    own.length,
    own.length === 1
      ? `1 custom domain is verified: ${named}.`
      : `${String(own.length)} custom domains are verified: ${named}.`,
  )
}

function usersSign({ users }: TenantSigns): GuardSign {
  if ('trouble' in users) return unread('users', 'The number of users', users.trouble)
  const { all, marked } = users.value
  return known('users', all - marked, usersText(all, marked))
}

function usersText(all: number, marked: number): string {
  if (marked === 0) return all === 1 ? '1 user.' : `${String(all)} users.`
  return all === 1
    ? `1 user, ${String(marked)} of them made by ResetLab.`
    : `${String(all)} users, ${String(marked)} of them made by ResetLab.`
}

function subscriptionsSign({ subscriptions }: TenantSigns): GuardSign {
  const id = 'subscriptions'
  if ('trouble' in subscriptions) return unread(id, 'What the organisation bought', subscriptions.trouble)
  const bought = subscriptions.value.filter(isBought)
  if (bought.length === 0) return known(id, 0, 'Nothing was bought: trials, free and developer products only.')
  const named = [...new Set(bought.map(({ skuPartNumber }) => skuPartNumber))].join(', ')
  const certain = bought.filter(({ isTrial, units }) => isTrial === false || units > largestTrial)
  if (certain.length === 0) {
    const text = `${named}: whether it was bought or is a trial could not be read, which does not speak for a lab.`
    return { id, isKnown: false, points: weights[id].unread, text }
  }
  // The same person holds several products: the largest number comes nearest to how many people there are.
  const largest = Math.max(...certain.map(({ units }) => units))
  const text = largest === 1 ? `Bought: ${named}, up to 1 unit.` : `Bought: ${named}, up to ${String(largest)} units.`
  return known(id, largest, text)
}

const syncSign = ({ isSynced }: TenantSigns): GuardSign =>
  isSynced ? known('sync', 1, syncedTenant) : known('sync', 0, 'No directory on premises is synchronised to it.')

function ageSign({ createdAt, now }: TenantSigns): GuardSign {
  if (createdAt === null) return unread('age', 'Its age', 'The service does not name the day it was made.')
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(createdAt)) / dayMs))
  return known('age', days, ageText(days))
}

function ageText(days: number): string {
  const years = Math.floor(days / 365)
  if (years > 0) return years === 1 ? 'Made 1 year ago.' : `Made ${String(years)} years ago.`
  return days === 1 ? 'Made 1 day ago.' : `Made ${String(days)} days ago.`
}

const administratorsText = (count: number): string =>
  count === 1 ? '1 Global Administrator.' : `${String(count)} Global Administrators.`
const devicesText = (count: number): string =>
  count === 1 ? '1 device is registered.' : `${String(count)} devices are registered.`

function accessText(count: number): string {
  if (count === 0) return 'No Conditional Access policy is on.'
  return count === 1 ? '1 Conditional Access policy is on.' : `${String(count)} Conditional Access policies are on.`
}

const order: readonly Likeness[] = ['lab-like', 'doubtful', 'production-like']

/** Whether a tenant looks more like production than it did. */
export const isWorse = (now: Likeness, before: Likeness): boolean => order.indexOf(now) > order.indexOf(before)

/** What it takes before the first write. */
export function needOf(
  likeness: Likeness,
  { mayWriteToProduction }: Pick<Settings, 'mayWriteToProduction'>,
): GuardNeed {
  if (likeness === 'lab-like') return 'confirmation'
  if (likeness === 'doubtful') return 'domain'
  return mayWriteToProduction ? 'domain-and-reason' : 'setting'
}

/** Why what a person gave is not enough, as a failure code; null when it is. */
export function refusalFor(
  need: Exclude<GuardNeed, 'setting'>,
  domain: string,
  given: Pick<Confirmation, 'domain' | 'reason'> | null,
): string | null {
  if (given === null) return 'guard.unconfirmed'
  if (need === 'confirmation') return null
  // An empty domain is one the service did not name: nothing that is typed can be held against it.
  if (domain === '' || given.domain.trim().toLowerCase() !== domain.toLowerCase()) return 'guard.domain'
  if (need === 'domain-and-reason' && given.reason.trim().length < shortestReason) return 'guard.reason'
  return null
}
