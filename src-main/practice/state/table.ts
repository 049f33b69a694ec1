/** Told of every change, so that it can be written down. */
export interface ChangeSink {
  changed(kind: string, key: string): void
}

/** One kind of thing the practice tenant remembers, by key, in the order it was added. */
export class Table<Item> implements Iterable<Item> {
  readonly kind: string
  readonly keyOf: (item: Item) => string
  protected readonly items = new Map<string, Item>()
  private readonly sink: ChangeSink
  /** Keys that came with the seed, and those of them nobody has changed since: the seed makes these anew. */
  private readonly seeded = new Set<string>()
  private readonly untouched = new Set<string>()

  constructor(kind: string, keyOf: (item: Item) => string, sink: ChangeSink) {
    this.kind = kind
    this.keyOf = keyOf
    this.sink = sink
  }

  get size(): number {
    return this.items.size
  }

  [Symbol.iterator](): MapIterator<Item> {
    return this.items.values()
  }

  get(key: string): Item | undefined {
    return this.items.get(key)
  }

  /** Adds an item, or says that one that is here already has changed. */
  put(item: Item): void {
    this.load(item)
    this.sink.changed(this.kind, this.keyOf(item))
  }

  delete(key: string): void {
    this.drop(key)
    this.sink.changed(this.kind, key)
  }

  /** Removes what the test says; each removal is written down. */
  deleteWhere(test: (item: Item) => boolean): void {
    for (const [key, item] of this.items) if (test(item)) this.delete(key)
  }

  /** Forgets the oldest until no more than this many are left. */
  keepNewest(count: number): void {
    for (const key of this.items.keys()) {
      if (this.items.size <= count) return
      this.delete(key)
    }
  }

  /** Takes in an item that the seed makes anew at every start, and that therefore need not be kept. */
  plant(item: Item): void {
    this.load(item)
    this.seeded.add(this.keyOf(item))
    this.untouched.add(this.keyOf(item))
  }

  /** Items that are not as the seed makes them. */
  own(): Item[] {
    return [...this.items].flatMap(([key, item]) => (this.untouched.has(key) ? [] : [item]))
  }

  /** Keys of the seed whose items are gone. */
  uprooted(): string[] {
    return [...this.seeded].filter((key) => !this.items.has(key))
  }

  /** Takes in an item without writing it down. */
  load(item: Item): void {
    this.touch(this.keyOf(item))
    this.items.set(this.keyOf(item), item)
  }

  /** Forgets an item without writing that down. */
  drop(key: string): void {
    this.touch(key)
    this.items.delete(key)
  }

  protected touch(key: string): void {
    this.untouched.delete(key)
  }
}
