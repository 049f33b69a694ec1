import type { Lab } from '@contract/lab'

import { expandUsers } from '../lab-rules'

/** The user names a lab has already, in small letters and without a domain, each with a sentence on who has it. */
export function takenNames(lab: Lab): Map<string, string> {
  const listed = lab.users.list.length
  const names = expandUsers(lab).map(
    ({ userName }, index) =>
      [userName, index < listed ? 'Already in this lab.' : 'One of the numbered users has this name.'] as const,
  )
  const control = [lab.controlUser.userName, 'The control user has this name, and stays outside the group.'] as const
  return new Map([...names, control].map(([name, who]) => [name.trim().toLowerCase(), who]))
}
