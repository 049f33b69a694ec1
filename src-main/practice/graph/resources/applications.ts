import type { Application as GraphApplication } from '@microsoft/microsoft-graph-types'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'

import { otherTarget, writeAudit } from '../../audit/audit-log.ts'
import type { Application, Registration } from '../../state/tenant-record.ts'
import { dayMs, directoryTime } from '../../time.ts'
import { answer, type Answer, badRequest, denied, GraphError, noContent, notFound } from '../answer.ts'
import { listBody, project } from '../odata/query.ts'
import type { ListRules } from '../odata/rules.ts'
import { contextUrl, type GraphCall, isIndexed, isReplicated, type Operation, param, readBody } from '../operation.ts'
import { holdsAny, rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { entityShape, rulesFor } from '../shape.ts'

/** An application that was registered through Graph. */
export type Registered = Application & { registration: Registration }

const isRegistered = (application: Application): application is Registered => application.registration !== undefined

export const registeredIn = ({ state }: GraphCall): Registered[] => state.applications.filter(isRegistered)

const shape = entityShape<Registered, GraphApplication>({
  id: ({ registration }) => registration.id,
  deletedDateTime: ({ registration: { deletedAt } }) => (deletedAt === null ? null : directoryTime(deletedAt)),
  appId: ({ appId }) => appId,
  createdDateTime: ({ registration }) => directoryTime(registration.createdAt),
  displayName: ({ displayName }) => displayName,
  isFallbackPublicClient: ({ registration }) => registration.isFallbackPublicClient,
  publicClient: ({ registration }) => ({ redirectUris: registration.redirectUris }),
  requiredResourceAccess: ({ registration }) => registration.requiredResourceAccess,
  signInAudience: () => 'AzureADMyOrg',
  tags: ({ registration }) => registration.tags,
})

const list: ListRules = rulesFor(shape, 'application', {
  defaultPage: 100,
  maxPage: 999,
  defaultProperties: null,
  filterable: { id: ['eq'], appId: ['eq'], displayName: ['eq', 'startswith'], 'tags/any': ['eq', 'startswith'] },
  advanced: {},
  sortable: ['displayName'],
})

const ApplicationChange = z
  .strictObject({
    displayName: z.string().min(1).max(256),
    signInAudience: z.string(),
    isFallbackPublicClient: z.boolean().nullable(),
    publicClient: z.strictObject({ redirectUris: z.array(z.string().max(256)) }),
    requiredResourceAccess: z.array(
      z.strictObject({
        resourceAppId: z.guid(),
        resourceAccess: z.array(z.strictObject({ id: z.guid(), type: z.enum(['Scope', 'Role']) })),
      }),
    ),
    tags: z.array(z.string().max(256)),
  })
  .partial()
type ApplicationChange = z.infer<typeof ApplicationChange>
const NewApplication = ApplicationChange.required({ displayName: true })

/** The default of Graph is every organisation; here an application belongs to its tenant. */
function checkAudience({ signInAudience }: ApplicationChange): void {
  if (signInAudience !== undefined && signInAudience !== 'AzureADMyOrg') {
    throw badRequest('The practice tenant knows applications of one tenant only: signInAudience AzureADMyOrg.')
  }
}

export function writeRegistrationAudit(call: GraphCall, activity: string, id: string, displayName: string): void {
  const type = activity.includes('service principal') ? 'ServicePrincipal' : 'Application'
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity,
    category: 'ApplicationManagement',
    operationType: activity.split(' ')[0] ?? '',
    actor: call.caller.user,
    targets: [otherTarget(type, id, displayName)],
  })
}

function create(call: GraphCall): Answer {
  const given = readBody(call, NewApplication, 'Application')
  checkAudience({ ...given, signInAudience: given.signInAudience ?? 'AzureADMultipleOrgs' })
  const application: Registered = {
    appId: randomUUID(),
    displayName: given.displayName,
    isFirstParty: false,
    isEnabled: true,
    requiresAssignment: false,
    registration: {
      id: randomUUID(),
      createdAt: call.now,
      deletedAt: null,
      isFallbackPublicClient: given.isFallbackPublicClient ?? null,
      redirectUris: given.publicClient?.redirectUris ?? [],
      requiredResourceAccess: given.requiredResourceAccess ?? [],
      tags: given.tags ?? [],
      servicePrincipal: null,
    },
  }
  call.state.applications.push(application)
  call.practice.store.touch()
  const { id } = application.registration
  writeRegistrationAudit(call, 'Add application', id, application.displayName)
  return answer(
    201,
    { '@odata.context': contextUrl(call, 'applications/$entity'), ...shape.entity(application, call) },
    { Location: `${call.practice.baseUrl}/v1.0/applications/${id}` },
  )
}

/** By object id or by `appId='…'`; a deleted one, or one made a moment ago, is 404. */
function find(call: GraphCall): Registered {
  const key = param(call, 'id').toLowerCase()
  const byAppId = /^appid='(.+)'$/.exec(key)?.[1]
  const found = registeredIn(call).find(
    ({ appId, registration }) =>
      (byAppId === undefined ? registration.id === key : appId === byAppId) && registration.deletedAt === null,
  )
  if (!found || !isReplicated(call, found.registration)) throw notFound(key)
  return found
}

function update(call: GraphCall): Answer {
  const application = find(call)
  const given = readBody(call, ApplicationChange, 'Application')
  checkAudience(given)
  const { registration } = application
  application.displayName = given.displayName ?? application.displayName
  registration.isFallbackPublicClient = given.isFallbackPublicClient ?? registration.isFallbackPublicClient
  registration.redirectUris = given.publicClient?.redirectUris ?? registration.redirectUris
  registration.requiredResourceAccess = given.requiredResourceAccess ?? registration.requiredResourceAccess
  registration.tags = given.tags ?? registration.tags
  call.practice.store.touch()
  writeRegistrationAudit(call, 'Update application', registration.id, application.displayName)
  return noContent()
}

/** Its service principal goes with it; both lie in the recycle bin. */
function remove(call: GraphCall): Answer {
  const { registration, displayName } = find(call)
  registration.deletedAt = call.now
  if (registration.servicePrincipal) registration.servicePrincipal.deletedAt ??= call.now
  call.practice.store.touch()
  writeRegistrationAudit(call, 'Delete application', registration.id, displayName)
  return noContent()
}

const keptForMs = 30 * dayMs
const isKept = ({ now }: GraphCall, deletedAt: number | null | undefined): boolean =>
  typeof deletedAt === 'number' && now - deletedAt < keptForMs

/** Empties an application or a service principal out of the recycle bin; false when neither of this id lies there. */
export function purgeRegistration(call: GraphCall, id: string): boolean {
  const found = registeredIn(call).find(
    ({ registration }) =>
      (registration.id === id && isKept(call, registration.deletedAt)) ||
      (registration.servicePrincipal?.id === id && isKept(call, registration.servicePrincipal.deletedAt)),
  )
  if (!found) return false
  const { user, scopes } = call.caller
  const accepted: readonly string[] = scopesFor.writeApplications
  if (!scopes.some((scope) => accepted.includes(scope)) || !holdsAny(user, rolesFor.applications)) throw denied()
  const { state } = call
  if (found.registration.id === id) {
    state.applications = state.applications.filter((other) => other !== found)
    writeRegistrationAudit(call, 'Hard Delete application', id, found.displayName)
  } else {
    found.registration.servicePrincipal = null
    writeRegistrationAudit(call, 'Hard Delete service principal', id, found.displayName)
  }
  state.grants = state.grants.filter(({ clientId }) => clientId !== found.appId)
  call.practice.store.touch()
  return true
}

const isAsked = (call: GraphCall): boolean => call.query.params.has('$filter') || call.query.params.has('$search')

/** A list that asks a question is answered from the index, which learns of new applications later. */
const isSeen = (call: GraphCall, registration: Registration): boolean =>
  isAsked(call) ? isIndexed(call, registration) : isReplicated(call, registration)

const listed = (call: GraphCall, isWanted: (registration: Registration) => boolean): Answer => {
  const items = registeredIn(call).filter(({ registration }) => isWanted(registration) && isSeen(call, registration))
  return answer(200, listBody(shape.source(items, call), call.query, list, contextUrl(call, 'applications')))
}

/** Applications are not brought back here: answered as such, not pretended. */
export function refuseRestore(call: GraphCall, id: string): void {
  if (
    registeredIn(call).some(({ registration }) => [registration.id, registration.servicePrincipal?.id].includes(id))
  ) {
    throw new GraphError(501, 'NotImplemented', 'The practice tenant does not restore applications.')
  }
}

const reading = { method: 'GET', scopes: scopesFor.readApplications, roles: 'everybody' } as const
const writing = { scopes: scopesFor.writeApplications, roles: rolesFor.applications } as const

/** graph-docs: api/application-post-applications.md, -list.md, -get.md, -update.md, -delete.md */
export const applicationOperations: readonly Operation[] = [
  { ...writing, method: 'POST', path: 'applications', run: create },
  { ...reading, path: 'applications', run: (call) => listed(call, ({ deletedAt }) => deletedAt === null) },
  {
    ...reading,
    path: 'applications/{id}',
    run: (call) =>
      answer(200, {
        '@odata.context': contextUrl(call, 'applications/$entity'),
        ...project(shape.entity(find(call), call), call.query.params, shape.properties, list),
      }),
  },
  { ...writing, method: 'PATCH', path: 'applications/{id}', run: update },
  { ...writing, method: 'DELETE', path: 'applications/{id}', run: remove },
  {
    ...reading,
    path: 'directory/deletedItems/microsoft.graph.application',
    run: (call) => listed(call, ({ deletedAt }) => isKept(call, deletedAt)),
  },
]
