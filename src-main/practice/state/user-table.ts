import type { User } from './model.ts'
import { type ChangeSink, Table } from './table.ts'

interface Indexed {
  /** Null while the user is deleted: a deleted user's name is free. */
  name: string | null
  /** Products that hold a unit. */
  skuIds: readonly string[]
}

/** Products a user's licences take a unit of, each once. */
const unitsOf = (user: User): string[] =>
  user.deletedAt === null
    ? [...new Set(user.licences.filter(({ error }) => error === 'None').map(({ skuId }) => skuId))]
    : []

/** Users by id and by name, with the licence units they hold. A user that was changed in place must be `put` again. */
export class UserTable extends Table<User> {
  private readonly indexed = new Map<string, Indexed>()
  private readonly byName = new Map<string, User>()
  private readonly units = new Map<string, number>()
  private cachedLive: User[] | null = null
  private settled: { of: readonly User[]; bound: number; users: User[] } | null = null

  constructor(sink: ChangeSink) {
    super('users', (user) => user.id, sink)
  }

  /** The user who has this name now, whatever its case. */
  named(name: string): User | undefined {
    return this.byName.get(name.trim().toLowerCase())
  }

  /** Every user who is not deleted, oldest first. */
  live(): readonly User[] {
    this.cachedLive ??= [...this].filter((user) => user.deletedAt === null)
    return this.cachedLive
  }

  /**
   * Users made at this moment or before, and how many of `live()` those are: they stand in the order they were made in.
   * The array is kept and grows, so that asking again costs nothing.
   */
  liveUntil(bound: number): readonly User[] {
    const live = this.live()
    const isUsable = this.settled?.of === live && this.settled.bound <= bound
    const settled = isUsable && this.settled ? this.settled : { of: live, bound, users: [] as User[] }
    for (let next = live[settled.users.length]; next && next.createdAt <= bound; next = live[settled.users.length]) {
      settled.users.push(next)
    }
    settled.bound = bound
    this.settled = settled
    return settled.users
  }

  /** Licence units of a product in use. */
  consumedUnits(skuId: string): number {
    return this.units.get(skuId) ?? 0
  }

  override load(user: User): void {
    const before = this.indexed.get(user.id)
    super.load(user)
    const name = user.deletedAt === null ? user.userPrincipalName.toLowerCase() : null
    const skuIds = unitsOf(user)
    if (before === undefined && name !== null) this.cachedLive?.push(user)
    else if ((before?.name ?? null) === null || name === null) this.cachedLive = null
    this.rename(before?.name ?? null, name, user)
    this.recount(before?.skuIds ?? [], skuIds)
    this.indexed.set(user.id, { name, skuIds })
  }

  override drop(id: string): void {
    const user = this.get(id)
    const before = this.indexed.get(id)
    if (user && before) {
      this.rename(before.name, null, user)
      this.recount(before.skuIds, [])
    }
    this.indexed.delete(id)
    this.cachedLive = null
    super.drop(id)
  }

  private rename(before: string | null, name: string | null, user: User): void {
    if (before !== null && before !== name && this.byName.get(before)?.id === user.id) this.byName.delete(before)
    if (name !== null) this.byName.set(name, user)
  }

  private recount(before: readonly string[], after: readonly string[]): void {
    for (const skuId of before) this.units.set(skuId, (this.units.get(skuId) ?? 0) - 1)
    for (const skuId of after) this.units.set(skuId, (this.units.get(skuId) ?? 0) + 1)
  }
}
