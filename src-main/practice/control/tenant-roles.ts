import { z } from 'zod'

import type { Practice } from '../context.ts'
import { userByIdOrName } from '../rules/directory.ts'
import { roleNames, roles } from '../state/catalogue.ts'
import { ControlError, invalid, readAs } from './control-error.ts'

export const RoleChange = z.strictObject({
  /** User name or object id. */
  user: z.string({ error: 'A user name, please.' }).trim().min(1, { error: 'A user name, please.' }),
  /** Name or template id. */
  role: z.string({ error: 'A role, please.' }).trim().min(1, { error: 'A role, please.' }),
  assigned: z.boolean().default(true),
})

export interface RoleHolder {
  userPrincipalName: string
  displayName: string
  roles: { id: string; displayName: string }[]
}

export const roleList = (): { id: string; displayName: string }[] =>
  Object.entries(roleNames)
    .map(([id, displayName]) => ({ id, displayName }))
    .toSorted((one, other) => one.displayName.localeCompare(other.displayName))

/** Everybody who has a directory role. */
export const roleHolders = ({ store }: Practice): RoleHolder[] =>
  store.state.users
    .live()
    .filter((user) => user.roles.length > 0)
    .map(({ userPrincipalName, displayName, roles: held }) => ({
      userPrincipalName,
      displayName,
      roles: held.map((id) => ({ id, displayName: roleNames[id] ?? id })),
    }))

/** Gives a person a directory role, or takes it away. Throws 400, 404 `unknown-user`, 409 `last-administrator`. */
export async function changeRole({ store }: Practice, value: unknown): Promise<void> {
  const { user: key, role, assigned } = readAs(RoleChange, value)
  const { state } = store
  const user = userByIdOrName(state, key)
  if (!user) throw new ControlError(404, 'unknown-user', 'Nobody here has this user name.', 'user')
  const wanted = roleList().find(
    ({ id, displayName }) => id === role || displayName.toLowerCase() === role.toLowerCase(),
  )
  if (!wanted) throw invalid('There is no such directory role.', 'role')
  if (!assigned && user.id === state.admin.userId && wanted.id === roles.globalAdministrator) {
    const message = 'The practice administrator stays Global Administrator: nobody else could manage the tenant.'
    throw new ControlError(409, 'last-administrator', message, 'role')
  }
  const others = user.roles.filter((id) => id !== wanted.id)
  user.roles = assigned ? [...others, wanted.id] : others
  state.users.put(user)
  if (assigned && !state.activatedRoles.includes(wanted.id)) {
    state.activatedRoles.push(wanted.id)
    store.touch()
  }
  await store.saved()
}
