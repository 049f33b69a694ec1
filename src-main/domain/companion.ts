import type { CompanionPage } from '../contract/companion.ts'
import type { Recording, StepId, StepState } from '../contract/recording.ts'
import type { TargetLinks } from '../contract/tenant.ts'

/** Sign-in hosts of every cloud (graph-facts §10.1); the practice tenant's page is known by its link. */
const signInHosts = /^login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|chinacloudapi\.cn|microsoft\.com)$/

/** Which page of the test this address is, by the target's own links: same origin, and within the link's path. */
export function pageAt(address: string, links: Pick<TargetLinks, 'register' | 'reset' | 'signIn'>): CompanionPage {
  const url = URL.parse(address)
  if (!url) return 'elsewhere'
  if (url.protocol === 'https:' && signInHosts.test(url.hostname)) return 'sign-in'
  const known: [CompanionPage, string][] = [
    ['register', links.register],
    ['reset', links.reset],
    ['sign-in', links.signIn],
  ]
  const found = known
    .filter(([, link]) => isWithin(url, link))
    .sort(([, left], [, right]) => right.length - left.length)
  return found[0]?.[0] ?? 'elsewhere'
}

function isWithin(url: URL, link: string): boolean {
  const { origin, pathname } = new URL(link)
  const folder = pathname.endsWith('/') ? pathname : `${pathname}/`
  return url.origin === origin && `${url.pathname}/`.startsWith(folder)
}

/** The steps a page belongs to. A sign-in can lead to the registration, or to the reset by one of its two links. */
const stepsOf: Record<CompanionPage, readonly StepId[]> = {
  register: ['register'],
  reset: ['reset', 'control-user', 'administrator', 'wrong-code', 'expired-code', 'weak-password'],
  'sign-in': ['register', 'reset', 'sign-in'],
  elsewhere: [],
}

/** Who acts in a step, by user principal name; null for steps of the app. */
export function personOf(step: StepState, recording: Recording): string | null {
  if (step.actor === 'test-user') return recording.testUser
  if (step.actor === 'control-user') return recording.controlUser
  return step.stepId === 'administrator' ? recording.operator : null
}

/**
 * The step this person is at on this page: the current one where it fits, else the first that fits and is not finished.
 * Null when none does: the guide then stays where it was.
 */
export function stepAt(page: CompanionPage, who: string, recording: Recording): StepId | null {
  const fitting = recording.steps.filter(
    (step) => stepsOf[page].includes(step.stepId) && personOf(step, recording) === who,
  )
  const current = fitting.find(({ stepId }) => stepId === recording.currentStep)
  const open = fitting.find((step) => !step.skipped && step.claims.some(({ verdict }) => verdict !== 'proven'))
  return (current ?? open)?.stepId ?? null
}

/** The first page a step opens in a private window; null when it opens none. */
export function firstPageOf(step: StepState): string | null {
  const open = step.instructions.flat().find((part) => part.type === 'open' && part.privately)
  return open?.type === 'open' ? open.url : null
}
