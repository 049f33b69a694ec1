import type { ContactKind, Lab } from '../contract/lab.ts'
import type { ClaimState, InstructionPart, StepId, StepState, WitnessReport } from '../contract/recording.ts'
import type { TargetLinks } from '../contract/tenant.ts'
import { controlUserName, testUserName } from './lab.ts'

/** What a claim asks of which witness. The engine knows how to ask; `judge.ts` knows what the answer means. */
export type Question =
  | 'group-holds-test-user'
  | 'control-user-outside'
  | 'test-user-without-role'
  | 'test-user-licensed'
  | 'sspr-on-for-test-user'
  | 'sspr-off-for-control-user'
  | 'methods-registered'
  | 'registration-audited'
  | 'registration-reported'
  | 'password-changed'
  | 'reset-audited'
  | 'signed-in-after-reset'
  | 'control-user-refused'

/** The report quota (5 requests in 10 s) is shared by everything that reads reports and audit logs. */
export const witnessOf: Record<Question, string> = {
  'group-holds-test-user': 'groups/{id}/transitiveMembers',
  'control-user-outside': 'groups/{id}/transitiveMembers',
  'test-user-without-role': 'users/{id}/transitiveMemberOf',
  'test-user-licensed': 'users/{id}/licenseDetails',
  'sspr-on-for-test-user': 'reports/userRegistrationDetails',
  'sspr-off-for-control-user': 'reports/userRegistrationDetails',
  'methods-registered': 'users/{id}/authentication/methods',
  'registration-audited': 'auditLogs/directoryAudits',
  'registration-reported': 'reports/userRegistrationDetails',
  'password-changed': 'users/{id}?$select=lastPasswordChangeDateTime',
  'reset-audited': 'auditLogs/directoryAudits',
  'signed-in-after-reset': 'auditLogs/signIns',
  'control-user-refused': 'auditLogs/directoryAudits',
}

interface ChecklistInput {
  readonly lab: Lab
  readonly domain: string
  readonly links: TargetLinks
}

const text = (words: string): InstructionPart => ({ type: 'text', text: words })
const strong = (words: string): InstructionPart => ({ type: 'strong', text: words })
const copy = (words: string): InstructionPart => ({ type: 'copy', text: words })
const open = (words: string, url: string, privately = true): InstructionPart => ({
  type: 'open',
  text: words,
  url,
  privately,
})

/** How the registration page and the reset page call each contact kind. */
const atRegistration: Record<ContactKind, string> = {
  authenticatorCode: 'Authenticator app',
  phoneText: 'Phone',
  email: 'Email',
}
const atReset: Record<ContactKind, string> = {
  authenticatorCode: 'Enter a code from my authenticator app',
  phoneText: 'Text my mobile phone',
  email: 'Email my alternate email',
}

export function waitingReport(question: Question): WitnessReport {
  return {
    witness: witnessOf[question],
    verdict: 'waiting',
    detail: 'Not asked yet.',
    lookedAt: null,
    sourceAsOf: null,
    nextLookAt: null,
    requestId: null,
  }
}

function claim(question: Question, sentence: string): ClaimState {
  return { claimId: question, claim: sentence, verdict: 'waiting', witness: waitingReport(question) }
}

function step(
  stepId: StepId,
  title: string,
  actor: StepState['actor'],
  rest: Pick<StepState, 'instructions' | 'expect' | 'help' | 'claims'>,
): StepState {
  return { stepId, title, actor, begunAt: null, ...rest }
}

/** The guided test of a lab: the same lab gives the same steps. */
export function buildChecklist(input: ChecklistInput): StepState[] {
  const { lab, domain, links } = input
  const testUser = testUserName(lab, domain)
  const controlUser = controlUserName(lab, domain)
  return [
    operatorChecks(lab, testUser, controlUser),
    registerStep(lab, links, testUser),
    registrationSeen(lab),
    resetStep(lab, links, testUser),
    resetSeen(lab),
    signInStep(links, testUser),
    controlUserStep(links, controlUser),
  ]
}

function operatorChecks(lab: Lab, testUser: string, controlUser: string): StepState {
  const group = lab.group.displayName
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
    help: 'If self-service password reset stays off for the test user, open the portal again: another group may be selected, or Save was not pressed.',
    claims: [
      claim('group-holds-test-user', `${testUser} is in ${group}`),
      ...(lab.sspr.scope === 'selected' ? [claim('control-user-outside', `${controlUser} is not in ${group}`)] : []),
      claim('test-user-without-role', `${testUser} holds no administrator role`),
      claim('test-user-licensed', `${testUser} holds Entra ID P1 or P2`),
      claim('sspr-on-for-test-user', `Self-service password reset is on for ${testUser}`),
      ...(lab.sspr.scope === 'selected'
        ? [claim('sspr-off-for-control-user', `Self-service password reset is off for ${controlUser}`)]
        : []),
    ],
  })
}

function registerStep(lab: Lab, links: TargetLinks, testUser: string): StepState {
  const interrupt = lab.checklist.route === 'interrupt'
  const kinds = lab.checklist.register
  const start: InstructionPart[][] = interrupt
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
    instructions: [
      ...start,
      ...kinds.map((kind) => [
        text(interrupt ? 'Set up ' : 'Choose '),
        ...(interrupt ? [] : [strong('Add sign-in method'), text(', then ')]),
        strong(atRegistration[kind]),
        text(' and follow the page to its end.'),
      ]),
    ],
    expect: `Security info lists ${kinds.map((kind) => atRegistration[kind]).join(' and ')}.`,
    help: 'A method that is not offered is not allowed for this user in the authentication methods policy; a change there needs some minutes. Use a private window, or the administrator’s own session gets in the way.',
    claims: [
      claim('methods-registered', `${testUser} registered ${kinds.map((kind) => atRegistration[kind]).join(', ')}`),
    ],
  })
}

function registrationSeen(lab: Lab): StepState {
  return step('registration-seen', 'Registration seen', 'app', {
    instructions: [[text('Nothing to do: ResetLab waits for the audit log and the registration report.')]],
    expect: 'Both lines turn to Proven. The audit log needs 5 to 60 minutes on a real tenant, the report hours.',
    help: 'Methods that were added by an administrator do not appear as registered by the user. The report lists no disabled users.',
    claims: [
      claim('registration-audited', 'The audit log shows the registration by the user'),
      claim(
        'registration-reported',
        `The report counts the user as registered (${String(lab.sspr.methodsRequired)} required)`,
      ),
    ],
  })
}

function resetStep(lab: Lab, links: TargetLinks, testUser: string): StepState {
  const entrance: Record<Lab['checklist']['entrance'], InstructionPart[][]> = {
    'reset-page': [[open('Open the reset page', links.reset), text(' in a private window.')]],
    'forgot-my-password': [
      [open('Open the sign-in page', links.signIn), text(' in a private window.')],
      [text('Enter '), copy(testUser), text(', choose Next, then '), strong('Forgot my password'), text('.')],
    ],
    'cant-access': [
      [open('Open the sign-in page', links.signIn), text(' in a private window.')],
      [
        text('Choose '),
        strong('Can’t access your account?'),
        text(', then '),
        strong('Work or school account'),
        text('.'),
      ],
    ],
  }
  return step('reset', 'Reset', 'test-user', {
    instructions: [
      ...entrance[lab.checklist.entrance],
      [text('Enter the user name '), copy(testUser), text(' and the characters shown.')],
      ...lab.checklist.resetWith.map((kind, index) => [
        text(`Verification step ${String(index + 1)}: `),
        strong(atReset[kind]),
        text('.'),
      ]),
      [text('Set a new password twice and keep it for the next step.')],
    ],
    expect: '“Your password has been reset.”',
    help: 'SSPR_0012: the user has no licence. SSPR_0013: the user is not in the selected group. SSPR_0014: not enough methods are registered.',
    claims: [claim('password-changed', `The password of ${testUser} changed after this step began`)],
  })
}

function resetSeen(lab: Lab): StepState {
  const gates = lab.sspr.methodsRequired
  return step('reset-seen', 'Reset seen', 'app', {
    instructions: [[text('Nothing to do: ResetLab waits for the audit log to say who changed the password, and how.')]],
    expect: 'The line turns to Proven, usually after 5 to 10 minutes on a real tenant, at most an hour.',
    help: 'A reset by an administrator also moves the time of the password, but the audit log tells the two apart.',
    claims: [claim('reset-audited', `It was a self-service reset with ${gates === 1 ? 'one method' : 'two methods'}`)],
  })
}

function signInStep(links: TargetLinks, testUser: string): StepState {
  return step('sign-in', 'Sign in with the new password', 'test-user', {
    instructions: [
      [open('Open the sign-in page', links.signIn), text(' in a private window.')],
      [text('Sign in as '), copy(testUser), text(' with the '), strong('new'), text(' password.')],
    ],
    expect: 'You are signed in.',
    help: 'Windows that were open before the reset are signed out: that is as it should be.',
    claims: [claim('signed-in-after-reset', `${testUser} signed in after the reset`)],
  })
}

function controlUserStep(links: TargetLinks, controlUser: string): StepState {
  return step('control-user', 'Control user is refused', 'control-user', {
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
    claims: [claim('control-user-refused', `${controlUser} was refused by self-service password reset`)],
  })
}
