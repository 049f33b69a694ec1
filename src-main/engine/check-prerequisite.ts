import type { Lab } from '../contract/lab.ts'
import { type Prerequisite, type PrerequisiteId, prerequisiteTexts } from '../contract/prerequisite.ts'
import { expandUsers } from '../domain/lab.ts'
import { principalName } from '../domain/names.ts'
import { datedChangesFinding } from '../domain/prerequisites/dated-changes.ts'
import type { Finding } from '../domain/prerequisites/finding.ts'
import { licenceFinding, operatorLicenceFinding } from '../domain/prerequisites/licence-lines.ts'
import { adminSwitchFinding, methodsFinding, methodsPolicyFinding } from '../domain/prerequisites/method-lines.ts'
import { permissionsFinding, rolesFinding } from '../domain/prerequisites/operator-lines.ts'
import { placeOf, type PlacedTenant } from '../domain/prerequisites/places.ts'
import {
  conditionalAccessFinding,
  type People,
  type PilotFacts,
  securityDefaultsFinding,
} from '../domain/prerequisites/protection-lines.ts'
import { domainFinding, organisationFinding } from '../domain/prerequisites/tenant-lines.ts'
import type { Reading } from '../domain/reading.ts'
import { because } from './because.ts'
import { findPilotGroups } from './find-groups.ts'
import type { Clock, GraphPort } from './ports.ts'
import { reading } from './reading.ts'

export interface PrerequisiteInput {
  readonly graph: GraphPort
  readonly clock: Clock
  /** The lab being edited decides what is needed. */
  readonly lab: Lab
  readonly tenant: PlacedTenant
  /** What the operator's token was granted; null when it is not known. */
  readonly grantedScopes: readonly string[] | null
}

/**
 * Looks at one line of the Tenant step. What the service refuses stands in the line as a refusal; rejects only with what
 * is no answer of the service.
 */
export async function checkPrerequisite(id: PrerequisiteId, input: PrerequisiteInput): Promise<Prerequisite> {
  const finding = await because({ detail: prerequisiteTexts[id].title }, () => checks[id](input))
  return { id, ...finding, place: placeOf(id, input.tenant), lookedAt: input.clock.now().toISOString() }
}

const checks: Record<PrerequisiteId, (input: PrerequisiteInput) => Promise<Finding>> = {
  organisation: async ({ graph }) => organisationFinding(await reading(graph.organisation())),
  domain: async ({ graph }) => domainFinding(await reading(graph.organisation())),
  licence: async ({ graph, lab }) => {
    const [stock, ends] = await Promise.all([reading(graph.licenceStock()), dated(graph.subscriptionEnds())])
    return licenceFinding(stock, ends, lab)
  },
  'operator-licence': async ({ graph, lab }) => {
    return operatorLicenceFinding(await reading(graph.myPremiumPlans()), lab)
  },
  roles: async ({ graph, lab }) => {
    const [roles, me] = await Promise.all([reading(graph.myRoles()), reading(graph.me())])
    return rolesFinding(roles, lab, 'value' in me && me.value.isGuest)
  },
  permissions: async ({ grantedScopes }) => permissionsFinding(grantedScopes),
  'security-defaults': async ({ graph, lab }) => securityDefaultsFinding(await reading(graph.securityDefaults()), lab),
  'conditional-access': async (input) => {
    const { graph, lab } = input
    const looks = [reading(graph.accessPolicies()), readPilot(graph, lab), reading(labPeople(input))] as const
    return conditionalAccessFinding(...(await Promise.all(looks)))
  },
  'methods-policy': async ({ graph }) => methodsPolicyFinding(await reading(graph.methodsPolicy())),
  methods: checkMethods,
  'dated-changes': async ({ graph, clock, lab }) => {
    const answer = await dated(graph.organisation())
    return datedChangesFinding('value' in answer ? answer.value.date : clock.now().toISOString(), lab)
  },
  'admin-switch': async ({ graph }) => adminSwitchFinding(await reading(graph.administratorSwitch())),
}

/** The answer together with the service's own date: what has ended is told by its clock, not by ours. */
const dated = <T extends { readonly date: string }>(answer: Promise<T>): Promise<Reading<T>> =>
  reading(answer.then((value) => ({ value })))

async function readPilot(graph: GraphPort, lab: Lab): Promise<Reading<PilotFacts>> {
  const found = await reading(findPilotGroups(graph, lab.group).then((value) => ({ value })))
  if ('trouble' in found) return found
  const [only] = found.value
  const isClear = found.value.length === 1 && only !== undefined
  return { value: isClear ? only : { displayName: lab.group.displayName, groupId: null } }
}

/** A class is looked up whole, a whole organisation is not. */
const mostPeople = 60

async function labPeople({ graph, lab, tenant }: PrerequisiteInput): Promise<{ value: People }> {
  const users = [...expandUsers(lab), lab.controlUser].map((user) => principalName(user, tenant.domain))
  const looked = users.slice(0, mostPeople)
  const { value } = await graph.findUsers(looked.length, Promise.resolve(looked))
  return { value: users.map((_name, at) => value[at] ?? null) }
}

/** More names would be more than a person reads. */
const mostNamed = 10

async function checkMethods({ graph, lab }: PrerequisiteInput): Promise<Finding> {
  const [policy, pilot] = await Promise.all([reading(graph.methodsPolicy()), readPilot(graph, lab)])
  const included = 'trouble' in policy ? [] : policy.value.methods.flatMap(({ includedIds }) => includedIds)
  const ids = [...new Set(included)].filter((id) => id !== 'all_users').slice(0, mostNamed)
  const found = await Promise.all(ids.map((id) => reading(graph.findGroup(id))))
  const groups = found.flatMap((group) => ('trouble' in group || group.value === null ? [] : [group.value]))
  const names = new Map(groups.map(({ groupId, displayName }) => [groupId, displayName]))
  return methodsFinding(policy, pilot, lab, names)
}
