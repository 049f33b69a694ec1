import { type Lab, negativeTests } from '../../contract/lab.ts'
import type { StepState } from '../../contract/recording.ts'
import type { TargetLinks } from '../../contract/tenant.ts'
import { controlUserName, testUserName } from '../lab.ts'
import { cleanUpStep } from './clean-up-step.ts'
import { negativeSteps } from './negative-steps.ts'
import {
  type ChecklistSubject,
  controlUserStep,
  operatorChecks,
  registerStep,
  registrationSeen,
  resetSeen,
  resetStep,
  signInStep,
} from './test-steps.ts'

interface ChecklistInput {
  readonly lab: Lab
  readonly domain: string
  readonly links: TargetLinks
  /** User principal name of who is signed in. */
  readonly operator: string
}

/** The guided test of a lab: the same lab gives the same steps. The control user belongs to every one that has an outside. */
export function buildChecklist({ lab, domain, links, operator }: ChecklistInput): StepState[] {
  const subject: ChecklistSubject = {
    lab,
    links,
    operator,
    testUser: testUserName(lab, domain),
    controlUser: controlUserName(lab, domain),
  }
  const wanted = negativeTests.filter((test) => lab.checklist.negativeTests.includes(test))
  return [
    operatorChecks(subject),
    registerStep(subject),
    registrationSeen(subject),
    resetStep(subject),
    resetSeen(subject),
    signInStep(subject),
    ...(lab.sspr.scope === 'all' ? [] : [controlUserStep(subject)]),
    ...wanted.map((test) => negativeSteps[test](subject)),
    cleanUpStep(subject),
  ]
}
