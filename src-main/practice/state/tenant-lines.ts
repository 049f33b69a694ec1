import { z } from 'zod'

import { GroupTable } from './group-table.ts'
import {
  AuditRow,
  Call,
  type Group,
  GroupRecord,
  LongRunningOperation,
  Message,
  Prompt,
  RefreshToken,
  SignInRow,
  TryCounter,
  User,
} from './model.ts'
import type { PracticeState } from './practice-state.ts'
import { type ChangeSink, Table } from './table.ts'
import { TenantRecord } from './tenant-record.ts'
import { UserTable } from './user-table.ts'

/**
 * The lines of a tenant's file. `record` is everything outside the tables; `put` an item as it is now; `drop` one that
 * is gone; `members` what changed in a group since the line before. Later lines win.
 */
const Line = z.union([
  z.object({ put: z.string(), value: z.unknown() }),
  z.object({ drop: z.string(), key: z.string() }),
  z.object({ members: z.string(), add: z.array(z.string()), remove: z.array(z.string()) }),
  z.object({ record: TenantRecord }),
])

type Tables = Pick<
  PracticeState,
  | 'users'
  | 'groups'
  | 'audits'
  | 'signIns'
  | 'messages'
  | 'prompts'
  | 'calls'
  | 'tries'
  | 'refreshTokens'
  | 'operations'
>

export function emptyTables(sink: ChangeSink): Tables {
  return {
    users: new UserTable(sink),
    groups: new GroupTable(sink),
    audits: new Table<AuditRow>('audits', (row) => row.id, sink),
    signIns: new Table<SignInRow>('signIns', (row) => row.id, sink),
    messages: new Table<Message>('messages', (message) => String(message.seq), sink),
    prompts: new Table<Prompt>('prompts', (prompt) => prompt.id, sink),
    calls: new Table<Call>('calls', (call) => call.id, sink),
    tries: new Table<TryCounter>('tries', (counter) => counter.key, sink),
    refreshTokens: new Table<RefreshToken>('refreshTokens', (token) => token.hash, sink),
    operations: new Table<LongRunningOperation>('operations', (operation) => operation.id, sink),
  }
}

/** Keys that changed, by kind of thing; `members` holds ids of groups. */
export type Changes = Map<string, Set<string>>

const plainKinds = [
  'users',
  'audits',
  'signIns',
  'messages',
  'prompts',
  'calls',
  'tries',
  'refreshTokens',
  'operations',
] as const

/** Everything that belongs to the record and to no table. */
export function recordOf(state: PracticeState): TenantRecord {
  const {
    switches: _switches,
    users: _users,
    groups: _groups,
    audits: _audits,
    signIns: _signIns,
    messages: _messages,
    prompts: _prompts,
    calls: _calls,
    tries: _tries,
    refreshTokens: _refreshTokens,
    operations: _operations,
    ...record
  } = state
  return record
}

const groupRecord = ({ members: _members, ...record }: Group): z.infer<typeof GroupRecord> => record

/** What has to be written for these changes. Takes the membership changes out of the table of groups. */
export function linesOf(state: PracticeState, changes: Changes, isRecordChanged: boolean): string[] {
  const lines: string[] = isRecordChanged ? [JSON.stringify({ record: recordOf(state) })] : []
  const note = (kind: string, key: string, value: unknown): void => {
    lines.push(JSON.stringify(value === undefined ? { drop: kind, key } : { put: kind, value }))
  }
  for (const kind of plainKinds) {
    for (const key of changes.get(kind) ?? []) note(kind, key, state[kind].get(key))
  }
  for (const key of changes.get('groups') ?? []) {
    const group = state.groups.get(key)
    note('groups', key, group && groupRecord(group))
  }
  for (const [groupId, members] of state.groups.takeMemberChanges()) {
    const ids = (isMember: boolean): string[] => [...members].flatMap(([id, is]) => (is === isMember ? [id] : []))
    lines.push(JSON.stringify({ members: groupId, add: ids(true), remove: ids(false) }))
  }
  return lines
}

/** Everything the seed does not make by itself, in as few lines as can be. */
export function wholeLines(state: PracticeState): string[] {
  state.groups.takeMemberChanges()
  const lines = [JSON.stringify({ record: recordOf(state) })]
  for (const kind of [...plainKinds, 'groups' as const]) {
    for (const key of state[kind].uprooted()) lines.push(JSON.stringify({ drop: kind, key }))
  }
  for (const kind of plainKinds) {
    for (const value of state[kind].own()) lines.push(JSON.stringify({ put: kind, value }))
  }
  for (const group of state.groups.own()) {
    // A group of the seed comes back with the members it had then.
    lines.push(JSON.stringify({ drop: 'groups', key: group.id }))
    lines.push(JSON.stringify({ put: 'groups', value: groupRecord(group) }))
    lines.push(JSON.stringify({ members: group.id, add: [...group.members], remove: [] }))
  }
  return lines
}

/** Takes one item in; false when it has not the shape of its kind. */
function takeItem(state: PracticeState, kind: string, value: unknown): boolean {
  const take = <Item>(schema: z.ZodType<Item>, table: Table<Item>): boolean => {
    const read = schema.safeParse(value)
    if (read.success) table.load(read.data)
    return read.success
  }
  switch (kind) {
    case 'users':
      return take(User, state.users)
    case 'groups': {
      const read = GroupRecord.safeParse(value)
      if (!read.success) return false
      state.groups.load({ ...read.data, members: state.groups.get(read.data.id)?.members ?? new Set() })
      return true
    }
    case 'audits':
      return take(AuditRow, state.audits)
    case 'signIns':
      return take(SignInRow, state.signIns)
    case 'messages':
      return take(Message, state.messages)
    case 'prompts':
      return take(Prompt, state.prompts)
    case 'calls':
      return take(Call, state.calls)
    case 'tries':
      return take(TryCounter, state.tries)
    case 'refreshTokens':
      return take(RefreshToken, state.refreshTokens)
    case 'operations':
      return take(LongRunningOperation, state.operations)
    default:
      return false
  }
}

function takeLine(state: PracticeState, line: z.infer<typeof Line>): boolean {
  if ('record' in line) {
    Object.assign(state, line.record)
    return true
  }
  if ('put' in line) return takeItem(state, line.put, line.value)
  if ('drop' in line) {
    const kind = [...plainKinds, 'groups' as const].find((known) => known === line.drop)
    if (kind) state[kind].drop(line.key)
    return kind !== undefined
  }
  const group = state.groups.get(line.members)
  // A group that was purged after it changed: nothing to change any more.
  if (!group) return true
  for (const id of line.add) state.groups.loadMember(group, id)
  for (const id of line.remove) state.groups.dropMember(group, id)
  return true
}

/** Takes the lines in, in order; false when one of them cannot be understood. */
export function applyLines(state: PracticeState, lines: readonly unknown[]): boolean {
  return lines.every((line) => {
    const read = Line.safeParse(line)
    return read.success && takeLine(state, read.data)
  })
}
