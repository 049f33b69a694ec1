import { describe, expect, it } from 'vitest'

import { canOpen, chooseHost, type Machine } from '../../../../src-main/host/start/choose-host.ts'
import type { ElectronBinary } from '../../../../src-main/host/start/electron-binary.ts'

const never = new AbortController().signal
const desktop: Machine = { platform: 'linux', env: { DISPLAY: ':0' }, isRoot: false }
const headless: Machine = { platform: 'linux', env: {}, isRoot: false }

/** Electron as the machine has it: installed, to be had, or neither for the given reason. */
function electron(has: 'installed' | 'fetched' | { reason: string }): ElectronBinary & { tried: boolean[] } {
  let path = has === 'installed' ? '/electron' : null
  const tried: boolean[] = []
  return {
    tried,
    path: () => path,
    async fetch(again) {
      tried.push(again)
      if (has === 'fetched') path = '/electron'
      return typeof has === 'string' ? null : has.reason
    },
  }
}
const missing = () => electron({ reason: 'the download failed' })

describe('chooseHost', () => {
  it('takes Electron where it is installed or can be fetched', async () => {
    const chosen = { host: 'electron', binary: '/electron' }
    expect(await chooseHost(null, desktop, electron('installed'), never)).toEqual(chosen)
    expect(await chooseHost(null, desktop, electron('fetched'), never)).toEqual(chosen)
    expect(await chooseHost('electron', desktop, electron('fetched'), never)).toEqual(chosen)
  })

  it('else takes the browser, and says in one sentence why and how to get Electron', async () => {
    expect(await chooseHost(null, desktop, missing(), never)).toEqual({
      host: 'browser',
      because:
        'Electron is not installed here (the download failed), so ResetLab opens in your browser: ' +
        'to get the desktop app, run "npx install-electron" where github.com can be reached.',
    })
  })

  it('starts nothing when Electron was asked for and cannot be had', async () => {
    const electronHere = missing()
    expect(await chooseHost('electron', headless, electronHere, never)).toMatchObject({
      host: null,
      because: expect.stringContaining('run "npx install-electron"') as string,
    })
    expect(electronHere.tried).toEqual([true])
  })

  it('takes the browser that was asked for without a word, and fetches nothing', async () => {
    const electronHere = missing()
    expect(await chooseHost('browser', desktop, electronHere, never)).toEqual({ host: 'browser', because: null })
    expect(electronHere.tried).toEqual([])
  })

  it.each([
    ['this machine has no display', headless],
    ['its sandbox does not start as root', { ...desktop, isRoot: true }],
  ])('does not fetch what could not start: %s', async (why, machine) => {
    const electronHere = missing()
    expect(await chooseHost(null, machine, electronHere, never)).toEqual({
      host: 'browser',
      because:
        `Electron is not used because ${why}, so ResetLab opens in your browser: for the desktop app, start it as an ` +
        'ordinary user of a desktop, where it is fetched (else run "npx install-electron" where github.com can be reached).',
    })
    expect(electronHere.tried).toEqual([])
  })
})

describe('canOpen', () => {
  it('is for desktops, and not for build machines', () => {
    expect(canOpen(desktop)).toBe(true)
    expect(canOpen({ ...desktop, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(true)
    expect(canOpen({ ...desktop, platform: 'darwin', env: {} })).toBe(true)
    expect(canOpen({ ...desktop, env: { DISPLAY: ':0', CI: 'true' } })).toBe(false)
    expect(canOpen(headless)).toBe(false)
  })
})
