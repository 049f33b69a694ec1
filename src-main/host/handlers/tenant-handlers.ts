import type { Lab } from '../../contract/lab.ts'
import { emptyLines, PrerequisiteId, type TenantLine } from '../../contract/prerequisite.ts'
import { toFailure } from '../../domain/app-error.ts'
import { checkPrerequisite, type PrerequisiteInput } from '../../engine/check-prerequisite.ts'
import { readTenantOverview } from '../../engine/tenant-overview.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

type TenantHandlers = Pick<Handlers, 'tenant.look' | 'tenant.check' | 'tenant.lines' | 'tenant.stop'>

/** The Tenant step: what the tenant is, and line by line whether the lab can be done in it. */
export function tenantHandlers(desk: Desk): TenantHandlers {
  const { clock } = desk.workspace
  let lines = emptyLines()
  /** The look at each line that counts: a newer one, or leaving the tenant, makes an older one worth nothing. */
  const latest = new Map<PrerequisiteId, symbol>()

  const change = (ids: readonly PrerequisiteId[], part: Partial<TenantLine>): void => {
    lines = lines.map((line) => (ids.includes(line.id) ? { ...line, ...part } : line))
    desk.hub.publish('tenant.checked', lines)
  }

  desk.onLeave(() => {
    latest.clear()
    lines = emptyLines()
    return Promise.resolve()
  })

  async function look(id: PrerequisiteId, input: PrerequisiteInput): Promise<void> {
    const mine = Symbol(id)
    latest.set(id, mine)
    const part = await checkPrerequisite(id, input).then(
      (found) => ({ found, failure: null }),
      (error: unknown) => {
        const failure = toFailure(error)
        if (failure.kind === 'bug') desk.onBug(error)
        return { failure }
      },
    )
    if (latest.get(id) === mine) change([id], { ...part, isLooking: false })
  }

  const inputFor = (lab: Lab): PrerequisiteInput => {
    const { graph, links, target, grantedScopes } = desk.connection()
    const tenant = { tenantId: target.tenantId, domain: target.domain, links }
    return { graph, clock, lab, tenant, grantedScopes: grantedScopes() }
  }

  return {
    'tenant.look': () => readTenantOverview(desk.connection().graph, clock),
    'tenant.check': async ({ ids, lab }) => {
      const input = inputFor(lab)
      change(ids, { isLooking: true })
      for (const id of ids) void look(id, input)
    },
    'tenant.lines': () => Promise.resolve(lines),
    'tenant.stop': async () => {
      latest.clear()
      change(PrerequisiteId.options, { isLooking: false })
    },
  }
}
