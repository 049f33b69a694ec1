import type { ServicePrincipal } from '@microsoft/microsoft-graph-types'
import { z } from 'zod'

import { servicePrincipalId } from '../../signin/applications.ts'
import type { Application } from '../../state/tenant-record.ts'
import { answer, type Answer, badRequest, GraphError, noContent, notFound } from '../answer.ts'
import { listBody, project } from '../odata/query.ts'
import type { ListRules } from '../odata/rules.ts'
import { contextUrl, type GraphCall, isReplicated, type Operation, param, readBody } from '../operation.ts'
import { rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { entityShape, rulesFor } from '../shape.ts'
import { registeredIn, writeRegistrationAudit } from './applications.ts'

/** An application as it is known in the tenant. */
interface Known {
  readonly application: Application
  readonly id: string
  readonly createdAt: number
}

const shape = entityShape<Known, ServicePrincipal>({
  id: ({ id }) => id,
  deletedDateTime: () => null,
  accountEnabled: ({ application }) => application.isEnabled,
  appId: ({ application }) => application.appId,
  appDisplayName: ({ application }) => application.displayName,
  appOwnerOrganizationId: ({ application }, { state }) =>
    application.isFirstParty ? 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' : state.tenant.id,
  appRoleAssignmentRequired: ({ application }) => application.requiresAssignment,
  displayName: ({ application }) => application.displayName,
  servicePrincipalNames: ({ application }) => [application.appId],
  servicePrincipalType: () => 'Application',
  signInAudience: ({ application }) => (application.isFirstParty ? 'AzureADMultipleOrgs' : 'AzureADMyOrg'),
  tags: ({ application }) => application.registration?.tags ?? [],
})

const list: ListRules = rulesFor(shape, 'servicePrincipal', {
  defaultPage: 100,
  maxPage: 999,
  defaultProperties: null,
  filterable: { id: ['eq'], appId: ['eq'], displayName: ['eq', 'startswith'], 'tags/any': ['eq', 'startswith'] },
  advanced: {},
  sortable: ['displayName'],
})

/** Microsoft's own are there from the beginning; a registration has one once it was made. */
function knownIn(call: GraphCall): Known[] {
  const { state } = call
  return state.applications.flatMap((application) => {
    const { appId, registration } = application
    if (registration === undefined) {
      return [{ application, id: servicePrincipalId(state.tenant.id, appId), createdAt: state.tenant.createdAt }]
    }
    const { servicePrincipal } = registration
    return servicePrincipal?.deletedAt === null && isReplicated(call, servicePrincipal)
      ? [{ application, ...servicePrincipal }]
      : []
  })
}

/** By object id or by `appId='…'`. */
function find(call: GraphCall): Known {
  const key = param(call, 'id').toLowerCase()
  const byAppId = /^appid='(.+)'$/.exec(key)?.[1]
  const found = knownIn(call).find(({ id, application }) =>
    byAppId === undefined ? id === key : application.appId === byAppId,
  )
  if (!found) throw notFound(key)
  return found
}

const NewServicePrincipal = z.strictObject({ appId: z.guid(), tags: z.array(z.string()).optional() })

function create(call: GraphCall): Answer {
  const given = readBody(call, NewServicePrincipal, 'ServicePrincipal')
  const appId = given.appId.toLowerCase()
  const application = registeredIn(call).find(
    ({ appId: other, registration }) =>
      other === appId && registration.deletedAt === null && isReplicated(call, registration),
  )
  if (!application) {
    if (call.state.applications.some((other) => other.appId === appId && other.registration === undefined)) {
      throw inUse(appId)
    }
    const message = `The appId '${appId}' of the service principal does not reference a valid application object.`
    throw badRequest(message, [{ code: 'NoBackingApplicationObject', message, target: 'appId' }])
  }
  const { registration } = application
  if (registration.servicePrincipal?.deletedAt === null) throw inUse(appId)
  const id = servicePrincipalId(call.state.tenant.id, appId)
  registration.servicePrincipal = { id, createdAt: call.now, deletedAt: null }
  call.practice.store.touch()
  writeRegistrationAudit(call, 'Add service principal', id, application.displayName)
  return answer(
    201,
    {
      '@odata.context': contextUrl(call, 'servicePrincipals/$entity'),
      ...shape.entity({ application, ...registration.servicePrincipal }, call),
    },
    { Location: `${call.practice.baseUrl}/v1.0/servicePrincipals/${id}` },
  )
}

const inUse = (appId: string): GraphError =>
  new GraphError(
    409,
    'Request_MultipleObjectsWithSameKeyValue',
    `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
  )

function remove(call: GraphCall): Answer {
  const { id, application } = find(call)
  const servicePrincipal = application.registration?.servicePrincipal
  if (!servicePrincipal) throw badRequest('The practice tenant keeps the service principals of Microsoft.')
  servicePrincipal.deletedAt = call.now
  call.practice.store.touch()
  writeRegistrationAudit(call, 'Remove service principal', id, application.displayName)
  return noContent()
}

const reading = { method: 'GET', scopes: scopesFor.readApplications, roles: 'everybody' } as const
const writing = { scopes: scopesFor.writeApplications, roles: rolesFor.applications } as const

/** graph-docs: api/serviceprincipal-post-serviceprincipals.md, -list.md, -get.md, -delete.md */
export const servicePrincipalOperations: readonly Operation[] = [
  { ...writing, method: 'POST', path: 'servicePrincipals', run: create },
  {
    ...reading,
    path: 'servicePrincipals',
    run: (call) =>
      answer(200, listBody(shape.source(knownIn(call), call), call.query, list, contextUrl(call, 'servicePrincipals'))),
  },
  {
    ...reading,
    path: 'servicePrincipals/{id}',
    run: (call) =>
      answer(200, {
        '@odata.context': contextUrl(call, 'servicePrincipals/$entity'),
        ...project(shape.entity(find(call), call), call.query.params, shape.properties, list),
      }),
  },
  { ...writing, method: 'DELETE', path: 'servicePrincipals/{id}', run: remove },
]
