import type { StepState } from '../../contract/recording.ts'
import { claim, line, step, strong } from './parts.ts'
import type { ChecklistSubject } from './test-steps.ts'
import { cleanUpTroubles } from './troubles.ts'

/** The end of the test: what the run made goes, and what stays is named. */
export function cleanUpStep({ lab, testUser, controlUser }: ChecklistSubject): StepState {
  return step('clean-up', 'Clean up', 'operator', {
    where: 'In ResetLab, under Set up, Earlier runs',
    instructions: [
      line`Wait until nothing above is waiting: a deleted user leaves the registration report.`,
      line`Open ${strong('Set up')}, ${strong('Earlier runs')}, the run of ${lab.title}, and there ${strong('Undo this run…')}`,
      line`Read what it takes away, and confirm.`,
      line`What stays: what was chosen in the portal under Password reset; methods that were allowed before; users and groups that were there before; the rows of the audit log, for 30 days.`,
      line`Set Password reset back in the portal yourself, if nobody else uses it.`,
    ],
    expect: 'The run is undone, and the tenant is as before.',
    help: 'Skip this step with a reason when the lab is still needed. The run can be undone any time.',
    troubles: cleanUpTroubles,
    claims: [
      claim('lab-taken-away', `What the run made of ${testUser}, ${controlUser} and ${lab.group.displayName} is gone`),
    ],
  })
}
