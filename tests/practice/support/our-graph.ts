import type { GraphPort } from '../../../src-main/engine/ports.ts'
import { createGraphPort } from '../../../src-main/graph/graph-port.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { type Bench, control } from './practice-bench.ts'

interface Caller {
  /** Without one, the administrator. */
  readonly userPrincipalName?: string
  /** Without them, every scope of the labs. */
  readonly scopes?: readonly string[]
}

/** Our own Graph port, signed in as somebody by a token of the control room. */
export async function openGraph(bench: Bench, { userPrincipalName, scopes }: Caller = {}): Promise<GraphPort> {
  const { adminUpn, graphUrl } = bench.server.info
  const body = { userPrincipalName: userPrincipalName ?? adminUpn, ...(scopes ? { scopes } : {}) }
  const token = (await control(bench, 'POST', 'tokens', body)).text('accessToken')
  let requests = 0
  const uuid = (): string => `00000000-0000-4000-8000-${String((requests += 1)).padStart(12, '0')}`
  const clock = new FakeClock(new Date(bench.clock.now).toISOString())
  return createGraphPort({ graphUrl, token: async () => token, clock, uuid, random: () => 0 })
}
