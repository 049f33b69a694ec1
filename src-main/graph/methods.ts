import { z } from 'zod'

import { methodIds } from '../contract/lab.ts'
import type { GraphPort } from '../engine/ports.ts'
import type { GraphClient } from './graph-client.ts'

const Configuration = z.looseObject({
  '@odata.type': z.string(),
  id: z.string(),
  state: z.enum(['enabled', 'disabled']),
  includeTargets: z.array(z.record(z.string(), z.unknown())).nullish(),
  excludeTargets: z.array(z.record(z.string(), z.unknown())).nullish(),
})
const Policy = z.object({ authenticationMethodConfigurations: z.array(z.unknown()) })
const Method = z.object({ '@odata.type': z.string() })

/** Context links come back with a collection, and must not be sent again. */
const withoutAnnotations = (target: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(target).filter(([key]) => !key.includes('@odata.context')))

type MethodPart = Pick<GraphPort, 'methodConfigurations' | 'putMethod' | 'methodTypes'>

/** The authentication methods policy, and what one user registered (graph-facts §5 and §8.4). */
export function methodCalls(client: GraphClient): MethodPart {
  return {
    async methodConfigurations(signal) {
      const path = '/policies/authenticationMethodsPolicy'
      const seen = await client.send({ method: 'GET', path, signal }, Policy)
      // Unknown kinds of methods are left alone: the list grows, and some are beta only.
      const value = seen.value.authenticationMethodConfigurations.flatMap((raw) => {
        const known = Configuration.safeParse(raw)
        if (!known.success || !methodIds.some((id) => id === known.data.id)) return []
        const { id, state, includeTargets, excludeTargets } = known.data
        return [
          {
            id,
            odataType: known.data['@odata.type'],
            state,
            includeTargets: (includeTargets ?? []).map(withoutAnnotations),
            excludeTargets: (excludeTargets ?? []).map(withoutAnnotations),
          },
        ]
      })
      return { ...seen, value }
    },

    async putMethod(configuration, signal) {
      const path = `/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/${configuration.id}`
      const body = {
        '@odata.type': configuration.odataType,
        state: configuration.state,
        includeTargets: configuration.includeTargets,
        excludeTargets: configuration.excludeTargets,
      }
      await client.send({ method: 'PATCH', path, body, signal }, z.unknown())
    },

    async methodTypes(userId, signal) {
      const seen = await client.list(`/users/${userId}/authentication/methods`, Method, signal)
      return { ...seen, value: seen.value.map((method) => method['@odata.type']) }
    },
  }
}
