import type { Lab } from '../../contract/lab.ts'
import type { LicenceStock } from '../../contract/tenant.ts'
import { expandUsers } from '../lab.ts'
import type { Reading } from '../reading.ts'
import { dayText, daysUntil } from './days.ts'
import { couldNotCheck, type Finding, needsYou, note, ready, withBoth } from './finding.ts'

/** When a product of the tenant ends, or changes into another state; null where it does not say. */
export interface SubscriptionEnd {
  readonly skuId: string
  readonly isTrial: boolean
  readonly endsAt: string | null
}

/** Subscriptions as of a moment of the service's clock. */
interface EndsSeen {
  readonly value: readonly SubscriptionEnd[]
  readonly date: string
}

const startTrial =
  'Start the free trial of Entra ID P2 (once for each tenant), sign out and in again, and look again after a few minutes.'

/** A week is not enough to plan a class with. */
const soonDays = 7

export function licenceFinding(stock: Reading<LicenceStock[]>, ends: Reading<EndsSeen>, lab: Lab): Finding {
  if ('trouble' in stock) return couldNotCheck('licence', stock)
  if (stock.value.length === 0) return needsYou('The tenant has no product with Entra ID P1 or P2.', startTrial)
  const { product } = lab.licences
  const wanted = stock.value.filter(({ skuPartNumber }) => product === 'any' || skuPartNumber === product)
  if (wanted.length === 0) {
    const here = stock.value.map(({ productName }) => productName).join(', ')
    return needsYou(
      `The lab asks for ${product}, which this tenant does not have. It has: ${here}.`,
      'Choose another product in the step Licences, or get this one.',
    )
  }
  const usable = wanted.filter((one) => one.usable)
  if (usable.length === 0) {
    const names = wanted.map(({ productName }) => productName).join(', ')
    return needsYou(`The subscription to ${names} has ended or is suspended.`, startTrial)
  }
  return withEnds(unitsFinding(usable, lab), usable, ends)
}

/** How many licences the lab may assign at most; whoever holds one already needs none. */
function mostNeeded(lab: Lab): number {
  const users = expandUsers(lab)
  const own = users.filter(({ licence }) => licence !== undefined && licence !== 'none').length
  const unnamed = users.filter(({ licence }) => licence === undefined).length
  const byLab = { users: unnamed, group: users.length, keep: 0 }[lab.licences.assign]
  return own + byLab + (lab.licences.operator ? 1 : 0)
}

function freeText([first, ...others]: readonly LicenceStock[]): string {
  if (first === undefined) return ''
  const { productName } = first
  const [free, total] = [String(first.freeUnits), String(first.totalUnits)]
  return others.length === 0
    ? `${productName}: ${free} of ${total} free.`
    : `${productName}: ${free} of ${total} free; ${freeText(others)}`
}

function unitsFinding(usable: readonly LicenceStock[], lab: Lab): Finding {
  const needed = mostNeeded(lab)
  const detail = freeText(usable)
  const total = Math.max(...usable.map(({ totalUnits }) => totalUnits))
  const free = Math.max(...usable.map(({ freeUnits }) => freeUnits))
  if (total < needed) {
    return needsYou(`${detail} The lab needs ${String(needed)}.`, 'Take fewer users, or get more licences.')
  }
  if (free >= needed) return ready(detail)
  return note(
    `${detail} The lab may need ${String(needed)}.`,
    [],
    'Whoever holds one already needs none: the plan counts exactly.',
  )
}

function withEnds(units: Finding, usable: readonly LicenceStock[], ends: Reading<EndsSeen>): Finding {
  if ('trouble' in ends) {
    const unread = `Whether it is a trial, and when it ends, could not be read: ${ends.trouble}`
    return { ...units, more: [...units.more, unread] }
  }
  const { value, date } = ends.value
  const found = usable.flatMap(({ skuId, productName }) =>
    value.filter((one) => one.skuId === skuId).map((one) => endFinding(one, productName, date)),
  )
  return found.reduce((all, one) => withBoth(all, one), units)
}

function endFinding({ isTrial, endsAt }: SubscriptionEnd, productName: string, date: string): Finding {
  const { noEnd, ended, ends } = isTrial ? trialTexts : subscriptionTexts
  if (endsAt === null) return ready(noEnd(productName))
  const days = daysUntil(endsAt, date)
  const day = dayText(endsAt)
  if (days < 0) {
    return needsYou(ended(productName, day), 'Get another subscription before you teach with this tenant.')
  }
  const told = ends(productName, days, day)
  return isTrial && days <= soonDays ? note(told, [], 'Be done before then, or get another subscription.') : ready(told)
}

const trialTexts = {
  noEnd: (product: string) => `The trial of ${product} names no end.`,
  ended: (product: string, day: string) =>
    `The trial of ${product} ended on ${day}. Resets may be refused from now on.`,
  ends: (product: string, days: number, day: string) => {
    if (days === 0) return `The trial of ${product} ends today, on ${day}.`
    if (days === 1) return `The trial of ${product} ends tomorrow, on ${day}.`
    return `The trial of ${product} ends in ${String(days)} days, on ${day}.`
  },
}

const subscriptionTexts: typeof trialTexts = {
  noEnd: (product) => `The subscription to ${product} names no end.`,
  ended: (product, day) => `The subscription to ${product} ended on ${day}. Resets may be refused from now on.`,
  ends: (product, days, day) => {
    if (days === 0) return `The subscription to ${product} ends or renews today, on ${day}.`
    if (days === 1) return `The subscription to ${product} ends or renews tomorrow, on ${day}.`
    return `The subscription to ${product} ends or renews in ${String(days)} days, on ${day}.`
  },
}

interface PlanFacts {
  readonly status: string
}

export function operatorLicenceFinding(plans: Reading<readonly PlanFacts[]>, lab: Lab): Finding {
  if ('trouble' in plans) return couldNotCheck('operator-licence', plans)
  if (plans.value.some(({ status }) => status === 'Success')) return ready('You hold Entra ID P1 or P2.')
  if (plans.value.some(({ status }) => status.startsWith('Pending'))) {
    return note('You hold one, and the service is still setting it up.', [], 'Look again in a few minutes.')
  }
  return lab.licences.operator
    ? note('You hold none yet. The plan assigns you one.')
    : needsYou(
        'You hold none, and the lab does not assign you one.',
        'Switch on “Make sure I hold one too” in the step Licences, or assign yourself one.',
      )
}
