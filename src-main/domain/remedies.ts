import type { Failure } from '../contract/failure.ts'
import type { WitnessId } from './witnesses.ts'

interface Need {
  /** Directory roles, the least first (graph-facts §8.2, §8.4, §8.5). */
  readonly roles: string
  readonly scope: string
}

const reports: Need = { roles: 'Reports Reader, Security Reader or Global Reader', scope: 'AuditLog.Read.All' }
const users: Need = { roles: 'Directory Readers or Global Reader', scope: 'User.Read.All' }

const needOf: Record<WitnessId, Need> = {
  members: { ...users, scope: 'Group.Read.All' },
  roles: users,
  licences: users,
  methods: { roles: 'Authentication Administrator or Global Reader', scope: 'UserAuthenticationMethod.Read.All' },
  passwordTime: users,
  signInActivity: reports,
  report: reports,
  audit: reports,
  signIns: reports,
  events: reports,
  objects: users,
  person: users,
}

/** What a person can do about a witness that could not be asked; null where nobody knows. */
export function remedyFor(witness: WitnessId, { kind, code }: Failure): string | null {
  const { roles, scope } = needOf[witness]
  const role = `Sign in as somebody who is ${roles}, or have that role given to this account.`
  const permission = `Give ResetLab ${scope} under Permissions, in the menu of your account.`
  if (code === 'graph.no-premium') return 'Start a trial of Entra ID P2; the tenant answers this some hours after it.'
  if (code === 'graph.role-missing') return role
  if (code === 'graph.scope-missing') return permission
  if (code === 'graph.not-offered') {
    return witness === 'events' ? 'Switch the beta report off in Settings if it stays away.' : null
  }
  if (kind === 'forbidden' || kind === 'consent-required') {
    return `Give ResetLab ${scope} under Permissions, in the menu of your account. Or: sign in as somebody who is ${roles}, or have that role given to this account.`
  }
  return kind === 'throttled' || kind === 'unreachable' ? 'ResetLab looks again by itself.' : null
}
