import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import envPaths from 'env-paths'
import { z } from 'zod'

import { AppError } from '../domain/app-error.ts'
import { readJson } from './read-json.ts'

/**
 * The one folder that holds all state: what was asked for, else `RESETLAB_HOME`, else the platform's usual place
 * (XDG data on Linux, Application Support on macOS, AppData\Local on Windows). Always absolute; not created here.
 */
export function resolveHome(asked: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const chosen = [asked, env['RESETLAB_HOME']].find((path) => path !== undefined && path !== '')
  return chosen === undefined ? envPaths('resetlab', { suffix: '' }).data : resolve(chosen)
}

const lockName = 'resetlab.lock'
/** A lock file that cannot be read yet is still being written, unless it is older than this. */
const writingMs = 2000

const Holder = z.object({
  pid: z.number().int().positive(),
  /** Tells a process from a later one with the same number; null where the system does not say. */
  born: z.string().nullable(),
})
type Holder = z.infer<typeof Holder>

export interface HomeLock {
  /** May be called more than once; also happens when the process exits. */
  release(): void
}

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Linux only: the boot and the tick a process began at (proc(5), field 22 of /proc/pid/stat). */
function bornAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return ticks === undefined ? null : `${boot} ${ticks}`
  } catch {
    // No /proc here, or no such process: then the number alone has to do.
    return null
  }
}

function isAlive({ pid, born }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return born === null || bornAt(pid) === born
}

const held = new Set<string>()

/** The process that holds the lock, or null when nobody alive does. */
function holderOf(file: string, text: string): number | null {
  const parsed = Holder.safeParse(readJson(text))
  if (!parsed.success) {
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    return age < writingMs ? 0 : null
  }
  // Our own number in a lock we do not hold is that of an earlier process.
  if (parsed.data.pid === process.pid && !held.has(file)) return null
  return isAlive(parsed.data) ? parsed.data.pid : null
}

/** Takes a dead process's lock file away, unless somebody replaced it since it was read. */
function removeStale(file: string, text: string): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  if (textOf(aside) === text) rmSync(aside)
  else renameSync(aside, file)
}

function createLock(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) }), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/**
 * Makes the folder if need be and holds it for this process, so that two instances never write one journal.
 *
 * Fails with `home.in-use` (params `pid`, `home`) while another process holds it, and with `home.unusable` when the
 * folder cannot be written. A lock left by a crash is taken over.
 */
export function lockHome(home: string): HomeLock {
  const file = join(home, lockName)
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    for (let tries = 0; !createLock(file); tries += 1) {
      const text = textOf(file)
      if (text === null) continue
      const pid = holderOf(file, text)
      if (pid !== null || tries > 5) {
        throw AppError.of('in-use', 'home.in-use', { params: { pid: String(pid ?? 0), home } })
      }
      removeStale(file, text)
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw AppError.of('invalid-input', 'home.unusable', { params: { home }, cause })
  }

  held.add(file)
  const release = (): void => {
    if (!held.delete(file)) return
    rmSync(file, { force: true })
    process.off('exit', release)
  }
  process.once('exit', release)
  return { release }
}
