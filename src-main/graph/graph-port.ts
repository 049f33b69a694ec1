import type { GraphPort } from '../engine/ports.ts'
import { applicationCalls } from './applications.ts'
import { deletedItemReads } from './deleted-items.ts'
import { createGraphClient, type GraphClientInput } from './graph-client.ts'
import { groupLicenceCalls } from './group-licences.ts'
import { groupCalls } from './groups.ts'
import { methodCalls } from './methods.ts'
import { prerequisiteReads } from './prerequisites.ts'
import { productionSigns } from './production-signs.ts'
import { reportReads } from './reports.ts'
import { tenantReads } from './tenant.ts'
import { userSearch } from './user-search.ts'
import { userCalls } from './users.ts'

/** Microsoft Graph v1.0 as the engine sees it, one file per resource behind it. */
export function createGraphPort(input: GraphClientInput): GraphPort {
  const client = createGraphClient(input)
  return {
    roomToWrite: (writes, signal, onWait) => client.roomToWrite(writes, signal, onWait),
    ...tenantReads(client),
    ...userCalls(client),
    ...userSearch(client),
    ...groupCalls(client, input.graphUrl),
    ...groupLicenceCalls(client),
    ...applicationCalls(client),
    ...deletedItemReads(client),
    ...methodCalls(client),
    ...reportReads(client),
    ...productionSigns(client),
    ...prerequisiteReads(client),
  }
}
