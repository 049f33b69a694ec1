import { shallowReactive } from 'vue'

import type { Lab, LabUser } from '@contract/lab'
import { principalNameOf } from '@contract/user-name'

import { usePeopleStore } from '../../../stores/people'
import { useSessionStore } from '../../../stores/session'

/** Passwords of a file stay with the people of a lab while these get other names. */
export function useCarriedPasswords(lab: Lab) {
  const people = usePeopleStore()
  const session = useSessionStore()
  /** The user principal name under which the password of a row waits, from when the row was touched first. */
  const waitsUnder = new WeakMap<LabUser, string>()
  const unfit = shallowReactive(new Set<LabUser>())

  const nameOf = (user: LabUser): string | null =>
    session.target && user.userName.trim() !== '' ? principalNameOf(user, session.target.domain) : null

  function remember(user: LabUser): void {
    const name = nameOf(user)
    if (name !== null && !waitsUnder.has(user)) waitsUnder.set(user, name)
  }

  /** Once a row is left: where the password cannot go along, it stays under the name it had. */
  async function carry(user: LabUser): Promise<void> {
    const before = waitsUnder.get(user)
    const now = nameOf(user)
    if (before === undefined || now === null) return
    const reply = before === now ? null : await people.movePassword(before, now)
    if (reply?.ok === false) return
    const outcome = reply?.value ?? 'moved'
    if (outcome === 'moved' || outcome === 'none') waitsUnder.set(user, now)
    if (outcome === 'unfit') unfit.add(user)
    else unfit.delete(user)
  }

  /** Of a row that went; somebody else of that name keeps theirs. */
  async function drop(user: LabUser): Promise<void> {
    unfit.delete(user)
    const others = new Set(lab.users.list.map((other) => nameOf(other)?.toLowerCase()))
    // It may be on its way from one to the other.
    const names = new Set([waitsUnder.get(user) ?? null, nameOf(user)])
    for (const name of names) {
      if (name !== null && !others.has(name.toLowerCase())) await people.movePassword(name, null)
    }
  }

  return { remember, carry, drop, isUnfit: (user: LabUser): boolean => unfit.has(user) }
}
