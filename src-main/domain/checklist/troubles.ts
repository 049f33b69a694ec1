import type { ContactKind, Lab } from '../../contract/lab.ts'
import type { Trouble } from '../../contract/recording.ts'

/**
 * What usually goes wrong, how it shows, and what to do. Page codes after entra-docs: authentication/troubleshoot-sspr.md;
 * AADSTS codes after identity-platform/reference-error-codes.md; waiting times after graph-facts §8.1 and §12.6.
 */

const trouble = (sign: string, remedy: string): Trouble => ({ sign, remedy })

export const operatorTroubles = (lab: Lab): Trouble[] => [
  trouble(
    'Self-service password reset stays off for the test user',
    `Open Password reset in the portal again: another group than ${lab.group.displayName} may be selected, or Save was not pressed. The report that shows it needs up to a few hours on a real tenant; you can go on meanwhile.`,
  ),
  trouble(
    'A line says Could not check',
    'The operator lacks a role for it. Reports Reader is enough for reports and audit log, Authentication Administrator for methods.',
  ),
  trouble(
    'The report has no row for a user',
    'New users are missing for hours, disabled ones for ever. Wait, or enable the user.',
  ),
  trouble(
    'A role is named',
    'Administrators follow a policy of their own with two methods, so a test with one proves nothing. Take the role away, or choose another user.',
  ),
]

const locked = trouble(
  'AADSTS50053, or “Your account has been locked”',
  'Too many wrong passwords. Wait a minute; the wait doubles with each further one. A reset ends it.',
)
const wrongPassword = trouble(
  'AADSTS50126, or “Your account or password is incorrect”',
  'Copy the password again, without blanks. Right after a reset the old one may count for a minute.',
)
const otherSession = trouble(
  'The page shows the administrator',
  'The window is not private, or another private window is open. Close all of them and open a new one.',
)
const unknownUser = trouble(
  'AADSTS50034, or “We couldn’t find an account”',
  'Copy the whole user name with its domain. A new user needs some minutes.',
)

export const registrationTroubles = (isInterrupt: boolean): Trouble[] => [
  trouble(
    'A method is not offered',
    'The authentication methods policy does not allow it for this user yet. A change there needs minutes, sometimes an hour or two.',
  ),
  isInterrupt
    ? trouble(
        'Sign-in goes through without asking for more information',
        'Registration at sign-in is off, the user is not in the group yet, or enough methods are registered. Open Security info yourself instead.',
      )
    : trouble(
        '“More information required” comes first (AADSTS50125)',
        'Sign-in asks for the registration by itself. Go on with Next: it leads to the same methods.',
      ),
  trouble(
    '“The administrator has not enabled this feature”',
    'Somebody else is signed in, or the user is not in the group yet. Open the page again in a private window; a change of the group needs some minutes.',
  ),
  trouble(
    'AADSTS50072 or AADSTS50079',
    'Security defaults or Conditional Access ask for a second factor. Registering the authenticator app serves for both.',
  ),
  trouble(
    'AADSTS50055, or a new password is demanded',
    'The initial password must be changed at the first sign-in. Change it and keep the new one for this test.',
  ),
  otherSession,
  wrongPassword,
  locked,
  unknownUser,
]

export const registrationSeenTroubles: Trouble[] = [
  trouble(
    'Not yet seen',
    'The audit log needs 5 to 60 minutes on a real tenant, the report hours. You can go on, and even close the app.',
  ),
  trouble(
    'The log shows somebody else who registered',
    'The window was not private, so the administrator registered. Remove that method under Security info, and repeat Register in a new private window.',
  ),
  trouble(
    'isSsprRegistered stays false',
    'Fewer methods than required are registered, or one of them does not count for a reset (passkeys, Temporary Access Pass).',
  ),
]

const pageCodes = (lab: Lab): Trouble[] => [
  trouble(
    'SSPR_0009',
    'Password reset is off for the tenant: the portal step was not saved. Set it and wait some minutes.',
  ),
  trouble('SSPR_0010', 'The password is kept on premises, and writeback is not set up. Test with a user of the cloud.'),
  trouble(
    'SSPR_0011',
    'No password reset policy is defined: the selected group may be gone. Set the portal step again.',
  ),
  trouble('SSPR_0012', 'The user has no licence with Entra ID P1 or P2. Assign one and wait some minutes.'),
  trouble(
    'SSPR_0013',
    `The user is not in the selected group. Look whether ${lab.group.displayName} is selected in the portal.`,
  ),
  trouble(
    'SSPR_0014',
    lab.sspr.methodsRequired === 2
      ? 'Fewer than two methods are registered. Apps together count as one. Go back to Register.'
      : 'No method that counts is registered. Go back to Register.',
  ),
]

const methodTroubles: Record<ContactKind, Trouble> = {
  authenticatorCode: trouble(
    'The code of the app is refused',
    'A code is good once and for 30 seconds. Wait for the next one, and look whether the phone’s clock is right.',
  ),
  phoneText: trouble(
    'No text message arrives',
    'Type the whole number as it was registered. After five tries within an hour the page closes for a day. Trial tenants place no voice calls.',
  ),
  email: trouble('No e-mail arrives', 'Look in the junk folder. A code is good for a few minutes; ask for a new one.'),
}

export const resetTroubles = (lab: Lab): Trouble[] => [
  ...pageCodes(lab),
  ...lab.checklist.resetWith.map((kind) => methodTroubles[kind]),
  trouble(
    '“You’ve tried to verify your account too many times”',
    'Five failed tries within a day close the page for 24 hours. An administrator can reset the password meanwhile.',
  ),
  trouble('“Your session has ended”', 'The page waits 15 minutes. Start again; nothing was changed.'),
  trouble(
    'The new password is refused',
    'It must have 8 characters of three kinds, and no well-known word or the user’s own name in it.',
  ),
  unknownUser,
]

export const resetSeenTroubles: Trouble[] = [
  trouble(
    'Not yet seen',
    'The audit log needs 5 to 10 minutes on a real tenant, at most an hour. You can go on meanwhile.',
  ),
  trouble(
    'The log shows a reset by an administrator',
    'The password was set in the portal, not on the reset page. Repeat Reset.',
  ),
  trouble(
    'The log shows another number or kind of methods',
    'Look in the portal at Password reset, Authentication methods: how many are required there? Then repeat Reset with the methods of the lab.',
  ),
  trouble(
    'The log shows a reset of another user',
    'Another user name was typed on the reset page. Repeat Reset with the test user’s name.',
  ),
]

export const signInTroubles: Trouble[] = [
  wrongPassword,
  locked,
  otherSession,
  trouble('AADSTS50057', 'The account is disabled. Enable it in the portal.'),
  trouble('A window from before is signed out', 'That is as it should be: a reset ends the sessions of before.'),
  trouble('Not yet seen', 'Sign-in logs need 5 to 15 minutes on a real tenant, at times an hour.'),
]

export const controlTroubles: Trouble[] = [
  trouble(
    'The page lets the control user in',
    'The scope is All, or the user is in the group. Choose Cancel there, and look at the portal step.',
  ),
  trouble(
    'SSPR_0009 in place of SSPR_0013',
    'The user is an administrator, or password reset is off for the whole tenant.',
  ),
  trouble(
    'SSPR_0014',
    'The user is in the scope but registered nothing: being refused for that proves nothing about the scope.',
  ),
  unknownUser,
]

export const negativeTroubles: Trouble[] = [
  trouble(
    '“You’ve tried to verify your account too many times”',
    'Five failed tries within a day close the page for 24 hours. Skip the other tests of this kind today.',
  ),
  trouble(
    'The audit log shows nothing',
    'It needs 5 to 60 minutes on a real tenant. What you saw yourself can be attested meanwhile.',
  ),
]

export const waitOnPractice = trouble(
  'Nobody has ten minutes',
  'In the practice tenant the control room, linked on each of its pages, moves the clock on by ten minutes. Press Look now after that.',
)

export const cleanUpTroubles: Trouble[] = [
  trouble(
    'Claims are still waiting for a report or the audit log',
    'Wait for them before you undo: the registration report forgets deleted users.',
  ),
  trouble(
    'Somebody else still needs the lab',
    'Skip this step with a reason. The run stays under Set up and can be undone any time.',
  ),
]
