import { createPrivateKey } from 'node:crypto'
import { access, constants, mkdir } from 'node:fs/promises'

import { PracticeError } from '../practice-error.ts'
import type { Switches } from '../switches.ts'
import type { Clock } from '../time.ts'
import { populate } from './population.ts'
import type { PracticeState } from './practice-state.ts'
import { type Identity, newIdentity, practiceDomain, seedAdministrator, seedRecord } from './seed.ts'
import { keepAside, readTenantFile, replaceTenantFile, TenantAppender } from './tenant-file.ts'
import { applyLines, type Changes, emptyTables, linesOf, wholeLines } from './tenant-lines.ts'
import { type Population, type SigningKey, TenantRecord } from './tenant-record.ts'

/** One tenant's state in memory and its one file. */
export interface Store {
  readonly state: PracticeState
  /** Name of the file a damaged state was kept in when this store was opened, else null. */
  readonly recoveredFrom: string | null
  /** Says that something besides the tables was changed. */
  touch(): void
  /** Resolves once every change made so far is written. Rejects when it could not be. */
  saved(): Promise<void>
  /** Back to the seed; tenant id, domain, signing key and the admin's password stay. */
  startOver(population?: Partial<Pick<Population, 'users' | 'seed'>>): Promise<void>
  close(): Promise<void>
}

/** Of the right shape, but without its administrator or with half a key, a tenant could neither be entered nor mended. */
function isUsable(state: PracticeState): boolean {
  try {
    createPrivateKey({ key: state.signingKey, format: 'jwk' })
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
  return state.users.get(state.admin.userId)?.deletedAt === null
}

class Loaded {
  readonly state: PracticeState
  readonly changes: Changes

  constructor(record: TenantRecord, switches: () => Switches) {
    this.changes = new Map()
    const { changes } = this
    const sink = {
      changed(kind: string, key: string): void {
        const keys = changes.get(kind)
        if (keys) keys.add(key)
        else changes.set(kind, new Set([key]))
      },
    }
    this.state = {
      ...record,
      ...emptyTables(sink),
      get switches() {
        return switches()
      },
    }
    const { users, group } = populate(record.population, record.tenant.domain)
    this.state.users.plant(seedAdministrator(record))
    for (const user of users) this.state.users.plant(user)
    this.state.groups.plant(group)
  }
}

function seed(identity: Identity, now: number, population: Population, switches: () => Switches): Loaded {
  return new Loaded(seedRecord(now, identity, population), switches)
}

/** Null when the lines make no tenant. */
export function loadLines(lines: readonly unknown[], switches: () => Switches): Loaded | null {
  const [first, ...rest] = lines
  const record = TenantRecord.safeParse(
    typeof first === 'object' && first !== null && 'record' in first ? first.record : null,
  )
  if (!record.success) return null
  const loaded = new Loaded(record.data, switches)
  return applyLines(loaded.state, rest) && isUsable(loaded.state) ? loaded : null
}

export interface StoreOptions {
  folder: string
  clock: Clock
  switches: () => Switches
  /** For a tenant that is not there yet. */
  domain?: string | undefined
  displayName?: string | undefined
  users: number
  seed: string
  signingKey?: SigningKey | undefined
}

/**
 * Opens the tenant in a folder, or makes it.
 *
 * Changes are appended to the file; writers share one write: whoever calls `saved` while a write is under way waits
 * for the next one, so a burst of requests costs two writes and nobody is told "done" before it is kept. A file that
 * cannot be understood is kept aside under a new name. Opening writes the file anew where that makes it shorter.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { folder, clock, domain = practiceDomain, displayName = 'Practice Lab' } = options
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
  } catch (error) {
    throw new PracticeError('home-unusable', 'The folder of the practice tenant cannot be written.', { cause: error })
  }
  const found = await readTenantFile(folder)
  const read = found === null || found === 'damaged' ? null : loadLines(found.lines, options.switches)
  const recoveredFrom = found !== null && read === null ? await keepAside(folder) : null
  const population = { users: options.users, seed: options.seed, at: clock() }
  const loaded =
    read ?? seed(newIdentity(domain, displayName, options.signingKey), clock(), population, options.switches)
  await replaceTenantFile(folder, wholeLines(loaded.state))
  loaded.changes.clear()
  return serveStore(loaded, { folder, clock, recoveredFrom, switches: options.switches })
}

interface ServeOptions {
  folder: string
  clock: Clock
  switches: () => Switches
  recoveredFrom: string | null
}

function serveStore(first: Loaded, { folder, clock, recoveredFrom, switches }: ServeOptions): Store {
  let loaded = first
  let changes = 0
  let written = 0
  let isRecordChanged = false
  let writing: Promise<void> | null = null
  const appender = new TenantAppender(folder)

  const hasChanges = (): boolean => isRecordChanged || loaded.changes.size > 0
  const write = async (): Promise<void> => {
    // What came in together is written together.
    await new Promise(setImmediate)
    const upTo = changes
    if (hasChanges()) {
      const lines = linesOf(loaded.state, loaded.changes, isRecordChanged)
      loaded.changes.clear()
      isRecordChanged = false
      try {
        appender.append(lines)
      } catch (error) {
        // What a failed write left behind cannot be trusted: the next one writes everything anew.
        isRecordChanged = true
        appender.close()
        await replaceTenantFile(folder, wholeLines(loaded.state)).catch(() => {
          throw error
        })
      }
    }
    written = upTo
  }
  const saved = async (): Promise<void> => {
    if (hasChanges()) changes += 1
    const wanted = changes
    while (written < wanted) {
      writing ??= write().finally(() => {
        writing = null
      })
      await writing
    }
  }
  return {
    get state() {
      return loaded.state
    },
    recoveredFrom,
    touch() {
      isRecordChanged = true
    },
    saved,
    async startOver(population = {}) {
      await saved()
      const { signingKey, admin, tenant, population: before } = loaded.state
      const identity = {
        signingKey,
        admin,
        tenantId: tenant.id,
        domain: tenant.domain,
        displayName: tenant.displayName,
      }
      const next = seed(identity, clock(), { ...before, ...population, at: clock() }, switches)
      appender.close()
      await replaceTenantFile(folder, wholeLines(next.state))
      next.changes.clear()
      loaded = next
    },
    async close() {
      await saved()
      appender.close()
    },
  }
}
