import type { GraphPort } from '../engine/ports.ts'
import { deletedItemReads } from './deleted-items.ts'
import { createGraphClient, type GraphClientInput } from './graph-client.ts'
import { groupCalls } from './groups.ts'
import { methodCalls } from './methods.ts'
import { reportReads } from './reports.ts'
import { tenantReads } from './tenant.ts'
import { userCalls } from './users.ts'

/** Microsoft Graph v1.0 as the engine sees it, one file per resource behind it. */
export function createGraphPort(input: GraphClientInput): GraphPort {
  const client = createGraphClient(input)
  return {
    ...tenantReads(client),
    ...userCalls(client),
    ...groupCalls(client, input.graphUrl),
    ...deletedItemReads(client),
    ...methodCalls(client),
    ...reportReads(client),
  }
}
