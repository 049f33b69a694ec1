import type { Lab } from '../../contract/lab.ts'
import type { Reading } from '../reading.ts'
import { couldNotCheck, type Finding, needsYou, note, ready } from './finding.ts'

/** The pilot group as far as it is known; `groupId` is null where it is not there yet, or not clear which one it is. */
export interface PilotFacts {
  readonly displayName: string
  readonly groupId: string | null
}

/** How a policy is called that the service gives no name. */
export const unnamedPolicy = 'a policy without a name'

/** A Conditional Access policy, as far as a test can meet it. */
export interface AccessPolicyFacts {
  readonly displayName: string
  readonly state: 'on' | 'report-only' | 'off'
  readonly isForEveryone: boolean
  readonly groupIds: readonly string[]
  readonly excludedGroupIds: readonly string[]
  readonly userIds: readonly string[]
  readonly excludedUserIds: readonly string[]
  /** Whether it is about every resource. */
  readonly isForAllResources: boolean
  /** Single applications it is about. */
  readonly appIds: readonly string[]
  /** Whether it is about registering security information. */
  readonly isForRegistering: boolean
  /** What it asks for, by the service's words, such as `mfa` or `block`. */
  readonly controls: readonly string[]
}

/** A user of the lab. */
interface TestPerson {
  readonly userId: string
  readonly userPrincipalName: string
}

/** Users of the lab; null stands for one who is not there yet, or was not looked up. */
export type People = readonly (TestPerson | null)[]

/** They make everybody register an authenticator app (graph-facts §10.4). The lab reads them, and leaves them alone. */
export function securityDefaultsFinding(reading: Reading<boolean>, lab: Lab): Finding {
  if ('trouble' in reading) return couldNotCheck('security-defaults', reading)
  if (!reading.value) return ready('Off: nobody is asked for a second factor because of them.')
  if (lab.checklist.register.includes('authenticatorCode')) {
    return note('On: test users must register an authenticator app, as this lab has them do anyway.')
  }
  return needsYou(
    'On: test users must register an authenticator app before anything else, which this lab does not expect.',
    'Let the test user register the authenticator app too (step SSPR), or expect one more page in class.',
  )
}

const controlTexts: Record<string, string> = {
  mfa: 'asks for a second factor',
  block: 'blocks',
  compliantDevice: 'asks for a compliant device',
  domainJoinedDevice: 'asks for a device of the company',
  approvedApplication: 'asks for an approved app',
  compliantApplication: 'asks for a protected app',
  passwordChange: 'asks for a new password',
}

/**
 * Pages of Microsoft's that a test user signs in to: My Sign-Ins with the security info, My Profile and My Apps. Unsure:
 * Microsoft writes them down nowhere, and may change them.
 */
const testPages: Readonly<Partial<Record<string, string>>> = {
  '19db86c3-b2b9-44cc-b339-36da233a3be2': 'My Sign-Ins',
  '8c59ead7-d703-4a27-9e55-c96a0054c8d2': 'My Profile',
  '2793995e-0a7d-40d7-bd35-6968ba142197': 'My Apps',
}

const pagesOf = ({ appIds }: AccessPolicyFacts): string[] => [
  ...new Set(appIds.flatMap((id) => testPages[id.toLowerCase()] ?? [])),
]

/** A policy that can be met, and whom of the lab it is for. */
interface Met {
  readonly policy: AccessPolicyFacts
  readonly whom: Whom
}

/** `others`: how many there are besides those who are named. */
interface Whom {
  readonly text: string
  readonly others: number
}
const namedAtMost = 3

function policyText({ policy, whom }: Met): string {
  const { displayName, isForRegistering, isForAllResources, controls } = policy
  const pages = isForAllResources ? 'all resources' : pagesOf(policy).join(' and ')
  const what = isForRegistering ? 'registering security information' : pages
  const controlled = controls.map((control) => controlTexts[control] ?? `asks for ${control}`).join(', ')
  const asks = controlled === '' ? 'limits the session' : controlled
  const [named, others] = [whom.text, String(whom.others)]
  if (displayName === unnamedPolicy) {
    return whom.others > 0
      ? `“a policy without a name”, for ${named}; and ${others} more and ${what}: ${asks}.`
      : `“a policy without a name”, for ${named} and ${what}: ${asks}.`
  }
  return whom.others > 0
    ? `“${displayName}”, for ${named}; and ${others} more and ${what}: ${asks}.`
    : `“${displayName}”, for ${named} and ${what}: ${asks}.`
}

/** Whoever a policy leaves out it leaves out, however it takes them in. Null where it is for nobody of the lab. */
function whomOf(policy: AccessPolicyFacts, groupId: string | null, people: People): Whom | null {
  const isGroupOut = groupId !== null && policy.excludedGroupIds.includes(groupId)
  const isGroupIn = policy.isForEveryone || (groupId !== null && policy.groupIds.includes(groupId))
  const left = people.filter((person) => person === null || !policy.excludedUserIds.includes(person.userId))
  if (isGroupIn && !isGroupOut && (left.length > 0 || people.length === 0))
    return { text: policy.isForEveryone ? 'everybody' : 'the pilot group', others: 0 }
  const named = left.flatMap((person) => (person && policy.userIds.includes(person.userId) ? person : []))
  if (isGroupOut || named.length === 0) return null
  const names = named.slice(0, namedAtMost).map(({ userPrincipalName }) => userPrincipalName)
  return { text: names.join('; '), others: named.length - names.length }
}

function metBy(policy: AccessPolicyFacts, groupId: string | null, people: People): Met[] {
  const isAbout = policy.isForAllResources || policy.isForRegistering || pagesOf(policy).length > 0
  const whom = isAbout ? whomOf(policy, groupId, people) : null
  return whom === null ? [] : [{ policy, whom }]
}

/** Policies that a test user can meet while registering, or when signing in afterwards. */
export function conditionalAccessFinding(
  reading: Reading<AccessPolicyFacts[]>,
  pilot: Reading<PilotFacts>,
  people: Reading<People>,
): Finding {
  if ('trouble' in reading) return couldNotCheck('conditional-access', reading)
  const groupId = 'trouble' in pilot ? null : pilot.value.groupId
  const known = 'trouble' in people ? [] : people.value
  const met = reading.value.flatMap((policy) => metBy(policy, groupId, known))
  const inState = (wanted: AccessPolicyFacts['state']) => met.filter(({ policy }) => policy.state === wanted)
  const on = inState('on')
  const limits = [
    ...('trouble' in pilot ? [`Policies for the pilot group alone are not known: ${pilot.trouble}`] : []),
    ...('trouble' in people ? [`Policies for single users are not known: ${people.trouble}`] : []),
  ]
  const quiet = inState('report-only').map((one) => `Report-only, so it stops nobody: ${policyText(one)}`)
  if (on.length > 0) {
    return needsYou(
      on.length === 1 ? 'One policy can interrupt the test.' : `${String(on.length)} policies can interrupt the test.`,
      'Leave the pilot group out of them for the lab, or tell the class what will be asked.',
      [...on.map(policyText), ...quiet, ...limits],
    )
  }
  if (quiet.length > 0) return note('Nothing that is on interrupts the test.', [...quiet, ...limits])
  const isAnyOn = reading.value.some(({ state }) => state === 'on')
  return ready(isAnyOn ? 'Nothing that is on interrupts the test.' : 'No policy is on.', limits)
}
