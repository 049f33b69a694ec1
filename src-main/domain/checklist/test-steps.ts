import type { ContactKind, Lab } from '../../contract/lab.ts'
import type { InstructionPart, StepState } from '../../contract/recording.ts'
import type { TargetLinks } from '../../contract/tenant.ts'
import { claim, copy, line, open, privately, step, strong } from './parts.ts'
import {
  controlTroubles,
  operatorTroubles,
  registrationSeenTroubles,
  registrationTroubles,
  resetSeenTroubles,
  resetTroubles,
  signInTroubles,
} from './troubles.ts'

/** Whom and where a checklist is about. Names are user principal names. */
export interface ChecklistSubject {
  readonly lab: Lab
  readonly links: TargetLinks
  readonly testUser: string
  readonly controlUser: string
  readonly operator: string
}

/** How the registration page and the reset page call each contact kind. */
const atRegistration: Record<ContactKind, string> = {
  authenticatorCode: 'Authenticator app',
  phoneText: 'Phone',
  email: 'Email',
}
export const atReset: Record<ContactKind, string> = {
  authenticatorCode: 'Enter a code from my authenticator app',
  phoneText: 'Text my mobile phone',
  email: 'Email my alternate email',
}

const gateWords: Record<ContactKind, string> = {
  authenticatorCode: 'authenticator app',
  phoneText: 'text message',
  email: 'e-mail',
}

export function operatorChecks({ lab, testUser, controlUser }: ChecklistSubject): StepState {
  const group = lab.group.displayName
  const isSelected = lab.sspr.scope === 'selected'
  return step('operator-checks', 'Operator checks', 'app', {
    instructions: [
      line`Nothing to do: ResetLab reads whether the tenant is ready for the test.`,
      line`If ${strong('Password reset')} was saved in the portal only now, the report may need a while to show it.`,
    ],
    expect: 'Every line under What proves it turns to Proven.',
    help: 'Nothing of this can be mended here: set up the lab again, or look at the portal step.',
    troubles: operatorTroubles(lab),
    claims: [
      claim('group-holds-test-user', `${testUser} is in ${group}`),
      ...(isSelected ? [claim('control-user-outside', `${controlUser} is not in ${group}`)] : []),
      claim('test-user-without-role', `${testUser} holds no administrator role`),
      ...(isSelected ? [claim('control-user-without-role', `${controlUser} holds no administrator role`)] : []),
      claim('test-user-licensed', `${testUser} holds Entra ID P1 or P2`),
      claim('sspr-on-for-test-user', `Self-service password reset is on for ${testUser}`),
      ...(isSelected
        ? [claim('sspr-off-for-control-user', `Self-service password reset is off for ${controlUser}`)]
        : []),
    ],
  })
}

export function registerStep({ lab, links, testUser }: ChecklistSubject): StepState {
  const isInterrupt = lab.checklist.route === 'interrupt'
  const kinds = lab.checklist.register
  const start: InstructionPart[][] = isInterrupt
    ? [
        line`${open('Open the sign-in page', links.signIn)} in a private window.`,
        line`Sign in as ${copy(testUser)} with the initial password.`,
        line`At ${strong('More information required')} choose ${strong('Next')}.`,
      ]
    : [
        line`${open('Open Security info', links.register)} in a private window.`,
        line`Sign in as ${copy(testUser)} with the initial password.`,
      ]
  return step('register', 'Register', 'test-user', {
    where: privately(testUser),
    instructions: [
      ...start,
      ...kinds.map((kind) =>
        isInterrupt
          ? line`Set up ${strong(atRegistration[kind])} and follow the page to its end.`
          : line`Choose ${strong('Add sign-in method')}, then ${strong(atRegistration[kind])} and follow the page to its end.`,
      ),
    ],
    expect: `Security info lists ${kinds.map((kind) => atRegistration[kind]).join(' and ')}.`,
    help: 'Whoever is signed in when the page opens is the one who registers. Look for the test user’s name at the top right.',
    troubles: registrationTroubles(isInterrupt),
    claims: [
      claim('methods-registered', `${testUser} registered ${kinds.map((kind) => atRegistration[kind]).join(', ')}`),
    ],
  })
}

export function registrationSeen({ lab }: ChecklistSubject): StepState {
  return step('registration-seen', 'Registration seen', 'app', {
    instructions: [line`Nothing to do: ResetLab waits for the audit log and the registration report.`],
    expect: 'Both lines turn to Proven. The audit log needs 5 to 60 minutes on a real tenant, the report hours.',
    help: 'Methods that were added by an administrator do not appear as registered by the user. The report lists no disabled users.',
    troubles: registrationSeenTroubles,
    claims: [
      claim('registration-audited', 'The audit log shows the registration by the user'),
      claim(
        'registration-reported',
        `The report counts the user as registered (${String(lab.sspr.methodsRequired)} required)`,
      ),
    ],
  })
}

function toResetPage({ lab, links, testUser }: ChecklistSubject): InstructionPart[][] {
  switch (lab.checklist.entrance) {
    case 'reset-page':
      return [line`${open('Open the reset page', links.reset)} in a private window.`]
    case 'forgot-my-password':
      return [
        line`${open('Open the sign-in page', links.signIn)} in a private window.`,
        line`Enter ${copy(testUser)}, choose Next, then ${strong('Forgot my password')}.`,
      ]
    case 'cant-access':
      return [
        line`${open('Open the sign-in page', links.signIn)} in a private window.`,
        line`Choose ${strong('Can’t access your account?')}, then ${strong('Work or school account')}.`,
      ]
  }
}

export function resetStep(subject: ChecklistSubject): StepState {
  const { lab, testUser } = subject
  return step('reset', 'Reset', 'test-user', {
    where: privately(testUser),
    instructions: [
      ...toResetPage(subject),
      line`Enter the user name ${copy(testUser)} and the characters shown.`,
      ...lab.checklist.resetWith.map(
        (kind, index) => line`Verification step ${String(index + 1)}: ${strong(atReset[kind])}.`,
      ),
      line`Set a new password twice and keep it for the next step.`,
    ],
    expect: '“Your password has been reset.”',
    help: 'Begin this step before you open the page: a change counts only when it is later than the start mark.',
    troubles: resetTroubles(lab),
    claims: [claim('password-changed', `The password of ${testUser} changed after this step began`)],
  })
}

export function resetSeen({ lab }: ChecklistSubject): StepState {
  const gates = lab.sspr.methodsRequired
  const verifiedWith = lab.checklist.resetWith.map((kind) => gateWords[kind]).join(' and ')
  return step('reset-seen', 'Reset seen', 'app', {
    instructions: [line`Nothing to do: ResetLab waits for the audit log to say who changed the password, and how.`],
    expect: 'Both lines turn to Proven, usually after 5 to 10 minutes on a real tenant, at most an hour.',
    help: 'A reset by an administrator also moves the time of the password, but the audit log tells the two apart.',
    troubles: resetSeenTroubles,
    claims: [
      claim(
        'reset-audited',
        gates === 1
          ? `It was a self-service reset with one method: ${verifiedWith}`
          : `It was a self-service reset with two methods: ${verifiedWith}`,
      ),
      claim('same-person', 'The account that registered is the account that reset its password'),
    ],
  })
}

export function signInStep({ links, testUser }: ChecklistSubject): StepState {
  return step('sign-in', 'Sign in with the new password', 'test-user', {
    where: privately(testUser),
    instructions: [
      line`${open('Open the sign-in page', links.signIn)} in a private window.`,
      line`Sign in as ${copy(testUser)} with the ${strong('new')} password.`,
    ],
    expect: 'You are signed in.',
    help: 'Windows that were open before the reset are signed out: that is as it should be.',
    troubles: signInTroubles,
    claims: [claim('signed-in-after-reset', `${testUser} signed in after the reset`)],
  })
}

export function controlUserStep({ links, controlUser }: ChecklistSubject): StepState {
  return step('control-user', 'Control user is refused', 'control-user', {
    where: privately(controlUser),
    instructions: [
      line`${open('Open the reset page', links.reset)} in a private window.`,
      line`Enter the user name ${copy(controlUser)} and the characters shown, then choose ${strong('Next')}.`,
    ],
    expect: 'The page says that password reset is not turned on for this account (SSPR_0013).',
    help: 'Everybody sees the first page of the form; the refusal comes after it. If no refusal comes, the scope is All or the user is in the group.',
    troubles: controlTroubles,
    claims: [claim('control-user-refused', `${controlUser} was refused by self-service password reset`)],
  })
}
