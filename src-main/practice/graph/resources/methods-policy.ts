import type { AuthenticationMethodsPolicy } from '@microsoft/microsoft-graph-types'
import { z } from 'zod'

import { changed, otherTarget, writeAudit } from '../../audit/audit-log.ts'
import { takesEffectLater } from '../../due.ts'
import { groupById, userById } from '../../rules/directory.ts'
import { configurationOf } from '../../rules/methods.ts'
import { defaultMethodConfigurations } from '../../state/default-policies.ts'
import type { MethodConfiguration } from '../../state/model.ts'
import { directoryTime } from '../../time.ts'
import { answer, type Answer, badRequest, noContent, notFound } from '../answer.ts'
import { project } from '../odata/query.ts'
import type { Entity } from '../odata/rules.ts'
import { contextUrl, type GraphCall, type Operation, param, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { bodyOf, PolicyChange } from './methods-policy-bodies.ts'

const root = 'policies/authenticationMethodsPolicy'
const one = `${root}/authenticationMethodConfigurations/{id}`

const configurationContext = (call: GraphCall): string => contextUrl(call, 'authenticationMethodConfigurations/$entity')

/** Include targets have a navigation context of their own in the service; clients must not depend on it. */
const shown = (configuration: MethodConfiguration): Entity => ({ ...configuration })

function policy(call: GraphCall): Entity {
  const { methodsPolicy, methodConfigurations, switches } = call.state
  const { policyMigrationState: migrationState } = switches
  // Without the configurations, which stand as they were written, in the published type.
  const own: Omit<AuthenticationMethodsPolicy, 'authenticationMethodConfigurations' | 'registrationEnforcement'> = {
    id: 'authenticationMethodsPolicy',
    displayName: 'Authentication Methods Policy',
    description: 'The tenant-wide policy that controls which authentication methods are allowed in the tenant.',
    lastModifiedDateTime: directoryTime(methodsPolicy.lastModifiedAt),
    policyVersion: '1.5',
    policyMigrationState: migrationState === 'null' ? null : migrationState,
    reconfirmationInDays: null,
  }
  return {
    ...own,
    registrationEnforcement: methodsPolicy.registrationEnforcement,
    authenticationMethodConfigurations: methodConfigurations.map(shown),
  }
}

function find(call: GraphCall): MethodConfiguration {
  const configuration = configurationOf(call.state, param(call, 'id'))
  if (!configuration) throw notFound(param(call, 'id'))
  return configuration
}

function checkTarget(call: GraphCall, target: { id: string; targetType: string }): void {
  const isKnown =
    target.id === 'all_users' ||
    groupById(call.state, target.id) !== undefined ||
    (target.targetType === 'user' && userById(call.state, target.id) !== undefined)
  if (!isKnown) throw badRequest(`The target '${target.id}' is not a group of this tenant.`)
}

const defaultMode: Record<string, Entity> = {
  MicrosoftAuthenticator: { isRegistrationRequired: false, authenticationMode: 'any' },
  Sms: { isRegistrationRequired: false, isUsableForSignIn: false },
}

const largestPolicy = 20 * 1024

/** The whole policy, with a change not yet made, is capped at 20 KB (graph-docs: res/authenticationmethodspolicy.md). */
function checkSize(call: GraphCall, change: { before: unknown; after: unknown }): void {
  const sizeOf = (value: unknown): number => JSON.stringify(value).length
  if (sizeOf(policy(call)) - sizeOf(change.before) + sizeOf(change.after) > largestPolicy) {
    throw badRequest('The authentication methods policy cannot be larger than 20 KB.')
  }
}

const isObject = (value: unknown): value is Entity =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A complex property keeps what the body does not name; collections are replaced whole. */
function merged(before: Entity, change: Entity): Entity {
  const made: Entity = { ...before }
  for (const [name, value] of Object.entries(change)) {
    const old = before[name]
    made[name] = isObject(old) && isObject(value) ? merged(old, value) : value
  }
  return made
}

const PassTimes = z.object({
  minimumLifetimeInMinutes: z.number(),
  defaultLifetimeInMinutes: z.number(),
  maximumLifetimeInMinutes: z.number(),
})

/** The default lifetime of a Temporary Access Pass lies between the shortest and the longest. */
function checkPassTimes(configuration: Entity): void {
  const times = PassTimes.safeParse(configuration).data
  if (!times) return
  const {
    minimumLifetimeInMinutes: shortest,
    defaultLifetimeInMinutes: usual,
    maximumLifetimeInMinutes: longest,
  } = times
  if (shortest > usual || usual > longest) {
    throw badRequest('The default lifetime must lie between the minimum and the maximum lifetime.')
  }
}

/** Collections are replaced whole; the body must name the right type. */
function updateConfiguration(call: GraphCall): Answer {
  const configuration = find(call)
  const change = readBody(call, bodyOf(configuration.id), 'AuthenticationMethodConfiguration')
  if (change['@odata.type'].replace(/^#?/, '#') !== configuration['@odata.type']) {
    throw badRequest(`The type '${change['@odata.type']}' does not fit the method '${configuration.id}'.`)
  }
  for (const target of [...(change.includeTargets ?? []), ...(change.excludeTargets ?? [])]) checkTarget(call, target)
  const before = structuredClone(configuration)
  const { '@odata.type': _type, id: _id, includeTargets, ...rest } = change
  const after = merged(before, Object.fromEntries(Object.entries(rest).filter(([key]) => !key.includes('@odata.'))))
  if (includeTargets) {
    const defaults = defaultMode[configuration.id] ?? { isRegistrationRequired: false }
    after['includeTargets'] = includeTargets.map((target) => ({ ...defaults, ...target }))
  }
  checkPassTimes(after)
  checkSize(call, { before, after })
  Object.assign(configuration, after)
  writePolicyAudit(call, 'Authentication Methods Policy Update', before, configuration)
  return noContent()
}

/** DELETE is "back to the defaults", not removal. */
function resetConfiguration(call: GraphCall): Answer {
  const configuration = find(call)
  const original = defaultMethodConfigurations().find(({ id }) => id === configuration.id)
  if (original) {
    call.state.methodConfigurations = call.state.methodConfigurations.map((candidate) =>
      candidate === configuration ? original : candidate,
    )
    writePolicyAudit(call, 'Authentication Methods Policy Reset', configuration, original)
  }
  return noContent()
}

function updatePolicy(call: GraphCall): Answer {
  const change = readBody(call, PolicyChange, 'AuthenticationMethodsPolicy')
  const before = { ...call.state.methodsPolicy }
  const { registrationEnforcement: wanted } = change
  if (wanted) {
    const { authenticationMethodsRegistrationCampaign: campaign } = wanted
    for (const target of [...campaign.includeTargets, ...campaign.excludeTargets]) checkTarget(call, target)
    checkSize(call, { before: before.registrationEnforcement, after: wanted })
    call.state.methodsPolicy.registrationEnforcement = wanted
  }
  writePolicyAudit(call, 'Authentication Methods Policy Update', before, call.state.methodsPolicy)
  if (call.state.switches.methodsPolicyPatch === '204') return noContent()
  return answer(200, { '@odata.context': contextUrl(call, `${root}/$entity`), ...policy(call) })
}

function writePolicyAudit(call: GraphCall, activity: string, before: unknown, after: unknown): void {
  call.state.methodsPolicy.lastModifiedAt = call.now
  takesEffectLater(call.practice, 'methodConfigurations')
  writeAudit(call.state, {
    at: call.now,
    service: 'methods',
    activity,
    category: 'ApplicationManagement',
    actor: call.caller.user,
    targets: [
      otherTarget('Policy', 'authenticationMethodsPolicy', 'Authentication Methods Policy', [
        changed('AuthenticationMethodsPolicy', before, after),
      ]),
    ],
  })
}

const reading = { method: 'GET', scopes: scopesFor.readMethodsPolicy, roles: rolesFor.readPolicies } as const
const writing = { scopes: scopesFor.writeMethodsPolicy, roles: rolesFor.methodsPolicy } as const

/** graph-docs: api/authenticationmethodspolicy-get.md, -update.md, {method}authenticationmethodconfiguration-*.md */
export const methodsPolicyOperations: readonly Operation[] = [
  {
    ...reading,
    path: root,
    run: (call) =>
      answer(200, {
        '@odata.context': contextUrl(call, `${root}/$entity`),
        ...project(policy(call), call.query.params, null),
      }),
  },
  { ...writing, method: 'PATCH', path: root, run: updatePolicy },
  {
    ...reading,
    path: `${root}/authenticationMethodConfigurations`,
    run: (call) =>
      answer(200, {
        '@odata.context': contextUrl(call, 'authenticationMethodConfigurations'),
        value: call.state.methodConfigurations.map(shown),
      }),
  },
  {
    ...reading,
    path: one,
    run: (call) =>
      answer(200, {
        '@odata.context': configurationContext(call),
        ...project(shown(find(call)), call.query.params, null),
      }),
  },
  { ...writing, method: 'PATCH', path: one, run: updateConfiguration },
  { ...writing, method: 'DELETE', path: one, run: resetConfiguration },
]
