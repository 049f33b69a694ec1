import { z } from 'zod'

import { markStart } from '../contract/mark.ts'
import type { GuardReads, MarkedObject } from '../engine/ports.ts'
import { AppError } from '../domain/app-error.ts'
import { templateIds } from '../domain/roles.ts'
import type { GraphClient } from './graph-client.ts'

const Count = z.object({ '@odata.count': z.int() })
const Subscription = z.object({
  skuPartNumber: z.string().nullish(),
  isTrial: z.boolean().nullish(),
  status: z.string().nullish(),
  totalLicenses: z.number().nullish(),
})
const Sku = z.object({
  skuPartNumber: z.string(),
  capabilityStatus: z.string(),
  prepaidUnits: z.object({ enabled: z.number(), warning: z.number() }),
})
const Holder = z.object({ id: z.string() })
const AccessPolicy = z.object({ state: z.string().nullish() })
const MarkedUser = z.object({ id: z.uuid(), userPrincipalName: z.string(), employeeType: z.string().nullish() })
const MarkedGroup = z.object({ id: z.uuid(), displayName: z.string(), mailNickname: z.string().nullish() })

const markedUsers = `$filter=${encodeURIComponent(`startsWith(employeeType,'${markStart}:')`)}`
const markedGroups = `$filter=${encodeURIComponent(`startsWith(mailNickname,'${markStart}-')`)}`
const isInUse = (status: string | null | undefined): boolean => ['Enabled', 'Warning'].includes(status ?? '')

/** Not answered to this account, or not in this cloud; another way may be open. */
const isRefusal = (error: unknown): boolean =>
  error instanceof AppError && ['forbidden', 'not-found', 'invalid-input'].includes(error.failure.kind)

/** What tells production from a lab (graph-facts §1, §11), and what bears the lab's mark. Counts come from an index. */
export function productionSigns(client: GraphClient): GuardReads {
  // Not `/$count`, whose answer is plain text: within a batch that would be told in another way.
  const count = async (what: string, query: string, signal?: AbortSignal): Promise<number> => {
    const path = `/${what}?${query}$count=true&$top=1&$select=id`
    const seen = await client.send({ method: 'GET', path, signal }, Count)
    return seen.value['@odata.count']
  }
  return {
    async userCount(signal) {
      const [all, marked] = await Promise.all([
        count('users', '', signal),
        // Where the filter is not known, nobody is taken off: that is the safe side.
        count('users', `${markedUsers}&`, signal).catch((error: unknown) => {
          if (!isRefusal(error)) throw error
          return 0
        }),
      ])
      return { value: { all, marked } }
    },

    async subscriptions(signal) {
      try {
        const seen = await client.list('/directory/subscriptions', Subscription, signal)
        const inUse = seen.value.filter(({ status }) => isInUse(status))
        const value = inUse.map(({ skuPartNumber, totalLicenses, isTrial }) => ({
          skuPartNumber: skuPartNumber ?? 'unnamed',
          units: totalLicenses ?? 0,
          isTrial: isTrial ?? null,
        }))
        return { value }
      } catch (error) {
        if (!isRefusal(error)) throw error
        const seen = await client.list('/subscribedSkus', Sku, signal)
        const inUse = seen.value.filter(({ capabilityStatus }) => isInUse(capabilityStatus))
        const value = inUse.map(({ skuPartNumber, prepaidUnits: { enabled, warning } }) => ({
          skuPartNumber,
          units: enabled + warning,
          isTrial: null,
        }))
        return { value }
      }
    },

    async globalAdministrators(signal) {
      const role = `/directoryRoles(roleTemplateId='${templateIds['Global Administrator']}')`
      const seen = await client.list(`${role}/members?$select=id`, Holder, signal)
      return { value: seen.value.length }
    },

    async enabledAccessPolicies(signal) {
      const path = '/identity/conditionalAccess/policies?$select=id,state'
      const seen = await client.list(path, AccessPolicy, signal)
      return { value: seen.value.filter(({ state }) => state === 'enabled').length }
    },

    async deviceCount(signal) {
      return { value: await count('devices', '', signal) }
    },

    async marked(signal) {
      return { value: await readMarked(client, signal) }
    },
  }
}

async function readMarked(client: GraphClient, signal?: AbortSignal): Promise<MarkedObject[]> {
  const [users, groups] = await Promise.all([
    client.list(
      `/users?${markedUsers}&$count=true&$top=999&$select=id,userPrincipalName,employeeType`,
      MarkedUser,
      signal,
    ),
    client.list(
      `/groups?${markedGroups}&$count=true&$top=999&$select=id,displayName,mailNickname`,
      MarkedGroup,
      signal,
    ),
  ])
  const value: MarkedObject[] = [
    ...users.value.map(({ id, userPrincipalName, employeeType }) => ({
      type: 'user' as const,
      id,
      name: userPrincipalName,
      mark: employeeType ?? '',
    })),
    ...groups.value.map(({ id, displayName, mailNickname }) => ({
      type: 'group' as const,
      id,
      name: displayName,
      mark: mailNickname ?? '',
    })),
  ]
  return value
}
