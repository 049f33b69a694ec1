import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { lockHome, resolveHome } from '../../../src-main/host/home.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-home-'))
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

describe('resolveHome', () => {
  it('takes what was asked for, then RESETLAB_HOME, then the usual place', () => {
    expect(resolveHome('here', { RESETLAB_HOME: '/there' })).toBe(resolve('here'))
    expect(resolveHome(undefined, { RESETLAB_HOME: '/there' })).toBe(resolve('/there'))
    expect(resolveHome('', { RESETLAB_HOME: '' })).toBe(resolveHome(undefined, {}))
    expect(resolveHome(undefined, {}).toLowerCase()).toContain('resetlab')
  })
})

/** A process of its own that locks `home`, says so, and then waits to be ended. */
async function otherInstance(): Promise<{ pid: number; end(signal: NodeJS.Signals): Promise<void> }> {
  const source = resolve('src-main/host/home.ts')
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { lockHome } = await import(${JSON.stringify(source)})
       process.on('SIGTERM', () => process.exit(0))
       lockHome(process.argv[1]); console.log('locked'); setInterval(() => {}, 1000)`,
      home,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(child.stdout, 'data')
  return {
    pid: child.pid ?? 0,
    async end(signal) {
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
    },
  }
}

const inUse = (pid: number) => ({
  failure: { kind: 'in-use', code: 'home.in-use', params: { pid: String(pid), home } },
})
const attempt = async () => lockHome(home)

describe('lockHome', () => {
  it('makes the folder, and gives it up again', async () => {
    home = join(home, 'new/folder')
    const lock = lockHome(home)
    expect(await readdir(home)).toEqual(['resetlab.lock'])
    lock.release()
    lock.release()
    expect(await readdir(home)).toEqual([])
    lockHome(home).release()
  })

  it('refuses a second instance, naming the first, until that one ends', async () => {
    const other = await otherInstance()
    await expect(attempt()).rejects.toMatchObject(inUse(other.pid))
    await other.end('SIGTERM')
    expect(existsSync(join(home, 'resetlab.lock'))).toBe(false)
    lockHome(home).release()
  })

  it('refuses a second time in the same process', async () => {
    const lock = lockHome(home)
    await expect(attempt()).rejects.toMatchObject(inUse(process.pid))
    lock.release()
  })

  it('takes over after a crash', async () => {
    const other = await otherInstance()
    await other.end('SIGKILL')
    expect(existsSync(join(home, 'resetlab.lock'))).toBe(true)
    const lock = lockHome(home)
    expect(await readdir(home)).toEqual(['resetlab.lock'])
    lock.release()
  })

  it.runIf(process.platform === 'linux')('is not fooled by a later process of the same number', async () => {
    await writeFile(join(home, 'resetlab.lock'), JSON.stringify({ pid: process.ppid, born: 'an earlier boot 1' }))
    lockHome(home).release()
  })

  it('takes over from an earlier process that had our own number', async () => {
    await writeFile(join(home, 'resetlab.lock'), JSON.stringify({ pid: process.pid, born: null }))
    lockHome(home).release()
  })

  it('leaves a lock alone that is still being written, and takes over one that never was', async () => {
    const file = join(home, 'resetlab.lock')
    await writeFile(file, '')
    await expect(attempt()).rejects.toMatchObject({ failure: { code: 'home.in-use' } })
    await utimes(file, new Date(0), new Date(0))
    lockHome(home).release()
  })

  it('says that a folder cannot be used', async () => {
    await writeFile(join(home, 'file'), '')
    home = join(home, 'file')
    await expect(attempt()).rejects.toMatchObject({ failure: { kind: 'invalid-input', code: 'home.unusable' } })
    home = join(home, '..')
  })
})
