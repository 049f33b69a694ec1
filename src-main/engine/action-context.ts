import type { GraphPort } from './ports.ts'
import type { Patience } from './settle.ts'

/** Ids found or made so far in a run, so that later actions know what earlier ones created. */
export interface KnownIds {
  /** By display name in small letters. */
  readonly groupIds: Map<string, string>
  /** By user principal name in small letters. */
  readonly userIds: Map<string, string>
  /** Client ids, by the display name of the application in small letters. */
  readonly appIds: Map<string, string>
}

export interface ActionContext extends Patience {
  /** What is made carries its mark. */
  readonly runId: string
  readonly graph: GraphPort
  readonly known: KnownIds
  /** Makes the initial password of a new user, and keeps it until it is taken. */
  readonly newPassword: (userPrincipalName: string, displayName: string) => string
  readonly forgetPassword: (userPrincipalName: string) => void
}
