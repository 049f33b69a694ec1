import type { Lab } from '../../contract/lab.ts'
import type { Reading } from '../reading.ts'
import { couldNotCheck, type Finding, needsYou, note, ready } from './finding.ts'

/** The pilot group as far as it is known; `groupId` is null where it is not there yet, or not clear which one it is. */
export interface PilotFacts {
  readonly displayName: string
  readonly groupId: string | null
}

/** A Conditional Access policy, as far as a test can meet it. */
export interface AccessPolicyFacts {
  readonly displayName: string
  readonly state: 'on' | 'report-only' | 'off'
  readonly isForEveryone: boolean
  readonly groupIds: readonly string[]
  readonly excludedGroupIds: readonly string[]
  /** Whether it is about every resource. */
  readonly isForAllResources: boolean
  /** Whether it is about registering security information. */
  readonly isForRegistering: boolean
  /** What it asks for, by the service's words, such as `mfa` or `block`. */
  readonly controls: readonly string[]
}

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

function policyText({ displayName, isForEveryone, isForRegistering, controls }: AccessPolicyFacts): string {
  const whom = isForEveryone ? 'everybody' : 'the pilot group'
  const what = isForRegistering ? 'registering security information' : 'all resources'
  const asks = controls.map((control) => controlTexts[control] ?? `asks for ${control}`).join(', ')
  return `“${displayName}”, for ${whom} and ${what}: ${asks === '' ? 'limits the session' : asks}.`
}

function isMet(policy: AccessPolicyFacts, groupId: string | null): boolean {
  const isIncluded = policy.isForEveryone || (groupId !== null && policy.groupIds.includes(groupId))
  const isExcluded = groupId !== null && policy.excludedGroupIds.includes(groupId)
  return isIncluded && !isExcluded && (policy.isForAllResources || policy.isForRegistering)
}

/** Policies that a test user can meet while registering, or when signing in afterwards. */
export function conditionalAccessFinding(reading: Reading<AccessPolicyFacts[]>, pilot: Reading<PilotFacts>): Finding {
  if ('trouble' in reading) return couldNotCheck('conditional-access', reading)
  const groupId = 'trouble' in pilot ? null : pilot.value.groupId
  const met = reading.value.filter((policy) => isMet(policy, groupId))
  const [on, reportOnly] = [
    met.filter(({ state }) => state === 'on'),
    met.filter(({ state }) => state === 'report-only'),
  ]
  const limits = 'trouble' in pilot ? [`Policies for the pilot group alone are not known: ${pilot.trouble}`] : []
  const quiet = reportOnly.map((policy) => `Report-only, so it stops nobody: ${policyText(policy)}`)
  if (on.length > 0) {
    return needsYou(
      on.length === 1 ? 'One policy can interrupt the test.' : `${String(on.length)} policies can interrupt the test.`,
      'Leave the pilot group out of them for the lab, or tell the class what will be asked.',
      [...on.map(policyText), ...quiet, ...limits],
    )
  }
  if (quiet.length > 0) return note('Nothing that is on interrupts the test.', [...quiet, ...limits])
  const others = reading.value.filter(({ state }) => state === 'on').length
  return ready(
    others === 0 ? 'No policy is on.' : 'No policy that is on is for everybody or for the pilot group.',
    limits,
  )
}
