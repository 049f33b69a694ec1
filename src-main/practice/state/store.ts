import { createPrivateKey } from 'node:crypto'
import { access, copyFile, constants, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { PracticeError } from '../practice-error.ts'
import { PracticeState } from './model.ts'
import { seedState } from './seed.ts'
import type { Clock } from '../time.ts'

const fileName = 'practice-tenant.json'

/** The state in memory and its one file. */
export interface Store {
  readonly state: PracticeState
  /** Name of the file a damaged state was kept in when this store was opened, else null. */
  readonly recoveredFrom: string | null
  /** Says that the state was changed; `saved` then has something to wait for. */
  touch(): void
  /** Resolves once every change made so far is on the disk. Rejects when it could not be written. */
  saved(): Promise<void>
  /** Back to the seed; tenant id, signing key and the admin's password stay. */
  startOver(): Promise<void>
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function keepAside(home: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = `practice-tenant.damaged-${String(n)}.json`
    try {
      // A copy that refuses to overwrite: an older damaged file is never lost, whoever else is at work here.
      await copyFile(join(home, fileName), join(home, name), constants.COPYFILE_EXCL)
      await rm(join(home, fileName))
      return name
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

/** Of the right shape, but without its administrator or with half a key, a tenant could neither be entered nor mended. */
function isUsable({ users, admin, signingKey }: PracticeState): boolean {
  try {
    createPrivateKey({ key: signingKey, format: 'jwk' })
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
  return users.some(({ id, deletedAt }) => id === admin.userId && deletedAt === null)
}

function parse(text: string): PracticeState | null {
  try {
    const read = PracticeState.safeParse(JSON.parse(text))
    return read.success && isUsable(read.data) ? read.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

async function load(home: string): Promise<{ state: PracticeState | null; recoveredFrom: string | null }> {
  let text: string
  try {
    text = await readFile(join(home, fileName), 'utf8')
  } catch (error) {
    if (isMissing(error)) return { state: null, recoveredFrom: null }
    throw error
  }
  const state = parse(text)
  return state ? { state, recoveredFrom: null } : { state: null, recoveredFrom: await keepAside(home) }
}

async function replaceFile(home: string, text: string): Promise<void> {
  const temporary = join(home, `${fileName}.new`)
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(temporary, join(home, fileName))
}

/**
 * Opens the state under `home`, or makes the seed. A file that cannot be understood is kept aside under a new name.
 *
 * Writers share one write: whoever calls `saved` while a write is under way waits for the next one, so a burst of
 * requests costs two writes and nobody is told "done" before it is on the disk.
 */
export async function openStore(home: string, clock: Clock): Promise<Store> {
  try {
    await mkdir(home, { recursive: true })
    await access(home, constants.W_OK)
  } catch (error) {
    throw new PracticeError('home-unusable', 'The folder of the practice tenant cannot be written.', { cause: error })
  }
  const loaded = await load(home)
  let state = loaded.state ?? seedState(clock())
  let changes = loaded.state ? 0 : 1
  let written = 0
  let writing: Promise<void> | null = null

  const write = async (): Promise<void> => {
    const upTo = changes
    await replaceFile(home, JSON.stringify(state))
    written = upTo
  }
  const saved = async (): Promise<void> => {
    const wanted = changes
    while (written < wanted) {
      writing ??= write().finally(() => {
        writing = null
      })
      await writing
    }
  }
  await saved()

  return {
    get state() {
      return state
    },
    recoveredFrom: loaded.recoveredFrom,
    touch() {
      changes += 1
    },
    saved,
    async startOver() {
      const { signingKey, admin, tenant } = state
      state = seedState(clock(), { signingKey, admin, tenantId: tenant.id })
      changes += 1
      await saved()
    },
  }
}
