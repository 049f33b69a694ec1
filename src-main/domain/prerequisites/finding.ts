import type { Prerequisite, PrerequisiteId, PrerequisiteOutcome } from '../../contract/prerequisite.ts'
import type { Unread } from '../reading.ts'

/** What a look came to, before it is put into its line. */
export type Finding = Pick<Prerequisite, 'outcome' | 'detail' | 'remedy' | 'more'>

export const ready = (detail: string, more: string[] = []): Finding => ({
  outcome: 'ready',
  detail,
  remedy: null,
  more,
})

/** Nothing has to be done, but it is good to know. */
export const note = (detail: string, more: string[] = [], remedy: string | null = null): Finding => ({
  outcome: 'note',
  detail,
  remedy,
  more,
})

export const needsYou = (detail: string, remedy: string, more: string[] = []): Finding => ({
  outcome: 'needs-you',
  detail,
  remedy,
  more,
})

const policyReaders = 'the role Global Reader, Security Reader or Authentication Policy Administrator'

/** Dates are known without the tenant. */
type Unreadable = Exclude<PrerequisiteId, 'dated-changes'>

/** What it takes to read each line (graph-facts §1, §5, §6, §10.4). */
const takes: Record<Unreadable, string> = {
  organisation: 'the permission User.Read',
  domain: 'the permission User.Read',
  licence: 'the permission Organization.Read.All',
  'operator-licence': 'the permission User.Read.All',
  roles: 'the permission User.Read',
  permissions: 'a sign-in whose token names what it was granted',
  'security-defaults': 'the permission Policy.Read.All',
  'conditional-access':
    'the permission Policy.Read.All and the role Global Reader, Security Reader or Conditional Access Administrator',
  'methods-policy': `the permission Policy.Read.All and ${policyReaders}`,
  methods: `the permission Policy.Read.All and ${policyReaders}`,
  'admin-switch': 'the permission Policy.Read.All',
}

/** What was not read is no answer: it stands as what it is, a refusal with what it would take. */
export const couldNotCheck = (id: Unreadable, { trouble, isRefusal = false }: Unread): Finding => ({
  outcome: 'could-not-check',
  detail: trouble,
  remedy: isRefusal ? `To read this takes ${takes[id]}.` : 'Look again in a while, or look it up in the portal.',
  more: [],
})

const weight: Record<PrerequisiteOutcome, number> = { ready: 0, note: 1, 'could-not-check': 2, 'needs-you': 3 }

/** Two findings as one: the heavier of them, with what the other one had to say below it. */
export function withBoth(first: Finding, second: Finding): Finding {
  if (first.outcome === 'ready' && second.outcome === 'ready') {
    return ready(`${first.detail} ${second.detail}`, [...first.more, ...second.more])
  }
  const [heavy, light] = weight[second.outcome] > weight[first.outcome] ? [second, first] : [first, second]
  return { ...heavy, more: [light.detail, ...heavy.more, ...light.more] }
}
