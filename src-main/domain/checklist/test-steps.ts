import type { ContactKind, Lab } from '../../contract/lab.ts'
import type { InstructionPart, StepState } from '../../contract/recording.ts'
import type { TargetLinks } from '../../contract/tenant.ts'
import { claim, copy, open, privately, step, strong, text } from './parts.ts'
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
      [text('Nothing to do: ResetLab reads whether the tenant is ready for the test.')],
      [
        text('If '),
        strong('Password reset'),
        text(' was saved in the portal only now, the report may need a while to show it.'),
      ],
    ],
    expect: 'Every line on the right turns to Proven.',
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
        [open('Open the sign-in page', links.signIn), text(' in a private window.')],
        [text('Sign in as '), copy(testUser), text(' with the initial password.')],
        [text('At '), strong('More information required'), text(' choose '), strong('Next'), text('.')],
      ]
    : [
        [open('Open Security info', links.register), text(' in a private window.')],
        [text('Sign in as '), copy(testUser), text(' with the initial password.')],
      ]
  return step('register', 'Register', 'test-user', {
    where: privately(testUser),
    instructions: [
      ...start,
      ...kinds.map((kind) => [
        text(isInterrupt ? 'Set up ' : 'Choose '),
        ...(isInterrupt ? [] : [strong('Add sign-in method'), text(', then ')]),
        strong(atRegistration[kind]),
        text(' and follow the page to its end.'),
      ]),
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
    instructions: [[text('Nothing to do: ResetLab waits for the audit log and the registration report.')]],
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
      return [[open('Open the reset page', links.reset), text(' in a private window.')]]
    case 'forgot-my-password':
      return [
        [open('Open the sign-in page', links.signIn), text(' in a private window.')],
        [text('Enter '), copy(testUser), text(', choose Next, then '), strong('Forgot my password'), text('.')],
      ]
    case 'cant-access':
      return [
        [open('Open the sign-in page', links.signIn), text(' in a private window.')],
        [
          text('Choose '),
          strong('Can’t access your account?'),
          text(', then '),
          strong('Work or school account'),
          text('.'),
        ],
      ]
  }
}

export function resetStep(subject: ChecklistSubject): StepState {
  const { lab, testUser } = subject
  return step('reset', 'Reset', 'test-user', {
    where: privately(testUser),
    instructions: [
      ...toResetPage(subject),
      [text('Enter the user name '), copy(testUser), text(' and the characters shown.')],
      ...lab.checklist.resetWith.map((kind, index) => [
        text(`Verification step ${String(index + 1)}: `),
        strong(atReset[kind]),
        text('.'),
      ]),
      [text('Set a new password twice and keep it for the next step.')],
    ],
    expect: '“Your password has been reset.”',
    help: 'Begin this step before you open the page: a change counts only when it is later than the start mark.',
    troubles: resetTroubles(lab),
    claims: [claim('password-changed', `The password of ${testUser} changed after this step began`)],
  })
}

export function resetSeen({ lab }: ChecklistSubject): StepState {
  const gates = lab.sspr.methodsRequired
  return step('reset-seen', 'Reset seen', 'app', {
    instructions: [[text('Nothing to do: ResetLab waits for the audit log to say who changed the password, and how.')]],
    expect: 'Both lines turn to Proven, usually after 5 to 10 minutes on a real tenant, at most an hour.',
    help: 'A reset by an administrator also moves the time of the password, but the audit log tells the two apart.',
    troubles: resetSeenTroubles,
    claims: [
      claim(
        'reset-audited',
        `It was a self-service reset with ${gates === 1 ? 'one method' : 'two methods'}: ${lab.checklist.resetWith.map((kind) => gateWords[kind]).join(' and ')}`,
      ),
      claim('same-person', 'The account that registered is the account that reset its password'),
    ],
  })
}

export function signInStep({ links, testUser }: ChecklistSubject): StepState {
  return step('sign-in', 'Sign in with the new password', 'test-user', {
    where: privately(testUser),
    instructions: [
      [open('Open the sign-in page', links.signIn), text(' in a private window.')],
      [text('Sign in as '), copy(testUser), text(' with the '), strong('new'), text(' password.')],
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
      [open('Open the reset page', links.reset), text(' in a private window.')],
      [
        text('Enter the user name '),
        copy(controlUser),
        text(' and the characters shown, then choose '),
        strong('Next'),
        text('.'),
      ],
    ],
    expect: 'The page says that password reset is not turned on for this account (SSPR_0013).',
    help: 'Everybody sees the first page of the form; the refusal comes after it. If no refusal comes, the scope is All or the user is in the group.',
    troubles: controlTroubles,
    claims: [claim('control-user-refused', `${controlUser} was refused by self-service password reset`)],
  })
}
