import type { NegativeTest } from '../../contract/lab.ts'
import type { InstructionPart, StepState } from '../../contract/recording.ts'
import { claim, copy, line, open, privately, step, strong } from './parts.ts'
import { atReset, type ChecklistSubject } from './test-steps.ts'
import { negativeTroubles, waitOnPractice } from './troubles.ts'

const leave: InstructionPart[] = line`Then choose ${strong('Cancel')}. The password stays as it is.`

/** The way to the first verification step, which all tests with the test user share. */
function toVerification({ lab, links, testUser }: ChecklistSubject): InstructionPart[][] {
  const [first = 'email'] = lab.checklist.resetWith
  return [
    line`${open('Open the reset page', links.reset)} in a private window.`,
    line`Enter the user name ${copy(testUser)} and the characters shown.`,
    line`Choose ${strong(atReset[first])}.`,
  ]
}

function administratorStep({ links, operator }: ChecklistSubject): StepState {
  return step('administrator', 'Administrator account', 'operator', {
    where: privately(operator),
    instructions: [
      line`${open('Open the reset page', links.reset)} in a private window.`,
      line`Enter the user name ${copy(operator)} and the characters shown, then choose ${strong('Next')}.`,
      line`If the page asks how to verify, choose ${strong('Cancel')}: do not reset this password.`,
    ],
    expect: 'The page refuses (SSPR_0009 or SSPR_0014), or asks for two methods whatever the lab says.',
    help: 'Administrators follow a policy of their own with two methods. That is why no administrator may be the test user.',
    troubles: negativeTroubles,
    claims: [claim('administrator-refused', `${operator} could not reset the way the test user does`)],
  })
}

function wrongCodeStep(subject: ChecklistSubject): StepState {
  return step('wrong-code', 'A wrong code is refused', 'test-user', {
    where: privately(subject.testUser),
    instructions: [...toVerification(subject), line`Enter a code that is certainly wrong, ${strong('once')}.`, leave],
    expect: 'The page says that the code is not right.',
    help: 'Five failed tries close the page for 24 hours, so one wrong code is enough.',
    troubles: negativeTroubles,
    claims: [
      claim('wrong-code-stopped', 'A reset was begun with a code and ended without passing'),
      claim('wrong-code-seen', 'The page refused the wrong code'),
    ],
  })
}

function expiredCodeStep(subject: ChecklistSubject): StepState {
  const [first] = subject.lab.checklist.resetWith
  const wait =
    first === 'authenticatorCode'
      ? line`Write down the code the app shows, wait two minutes, and enter that old code.`
      : line`Leave the page open for ten minutes, and enter the code only then.`
  return step('expired-code', 'An expired code is refused', 'test-user', {
    where: privately(subject.testUser),
    instructions: [...toVerification(subject), wait, leave],
    expect: 'The page says that the code is not right or too old.',
    help: 'The page itself waits 15 minutes. When it says that the session has ended, start again.',
    troubles: [...negativeTroubles, waitOnPractice],
    claims: [
      claim('expired-code-stopped', 'A reset was begun with a code and ended without passing'),
      claim('expired-code-seen', 'The page refused the code that was too old'),
    ],
  })
}

function weakPasswordStep(subject: ChecklistSubject): StepState {
  const { lab } = subject
  return step('weak-password', 'A weak password is refused', 'test-user', {
    where: privately(subject.testUser),
    instructions: [
      ...toVerification(subject),
      lab.sspr.methodsRequired === 2
        ? line`Pass both verification steps with the right codes.`
        : line`Enter the right code.`,
      line`As the new password enter a well-known one twice, such as ${copy('Password1!')}.`,
      leave,
    ],
    expect: 'The page says that the password is too easily guessed.',
    help: 'Should the page take the password, the test user has it from now on: repeat Reset with a good one.',
    troubles: negativeTroubles,
    claims: [claim('weak-password-refused', 'A weak password was refused at the reset')],
  })
}

export const negativeSteps: Record<NegativeTest, (subject: ChecklistSubject) => StepState> = {
  administrator: administratorStep,
  'wrong-code': wrongCodeStep,
  'expired-code': expiredCodeStep,
  'weak-password': weakPasswordStep,
}
