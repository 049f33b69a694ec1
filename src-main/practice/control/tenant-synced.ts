import { z } from 'zod'

import type { Practice } from '../context.ts'
import { userByIdOrName } from '../rules/directory.ts'
import { ControlError, readAs } from './control-error.ts'

const SyncedChange = z.strictObject({
  /** User name or object id. */
  user: z.string({ error: 'A user name, please.' }).trim().min(1, { error: 'A user name, please.' }),
  isSynced: z.boolean({ error: 'true or false, please.' }).default(true),
})

/** User names of everybody who is kept in a directory on premises. */
export const syncedPeople = ({ store }: Practice): string[] =>
  store.state.users
    .live()
    .filter(({ isSynced }) => isSynced)
    .map(({ userPrincipalName }) => userPrincipalName)

/** Makes a person one of a directory on premises, or one of the cloud. Throws 400, 404 `unknown-user`, 409 `administrator`. */
export async function changeSynced({ store }: Practice, value: unknown): Promise<void> {
  const { user: key, isSynced } = readAs(SyncedChange, value)
  const { state } = store
  const user = userByIdOrName(state, key)
  if (!user) throw new ControlError(404, 'unknown-user', 'Nobody here has this user name.', 'user')
  if (isSynced && user.id === state.admin.userId) {
    throw new ControlError(409, 'administrator', 'The practice administrator stays a user of the cloud.', 'user')
  }
  user.isSynced = isSynced
  state.users.put(user)
  await store.saved()
}
