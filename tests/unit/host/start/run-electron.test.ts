import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { runElectron } from '../../../../src-main/host/start/run-electron.ts'

let dir: string
const never = new AbortController().signal

/** A program in Electron's place. */
async function binary(text: string): Promise<string> {
  const file = join(dir, 'electron')
  await writeFile(file, `#!${process.execPath}\nconst fs = require('node:fs')\n${text}`)
  await chmod(file, 0o700)
  return file
}
const told = async (): Promise<unknown> => JSON.parse(await readFile(join(dir, 'told'), 'utf8'))

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'resetlab-run-'))
})
afterEach(async () => {
  await rm(dir, { recursive: true })
})

describe.skipIf(process.platform === 'win32')('runElectron', () => {
  it('opens the checkout with the home in its environment, and passes its exit code on', async () => {
    vi.stubEnv('ELECTRON_RUN_AS_NODE', '1')
    const file = await binary(
      `const { RESETLAB_HOME, ELECTRON_RUN_AS_NODE } = process.env
       fs.writeFileSync(__dirname + '/told', JSON.stringify({ args: process.argv.slice(2), RESETLAB_HOME, ELECTRON_RUN_AS_NODE }))
       process.exit(7)`,
    )
    expect(await runElectron(file, dir, '/some/home', never)).toBe(7)
    expect(await told()).toEqual({ args: [dir], RESETLAB_HOME: '/some/home' })
  })

  it('ends it in order when ResetLab is stopped', async () => {
    const file = await binary(
      `process.on('SIGTERM', () => { fs.writeFileSync(__dirname + '/told', '"ended"'); process.exit(0) })
       fs.writeFileSync(__dirname + '/told', '"running"'); setInterval(() => {}, 1000)`,
    )
    const stop = new AbortController()
    const ended = runElectron(file, dir, '/some/home', stop.signal)
    await vi.waitFor(async () => {
      expect(await told()).toBe('running')
    })
    stop.abort()
    expect(await ended).toBe(0)
    expect(await told()).toBe('ended')
  })

  it('fails when it cannot be run', async () => {
    expect(await runElectron(join(dir, 'nowhere'), dir, '/some/home', never)).toBe(1)
  })
})
