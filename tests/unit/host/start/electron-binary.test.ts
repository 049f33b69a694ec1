import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { electronBinary, rememberFailureMs } from '../../../../src-main/host/start/electron-binary.ts'

let root: string
let clockMs: number
const never = new AbortController().signal

/** A stand-in for the package's own installer, which downloads from GitHub. It counts its runs in a file. */
const installer = async (text: string): Promise<void> => {
  const count = `const fs = require('node:fs'); fs.appendFileSync(${JSON.stringify(join(root, 'runs'))}, 'x');`
  await writeFile(join(root, 'node_modules/electron/install.js'), `${count}\n${text}`)
}
const succeed = `fs.writeFileSync(__dirname + '/path.txt', 'electron')`
const runs = async (): Promise<number> => (await readFile(join(root, 'runs'), 'utf8').catch(() => '')).length

const binary = (env: NodeJS.ProcessEnv = {}) => electronBinary({ root, env, now: () => clockMs, limitMs: 5000 })

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'resetlab-binary-'))
  await mkdir(join(root, 'node_modules/electron'), { recursive: true })
  clockMs = Date.UTC(2026, 10, 21)
})
afterEach(async () => {
  await rm(root, { recursive: true })
})

describe('electronBinary', () => {
  it('is there only when the package says where', async () => {
    expect(binary().path()).toBeNull()
    await writeFile(join(root, 'node_modules/electron/path.txt'), 'electron')
    expect(binary().path()).toBe(join(root, 'node_modules/electron/dist/electron'))
  })

  it('can be fetched', async () => {
    await installer(succeed)
    expect(await binary().fetch(false, never)).toBeNull()
    expect(binary().path()).not.toBeNull()
  })

  it('is not fetched where RESETLAB_NO_DOWNLOAD is set', async () => {
    await installer(succeed)
    expect(await binary({ RESETLAB_NO_DOWNLOAD: '1' }).fetch(true, never)).toBe('RESETLAB_NO_DOWNLOAD is set')
    expect(await runs()).toBe(0)
  })

  it('is not tried again for some hours after a failure, unless asked for by name', async () => {
    await installer('process.exit(1)')
    expect(await binary().fetch(false, never)).toBe('the download failed')
    expect(await binary().fetch(false, never)).toBe('its download failed a short time ago')
    expect(await runs()).toBe(1)
    expect(await binary().fetch(true, never)).toBe('the download failed')
    clockMs += rememberFailureMs
    await installer(succeed)
    expect(await binary().fetch(false, never)).toBeNull()
    expect(await runs()).toBe(3)
  })

  it('is given up after a limit', async () => {
    await installer('setInterval(() => {}, 1000)')
    const slow = electronBinary({ root, env: {}, now: () => clockMs, limitMs: 300 })
    expect(await slow.fetch(false, never)).toBe('the download did not finish within 0 seconds')
  })

  it('is given up when ResetLab is stopped, which is not remembered as a failure', async () => {
    await installer('setInterval(() => {}, 1000)')
    const stop = new AbortController()
    const fetched = binary().fetch(false, stop.signal)
    stop.abort()
    expect(await fetched).toBe('the download was stopped')
    await installer(succeed)
    expect(await binary().fetch(false, never)).toBeNull()
  })
})
