import { z } from 'zod'

/** One answer to a question the documentation leaves open, or one of two worlds a client may meet. */
interface SwitchRule {
  readonly question: string
  /** The first one is the default. */
  readonly choices: readonly [string, string, ...string[]]
}

/** Where the facts are unsure, the practice tenant can be told to be the other way (graph-facts, 14). */
export const switchRules = {
  registeredOnly: {
    question:
      'Since 7 September 2026 a reset counts only registered methods. Before, phone and mail attributes of the user counted too.',
    choices: ['on', 'off'],
  },
  adminRegistration: {
    question: 'Does an e-mail address or phone an administrator registered through Graph count as registered?',
    choices: ['counts', 'does not count'],
  },
  userLicence: {
    question: 'Is a premium licence of each user enforced at reset (SSPR_0012)?',
    choices: ['enforced', 'not enforced'],
  },
  securityGroupDelete: {
    question:
      'Is a deleted security group kept for 30 days (since 2026), or gone for good (as the reference pages still say)?',
    choices: ['kept', 'gone'],
  },
  policyMigrationState: {
    question:
      'What does policyMigrationState say in a tenant made in 2026? The last two are those of an older tenant: its older lists, a mobile phone and e-mail for everybody, count alone or beside the policy.',
    choices: ['migrationComplete', 'null', 'preMigration', 'migrationInProgress'],
  },
  methodsPolicyPatch: { question: 'What does PATCH of the methods policy answer?', choices: ['200', '204'] },
  phonePatch: { question: 'What does PATCH of a phone method answer?', choices: ['204', '200'] },
  categoryFilter: { question: 'Can directory audits be filtered by category?', choices: ['refused', 'allowed'] },
  ssprLogName: {
    question: 'What is loggedByService of password reset rows?',
    choices: ['Self-service Password Management', 'SSPR'],
  },
  olderRegistrationRow: {
    question: 'Does combined registration also write "User registered for self-service password reset"?',
    choices: ['no', 'yes'],
  },
  newerScopes: {
    question: 'Does the tenant know the narrower scopes of 2025 (LicenseAssignment.Read.All, UserAuthMethod-…)?',
    choices: ['known', 'unknown'],
  },
  groupOwner: {
    question: 'Does an administrator become owner of a group made by a delegated call?',
    choices: ['no', 'yes'],
  },
} as const satisfies Record<string, SwitchRule>

export type SwitchName = keyof typeof switchRules
export const switchNames = Object.keys(switchRules) as SwitchName[]

const choiceOf = <const Choices extends readonly [string, ...string[]]>({ choices }: { choices: Choices }) =>
  z.enum(choices).default(choices[0])

export const Switches = z.object({
  registeredOnly: choiceOf(switchRules.registeredOnly),
  adminRegistration: choiceOf(switchRules.adminRegistration),
  userLicence: choiceOf(switchRules.userLicence),
  securityGroupDelete: choiceOf(switchRules.securityGroupDelete),
  policyMigrationState: choiceOf(switchRules.policyMigrationState),
  methodsPolicyPatch: choiceOf(switchRules.methodsPolicyPatch),
  phonePatch: choiceOf(switchRules.phonePatch),
  categoryFilter: choiceOf(switchRules.categoryFilter),
  ssprLogName: choiceOf(switchRules.ssprLogName),
  olderRegistrationRow: choiceOf(switchRules.olderRegistrationRow),
  newerScopes: choiceOf(switchRules.newerScopes),
  groupOwner: choiceOf(switchRules.groupOwner),
})
export type Switches = z.infer<typeof Switches>

export const defaultSwitches: Switches = Switches.parse({})
