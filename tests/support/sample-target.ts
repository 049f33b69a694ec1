import { Session, Target } from '../../src-main/contract/tenant.ts'
import { operatorId, tenantId } from './fake-graph.ts'
import { sampleLinks } from './sample-lab.ts'

/** The tenant of `FakeGraph`, signed in to as its operator. */
export const sampleTarget = (): Target =>
  Target.parse({
    kind: 'practice',
    tenantId,
    displayName: 'Lab',
    domain: 'lab.onmicrosoft.com',
    operator: { id: operatorId, displayName: 'Admin', userPrincipalName: 'admin@lab.onmicrosoft.com' },
    links: sampleLinks,
  })

/** Signed in there, with nothing else under way. */
export const sampleSession = (): Session =>
  Session.parse({
    state: 'signed-in',
    target: sampleTarget(),
    others: [],
    permissions: [],
    consentUrl: null,
    asking: null,
    trouble: null,
    notice: null,
  })
