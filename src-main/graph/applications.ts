import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import type { ApplicationCalls, ApplicationFacts } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'

const Application = z.object({
  id: z.uuid(),
  appId: z.uuid(),
  displayName: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
})
const Made = z.object({ id: z.uuid() })
const nothing = z.unknown()

/** Microsoft Graph itself, as the owner of permissions. */
const microsoftGraph = '00000003-0000-0000-c000-000000000000'

/** Ids of delegated permissions, the same in every tenant (Graph docs: permissions-reference.md). */
const permissionIds: Partial<Record<string, string>> = {
  'User.Read': 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
  'Organization.Read.All': '4908d5b9-3fb2-4b1e-9336-1888b7937185',
  'Policy.Read.All': '572fea84-0151-49b2-9301-11cb16974376',
  'User.Read.All': 'a154be20-db9c-4678-8ab7-66f6cc099a59',
  'Group.Read.All': '5f8c59db-677d-491f-a6b8-5f174b11ec1d',
  'RoleManagement.Read.Directory': '741c54c3-0c1e-44a1-818b-3f97ab4e8c83',
  'Device.Read.All': '951183d1-1a61-466f-a6d1-1fde911bfd95',
  'User.ReadWrite.All': '204e0828-b5ca-4ad8-b9f3-f32a958e7cc4',
  'Group.ReadWrite.All': '4e46008b-f24c-477d-8fff-7bb4ec7aafe0',
  'LicenseAssignment.ReadWrite.All': 'f55016cc-149c-447e-8f21-7cf3ec1d6350',
  'Policy.ReadWrite.AuthenticationMethod': '7e823077-d88e-468f-a337-e18f1f0e6c7c',
  'User.DeleteRestore.All': '4bb440cd-2cf2-4f90-8004-aa2acd2537c5',
  'AuditLog.Read.All': 'e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20',
  'UserAuthenticationMethod.Read.All': 'aec28ec7-4d02-4e8c-b864-50163aea77eb',
}

const factsOf = ({ id, appId, displayName, tags }: z.infer<typeof Application>): ApplicationFacts => ({
  objectId: id,
  appId,
  displayName: displayName ?? appId,
  tags: tags ?? [],
})

/** Applications and their service principals (Graph docs: api/application-post-applications.md and its kin). */
export function applicationCalls(client: GraphClient): ApplicationCalls {
  return {
    async applications(signal) {
      // No filter: it would ask an index, which learns of a new application later than the directory itself.
      const path = '/applications?$select=id,appId,displayName,tags&$top=999'
      const seen = await client.list(path, Application, signal)
      return { ...seen, value: seen.value.map(factsOf) }
    },
    async createApplication({ displayName, permissions, mark }, signal) {
      const body = {
        displayName,
        signInAudience: 'AzureADMyOrg',
        // Without it the service refuses device codes.
        isFallbackPublicClient: true,
        publicClient: { redirectUris: ['http://localhost'] },
        requiredResourceAccess: [
          {
            resourceAppId: microsoftGraph,
            resourceAccess: permissions.map((name) => ({ id: idOf(name), type: 'Scope' })),
          },
        ],
        tags: [mark],
      }
      const seen = await client.send({ method: 'POST', path: '/applications', body, signal }, Application)
      return { ...seen, value: factsOf(seen.value) }
    },
    async deleteApplication(objectId, signal) {
      await client.send({ method: 'DELETE', path: `/applications/${objectId}`, signal }, nothing)
    },
    async findServicePrincipal(appId, signal) {
      const path = `/servicePrincipals(appId='${appId}')?$select=id`
      const seen = await client.find({ method: 'GET', path, signal }, Made)
      return { ...seen, value: seen.value?.id ?? null }
    },
    async createServicePrincipal(appId, signal) {
      const seen = await client.send({ method: 'POST', path: '/servicePrincipals', body: { appId }, signal }, Made)
      return { ...seen, value: seen.value.id }
    },
    async deleteServicePrincipal(servicePrincipalId, signal) {
      await client.send({ method: 'DELETE', path: `/servicePrincipals/${servicePrincipalId}`, signal }, nothing)
    },
  }
}

function idOf(permission: string): string {
  const id = permissionIds[permission]
  if (id === undefined) throw AppError.of('bug', 'graph.permission.unknown', { params: { permission } })
  return id
}
