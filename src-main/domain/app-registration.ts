import type { AppRegistrationPlan, FoundRegistration } from '../contract/app-registration.ts'
import type { JournalLine } from '../contract/journal.ts'
import { labScopes } from '../contract/permissions.ts'
import type { PlanAction, PlanId } from '../contract/plan.ts'
import { checkRoles, checkScopes } from './plan-checks.ts'
import { leastRole } from './roles.ts'
import { undoSteps } from './run-journal.ts'

const displayName = 'ResetLab'

interface AppRegistrationInput {
  readonly planId: PlanId
  readonly tenantId: string
  readonly domain: string
  readonly builtAt: string
  /** Template ids of the operator's roles; null when they could not be read. */
  readonly roles: readonly string[] | null
  readonly grantedScopes: readonly string[] | null
  readonly found: readonly FoundRegistration[]
  /** Journals of earlier registrations that cannot be read any more. */
  readonly damaged: readonly string[]
}

/** The steps to an app registration of the tenant's own. Pure. */
export function planAppRegistration(input: AppRegistrationInput): AppRegistrationPlan {
  const { planId, tenantId, domain, builtAt, roles, grantedScopes, found, damaged } = input
  const actions = registrationActions()
  const checked = checkRoles(roles, actions)
  return {
    planId,
    tenantId,
    domain,
    builtAt,
    lab: { id: 'app-registration', title: 'This tenant’s app registration' },
    actions,
    totals: { add: actions.length, change: 0, none: 0, guided: 0 },
    // A few rows that each take a moment.
    estimate: null,
    permissions: [...labScopes],
    found: [...found],
    obstacles: checkScopes(grantedScopes, actions),
    // Many tenants let every member register applications, so the service has the last word.
    cautions: [...checked.obstacles, ...checked.cautions, ...found.map(alreadyThere), ...damaged.map(unreadable)],
  }
}

const alreadyThere = ({ displayName: name, appId }: FoundRegistration): string =>
  `An earlier run registered ${name} (client id ${appId}) and nobody removed it. You can sign in through that one.`

/** What a person can do where the journal of an earlier registration is lost. */
export const unreadable = (file: string): string =>
  `The file ${file} is damaged, so it is not known what that run registered. Look in the portal under App registrations for an application called ResetLab that you do not need, and delete it there.`

function registrationActions(): PlanAction[] {
  const common = {
    kind: 'create' as const,
    before: null,
    scope: 'Application.ReadWrite.All',
  }
  return [
    {
      ...common,
      id: `create-application:${displayName}`,
      what: `Register the application ${displayName}`,
      why: 'A client of this tenant’s own: its own name on the consent page, its own permissions, easy to take away.',
      after: `this directory only; “Mobile and desktop applications” with http://localhost; public client flows allowed; lists ${String(labScopes.length)} delegated permissions of Microsoft Graph`,
      call: 'POST /applications',
      role: leastRole('application'),
      target: { type: 'application', displayName, permissions: [...labScopes] },
    },
    {
      ...common,
      id: `create-service-principal:${displayName}`,
      what: `Create the service principal of ${displayName}`,
      why: 'Without it nobody can sign in through the application, and no administrator can agree to its permissions.',
      after: 'enabled for sign-in; nothing is consented to yet',
      call: 'POST /servicePrincipals',
      role: leastRole('service-principal'),
      target: { type: 'service-principal', displayName },
    },
  ]
}

/** The client id a journal says was registered and not taken away again. */
export function registeredClientId(lines: readonly JournalLine[]): string | null {
  const effects = undoSteps(lines).map(({ effect }) => effect)
  return effects.find((effect) => effect.type === 'application-created')?.appId ?? null
}
