import type { Lab } from '../contract/lab.ts'
import { expandUsers } from './lab.ts'
import { mailNickname, principalName } from './names.ts'
import { absentUser, type Snapshot, type SnapshotUser } from './snapshot.ts'

export interface WantedUser {
  readonly userPrincipalName: string
  readonly displayName: string
  readonly usageLocation: string
  readonly mailNickname: string
  readonly isControl: boolean
  /** Is the one who registers and resets in the test. */
  readonly isTestUser: boolean
  /** Is there, and the lab says to change nothing about those. */
  readonly isLeft: boolean
  /** A further group to be in; null for none beside the pilot group. */
  readonly group: string | null
  /** A product of their own, or `none`; null where the lab's licences decide. */
  readonly licence: string | null
  readonly now: SnapshotUser
}

/** The lab's users with what the tenant holds of each; the control user comes last. */
export function wantedUsers(lab: Lab, snapshot: Snapshot): WantedUser[] {
  const control = { ...lab.controlUser, usageLocation: lab.controlUser.usageLocation ?? lab.users.usageLocation }
  const byName = new Map(snapshot.users.map((user) => [user.userPrincipalName.toLowerCase(), user]))
  const pilot = lab.group.displayName.toLowerCase()
  const testUser = lab.checklist.testUser.toLowerCase()
  return [...expandUsers(lab), control].map((user) => {
    const userPrincipalName = principalName(user, snapshot.domain)
    const now = byName.get(userPrincipalName.toLowerCase()) ?? absentUser(userPrincipalName)
    return {
      userPrincipalName,
      displayName: user.displayName,
      usageLocation: user.usageLocation ?? lab.users.usageLocation,
      mailNickname: mailNickname(user.userName),
      isControl: user === control,
      isTestUser: user.userName.toLowerCase() === testUser,
      isLeft: now.userId !== null && lab.users.whenTheyExist === 'leave',
      group: user.group === undefined || user.group.toLowerCase() === pilot ? null : user.group,
      licence: user.licence ?? null,
      now,
    }
  })
}
