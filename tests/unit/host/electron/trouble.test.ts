import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import {
  type Trouble,
  troubleAction,
  troubleActions,
  troubleDetails,
  troublePage,
} from '../../../../src-main/host/electron/trouble-page.ts'
import { mainWindow, watchTrouble } from '../../../../src-main/host/electron/trouble.ts'
import { speak } from '../../../../src-main/host/texts.ts'
import { standInElectron } from './stand-in-electron.ts'

const stand = vi.hoisted((): { electron: ReturnType<typeof standInElectron> | null } => ({ electron: null }))
const electron = (): ReturnType<typeof standInElectron> => {
  if (stand.electron === null) throw new Error('no Electron in this test')
  return stand.electron
}
vi.mock('electron', async () => (await import('./stand-in-electron.ts')).electronModule(() => electron()))
vi.mock('../../../../src-main/host/electron/versions.ts', () => ({ versionLines: () => ['ResetLab 1.2.3'] }))

let logged: string[]
beforeEach(() => {
  stand.electron = standInElectron()
  logged = []
})
afterEach(() => {
  speak('en')
})

function open() {
  const window = new (electron().BrowserWindow)({})
  // As much of a window as is watched here.
  watchTrouble(mainWindow(window as unknown as Parameters<typeof mainWindow>[0]), (line) => logged.push(line))
  const { contents } = electron()
  const overlays = () => electron().views
  const page = async (): Promise<string> => {
    const answer = await electron().partitions.at(-1)?.pages.get('app')?.(new Request('app://resetlab/'))
    return (await answer?.text()) ?? ''
  }
  const press = (action: string): void => {
    const preventDefault = vi.fn()
    overlays()
      .at(-1)
      ?.webContents.emit('will-frame-navigate', { url: `app://resetlab/trouble/${action}`, preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
  }
  return { window, contents, overlays, page, press }
}
const crash = (reason = 'crashed') => ['render-process-gone', {}, { reason, exitCode: 133 }] as const

describe('a window that crashes', () => {
  it('is covered by a page without scripts, in a session of its own, that says what happened', async () => {
    const { window, contents, overlays, page } = open()
    contents.emit(...crash('oom'))
    expect(window.show).toHaveBeenCalledOnce()
    const [overlay] = overlays()
    expect(overlay?.webPreferences).toMatchObject({
      javascript: false,
      sandbox: true,
      session: electron().partitions[0],
    })
    expect(overlay?.setBounds).toHaveBeenCalledWith({ x: 0, y: 0, width: 1300, height: 800 })
    const text = await page()
    expect(text).toContain('The window has crashed')
    expect(text).toContain('It ran out of memory.')
    expect(text).toContain('Exit code: 133')
    expect(text).not.toContain('>Wait<')
    expect(electron().partitions[0]?.lets('https://evil.example/')).toBe(false)
    expect(logged).toEqual(['the window is in trouble: crashed (oom)'])
  })

  it('is loaded again, and its page taken away', () => {
    const { window, contents, overlays, press } = open()
    contents.emit(...crash())
    press('reload')
    expect(window.contentView.removeChildView).toHaveBeenCalledWith(overlays()[0])
    expect(contents.loadURL).toHaveBeenCalledExactlyOnceWith('app://resetlab/')
    expect(contents.forcefullyCrashRenderer).not.toHaveBeenCalled()
    contents.emit(...crash())
    expect(overlays()).toHaveLength(2)
  })

  it('gives its details to the clipboard, and says that it did', async () => {
    const { contents, page, press, overlays } = open()
    contents.emit(...crash())
    press('copy')
    await vi.waitFor(() => {
      expect(overlays()[0]?.webContents.loadURL).toHaveBeenCalledTimes(2)
    })
    const [details = ''] = electron().clipboard.writeText.mock.calls[0] ?? []
    expect(details).toMatch(/^The window has crashed\.\nReason: crashed\nExit code: 133\nAt: .*Z\nResetLab 1\.2\.3$/)
    expect(await page()).toContain('>Copied<')
  })

  it('does not say so when the clipboard refuses', async () => {
    const { contents, page, press, overlays } = open()
    contents.emit(...crash())
    electron().clipboard.writeText.mockRejectedValue(new Error('no'))
    press('copy')
    await vi.waitFor(() => {
      expect(overlays()[0]?.webContents.loadURL).toHaveBeenCalledTimes(2)
    })
    expect(await page()).toContain('>Copy details<')
  })

  it('can be left for good', () => {
    const { contents, press } = open()
    contents.emit(...crash())
    press('quit')
    expect(electron().app.quit).toHaveBeenCalledOnce()
  })

  it('goes nowhere by any other link', () => {
    const { contents, press } = open()
    contents.emit(...crash())
    press('format')
    expect(contents.loadURL).not.toHaveBeenCalled()
    expect(electron().app.quit).not.toHaveBeenCalled()
  })

  it('has not crashed when it only ended', () => {
    const { contents, overlays } = open()
    contents.emit(...crash('clean-exit'))
    expect(overlays()).toEqual([])
  })
})

describe('a window that hangs', () => {
  it('can be waited for, and the page goes when it answers', async () => {
    const { window, contents, overlays, page, press } = open()
    contents.emit('unresponsive')
    contents.emit('unresponsive')
    expect(overlays()).toHaveLength(1)
    expect(await page()).toContain('>Wait<')
    press('wait')
    expect(window.contentView.removeChildView).toHaveBeenCalledTimes(1)
    contents.emit('unresponsive')
    contents.emit('responsive')
    expect(window.contentView.removeChildView).toHaveBeenCalledTimes(2)
  })

  it('is ended by force before it is loaded again, which is no crash', () => {
    const { contents, overlays, press } = open()
    contents.emit('unresponsive')
    press('reload')
    expect(contents.forcefullyCrashRenderer).toHaveBeenCalledOnce()
    contents.emit(...crash('killed'))
    expect(overlays()).toHaveLength(1)
    expect(contents.loadURL).toHaveBeenCalledOnce()
    // One that somebody else ends is.
    contents.emit(...crash('killed'))
    expect(overlays()).toHaveLength(2)
  })

  it('is ended by force before the app is left: it would not hear that it should close', () => {
    const { contents, press } = open()
    contents.emit('unresponsive')
    press('quit')
    expect(contents.forcefullyCrashRenderer).toHaveBeenCalledOnce()
    expect(electron().app.quit).toHaveBeenCalledOnce()
  })

  it('and then crashes says that it crashed', async () => {
    const { window, contents, page } = open()
    contents.emit('unresponsive')
    contents.emit(...crash())
    contents.emit('responsive')
    expect(await page()).toContain('The window has crashed')
    expect(window.contentView.removeChildView).toHaveBeenCalledTimes(1)
  })
})

describe('a window that does not load', () => {
  it('says so, unless it was only on its way elsewhere', async () => {
    const { contents, overlays, page } = open()
    contents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'app://resetlab/', true)
    contents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://resetlab/', false)
    expect(overlays()).toEqual([])
    contents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://resetlab/', true)
    expect(await page()).toContain('Error: ERR_FILE_NOT_FOUND (-6)')
  })

  it('says so when its bridge is missing', async () => {
    const { contents, page } = open()
    contents.emit('preload-error', {}, '/app/preload.cjs', new Error('secret'))
    const text = await page()
    expect(text).toContain('Its connection to the rest of ResetLab is missing.')
    expect(text).not.toContain('secret')
    expect(text).not.toContain('preload.cjs')
  })
})

describe('the page itself', () => {
  const troubles: Trouble[] = [
    { kind: 'crashed', reason: '<img src=x onerror=alert(1)>', exitCode: -1 },
    { kind: 'hanging' },
    { kind: 'not-loaded', code: -6, error: '"><script>alert(1)</script>' },
    { kind: 'no-bridge' },
  ]
  it.each(troubles)('shows $kind as text, whatever it says, and one link for each action', (trouble) => {
    const text = troublePage('window', trouble, troubleDetails('window', trouble, new Date(0), ['<b>1</b>']), false)
    expect(text).not.toMatch(/<(script|img|b)\b/)
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, url = '']) => troubleAction(url))
    expect(links).toEqual(troubleActions.filter((action) => action !== 'wait' || trouble.kind === 'hanging'))
  })

  it('is German in German, down to what is copied', () => {
    speak('de')
    const crashed: Trouble = { kind: 'crashed', reason: 'oom', exitCode: 9 }
    const details = troubleDetails('window', crashed, new Date(0), [])
    expect(details).toBe('Das Fenster ist abgestürzt.\nGrund: oom\nExitcode: 9\nZeit: 1970-01-01T00:00:00.000Z')
    const text = troublePage('window', crashed, details, true)
    expect(text).toContain('<html lang="de">')
    expect(text).toContain('>Kopiert<')
    expect(text).toContain('>ResetLab beenden<')
    expect(text.replace(/<style>.*<\/style>/s, '')).not.toMatch(/\b(the|it|window|again|details)\b/i)
  })

  it('takes no other address for an action', () => {
    for (const url of [
      'app://resetlab/trouble/',
      'app://resetlab/trouble/reload?x',
      'https://resetlab/trouble/reload',
      '',
    ])
      expect(troubleAction(url)).toBeNull()
  })
})
