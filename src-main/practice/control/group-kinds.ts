import { z } from 'zod'

import type { Practice } from '../context.ts'
import type { Group } from '../state/model.ts'
import { ControlError, readAs } from './control-error.ts'

/** What Graph cannot make here, and a tenant may hold all the same. */
const kinds = {
  assigned: { groupTypes: [], mailEnabled: false, isSynced: false },
  dynamic: { groupTypes: ['DynamicMembership'], mailEnabled: false, isSynced: false },
  'microsoft-365': { groupTypes: ['Unified'], mailEnabled: true, isSynced: false },
  'mail-enabled': { groupTypes: [], mailEnabled: true, isSynced: false },
  synced: { groupTypes: [], mailEnabled: false, isSynced: true },
} satisfies Record<string, Pick<Group, 'groupTypes' | 'mailEnabled' | 'isSynced'>>

const KindChange = z.strictObject({
  /** Name or object id. */
  group: z.string({ error: 'A name or an id, please.' }).trim().min(1, { error: 'A name or an id, please.' }),
  kind: z.enum(['assigned', 'dynamic', 'microsoft-365', 'mail-enabled', 'synced'], {
    error: 'One of the kinds, please.',
  }),
})

/** Makes a group another kind of group; its members stay. Throws 400, 404 `unknown-group`. */
export async function changeGroupKind({ store }: Practice, value: unknown): Promise<{ id: string; kind: string }> {
  const { group: key, kind } = readAs(KindChange, value)
  const group = store.state.groups.live().find(({ id, displayName }) => id === key || displayName === key)
  if (!group) throw new ControlError(404, 'unknown-group', 'No group here has this name or id.', 'group')
  const { groupTypes, mailEnabled, isSynced } = kinds[kind]
  Object.assign(group, { groupTypes: [...groupTypes], mailEnabled, isSynced })
  store.state.groups.put(group)
  await store.saved()
  return { id: group.id, kind }
}
