import type { Lab } from '../contract/lab.ts'
import { expandUsers } from './lab.ts'
import { mailNickname, principalName } from './names.ts'
import type { Snapshot, SnapshotUser } from './snapshot.ts'

export interface WantedUser {
  readonly userPrincipalName: string
  readonly displayName: string
  readonly usageLocation: string
  readonly mailNickname: string
  readonly isControl: boolean
  readonly now: SnapshotUser
}

/** The lab's users with what the tenant holds of each; the control user comes last. */
export function wantedUsers(lab: Lab, snapshot: Snapshot): WantedUser[] {
  const control = { ...lab.controlUser, usageLocation: lab.controlUser.usageLocation ?? lab.users.usageLocation }
  const byName = new Map(snapshot.users.map((user) => [user.userPrincipalName.toLowerCase(), user]))
  return [...expandUsers(lab), control].map((user) => {
    const userPrincipalName = principalName(user.userName, snapshot.domain)
    return {
      userPrincipalName,
      displayName: user.displayName,
      usageLocation: user.usageLocation ?? lab.users.usageLocation,
      mailNickname: mailNickname(user.userName),
      isControl: user === control,
      now: byName.get(userPrincipalName.toLowerCase()) ?? {
        userPrincipalName,
        userId: null,
        usageLocation: null,
        skuIds: [],
      },
    }
  })
}
