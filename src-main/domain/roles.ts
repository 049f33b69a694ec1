import { labSteps, permissionSteps, type StepRoles } from '../contract/permissions.ts'
import type { ActionTarget } from '../contract/plan.ts'

/** Template ids (Entra docs: role-based-access-control/permissions-reference.md). Names are translated, ids are not. */
export const templateIds = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  'Groups Administrator': 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  'License Administrator': '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  'Authentication Policy Administrator': '0526716b-113d-4c15-b2c8-68e3c22b9f80',
  'Directory Writers': '9360feb5-f418-4baa-8175-e2a00bac4301',
  'Reports Reader': '4a5d8f65-41da-4de4-8968-e035b65339cf',
  'Authentication Administrator': 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  'Privileged Authentication Administrator': '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  'Global Reader': 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
  'Security Administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'Application Administrator': '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'Cloud Application Administrator': '158c047a-c907-4556-b7ef-446551a6b5f7',
} as const
type RoleName = keyof typeof templateIds

/** The least role for each kind of action (graph-facts §1.3). */
const leastRoles = {
  group: 'Groups Administrator',
  member: 'Groups Administrator',
  user: 'User Administrator',
  'usage-location': 'User Administrator',
  licence: 'License Administrator',
  'group-licence': 'License Administrator',
  method: 'Authentication Policy Administrator',
  portal: 'Authentication Policy Administrator',
  // The least one that empties the recycle bin, too; an Application Developer may do the rest.
  application: 'Cloud Application Administrator',
  'service-principal': 'Cloud Application Administrator',
} as const satisfies Record<ActionTarget['type'], RoleName>

/** Greater roles that may do the same; a Global Administrator may do everything. */
const greaterRoles: Partial<Record<string, readonly RoleName[]>> = {
  'Groups Administrator': ['User Administrator', 'Directory Writers'],
  'User Administrator': ['Directory Writers'],
  'License Administrator': ['User Administrator', 'Directory Writers'],
  'Cloud Application Administrator': ['Application Administrator'],
  'Reports Reader': ['Security Reader', 'Security Administrator', 'Global Reader'],
  'Security Reader': ['Global Reader', 'Security Administrator'],
  // Only read: a lab changes no method of anybody.
  'Authentication Administrator': ['Privileged Authentication Administrator', 'Global Reader'],
}

export const leastRole = (type: ActionTarget['type']): string => leastRoles[type]

/** Whether one of the template ids in `held` is enough where `role` is the least one needed. */
export function isEnough(held: readonly string[], role: string): boolean {
  const enough = ['Global Administrator', role, ...(greaterRoles[role] ?? [])]
  return Object.entries(templateIds).some(([name, id]) => enough.includes(name) && held.includes(id))
}

/** What the template ids in `held` come to, step by step. */
export function rolesOfSteps(held: readonly string[]): StepRoles[] {
  return labSteps.map((step) => {
    const roles = Object.keys(permissionSteps[step].roles)
    const active = roles.filter((role) => isEnough(held, role))
    return { step, active, missing: roles.filter((role) => !active.includes(role)) }
  })
}
