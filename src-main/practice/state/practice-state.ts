import type { Switches } from '../switches.ts'
import type { GroupTable } from './group-table.ts'
import type {
  AuditRow,
  Call,
  LongRunningOperation,
  Message,
  Prompt,
  RefreshToken,
  SignInRow,
  TryCounter,
} from './model.ts'
import type { Table } from './table.ts'
import type { TenantRecord } from './tenant-record.ts'
import type { UserTable } from './user-table.ts'

/**
 * Everything one practice tenant remembers. Whoever changes something inside a table's item puts it again; whoever
 * changes anything else says so with `store.touch()`.
 */
export interface PracticeState extends TenantRecord {
  /** What the control room chose where the documentation is unsure. Belongs to the server, not to the tenant. */
  readonly switches: Switches
  readonly users: UserTable
  readonly groups: GroupTable
  readonly audits: Table<AuditRow>
  readonly signIns: Table<SignInRow>
  readonly messages: Table<Message>
  readonly prompts: Table<Prompt>
  readonly calls: Table<Call>
  readonly tries: Table<TryCounter>
  readonly refreshTokens: Table<RefreshToken>
  readonly operations: Table<LongRunningOperation>
}
