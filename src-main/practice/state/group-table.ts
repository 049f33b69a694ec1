import type { Group } from './model.ts'
import { type ChangeSink, Table } from './table.ts'

/** Who was put into a group, or taken out, since the last time that was written down. */
export type MemberChanges = Map<string, Map<string, boolean>>

/** Groups, and for each object the groups it is a direct member of. Memberships are changed here only. */
export class GroupTable extends Table<Group> {
  private readonly byMember = new Map<string, Set<string>>()
  private changes: MemberChanges = new Map()
  private readonly members: ChangeSink

  constructor(sink: ChangeSink) {
    super('groups', (group) => group.id, sink)
    this.members = sink
  }

  live(): Group[] {
    return [...this].filter((group) => group.deletedAt === null)
  }

  /** Groups, not deleted, that have this object as a direct member. */
  containing(memberId: string): Group[] {
    return [...(this.byMember.get(memberId) ?? [])].flatMap((id) => {
      const group = this.get(id)
      return group?.deletedAt === null ? [group] : []
    })
  }

  addMember(group: Group, memberId: string): void {
    this.loadMember(group, memberId)
    this.note(group.id, memberId, true)
  }

  removeMember(group: Group, memberId: string): void {
    this.dropMember(group, memberId)
    this.note(group.id, memberId, false)
  }

  loadMember(group: Group, memberId: string): void {
    this.touch(group.id)
    group.members.add(memberId)
    const groups = this.byMember.get(memberId)
    if (groups) groups.add(group.id)
    else this.byMember.set(memberId, new Set([group.id]))
  }

  dropMember(group: Group, memberId: string): void {
    this.touch(group.id)
    group.members.delete(memberId)
    this.byMember.get(memberId)?.delete(group.id)
  }

  /** The membership changes not yet written down; they count as written from then on. */
  takeMemberChanges(): MemberChanges {
    const taken = this.changes
    this.changes = new Map()
    return taken
  }

  override load(group: Group): void {
    const known = this.get(group.id)
    super.load(group)
    // A group that only changed elsewhere has its members in the index already.
    if (known?.members !== group.members) for (const memberId of group.members) this.loadMember(group, memberId)
  }

  override drop(id: string): void {
    const group = this.get(id)
    if (group) for (const memberId of group.members) this.byMember.get(memberId)?.delete(id)
    super.drop(id)
  }

  private note(groupId: string, memberId: string, isMember: boolean): void {
    const changes = this.changes.get(groupId) ?? new Map<string, boolean>()
    changes.set(memberId, isMember)
    this.changes.set(groupId, changes)
    this.members.changed('members', groupId)
  }
}
