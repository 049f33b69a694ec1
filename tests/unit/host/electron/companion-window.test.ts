import { beforeEach, describe, expect, it, vi } from 'vitest'

import { confine } from '../../../../src-main/host/electron/confine.ts'
import { electronCompanion } from '../../../../src-main/host/electron/companion.ts'
import { OurWindows } from '../../../../src-main/host/electron/our-windows.ts'
import { standInElectron } from './stand-in-electron.ts'

const stand = vi.hoisted((): { electron: ReturnType<typeof standInElectron> | null } => ({ electron: null }))
const electron = (): ReturnType<typeof standInElectron> => {
  if (stand.electron === null) throw new Error('no Electron in this test')
  return stand.electron
}
vi.mock('electron', async () => (await import('./stand-in-electron.ts')).electronModule(() => electron()))
vi.mock('../../../../src-main/host/electron/versions.ts', () => ({ versionLines: () => ['ResetLab 1.2.3'] }))

const reset = 'https://passwordreset.microsoftonline.com/'

beforeEach(() => {
  stand.electron = standInElectron()
})

function openOne() {
  const windows = new OurWindows()
  const heard: string[] = []
  const { defaultSession } = electron().session
  // As much of a session as is asked for here.
  confine(defaultSession as unknown as Parameters<typeof confine>[0], {
    windows,
    isAllowedLink: () => false,
    log: (line) => heard.push(line),
  })
  const companion = electronCompanion(windows, '/app/preload.cjs', (line) => heard.push(line))('ResetLab · balas', {
    onAddress: (url) => heard.push(url),
    onKey: () => heard.push('key'),
    onClosed: () => heard.push('closed'),
  })
  const [view] = electron().views
  const [window] = electron().windows
  if (!view || !window) throw new Error('nothing was opened')
  return { windows, heard, companion, view, window, page: view.webContents }
}

describe('a companion window', () => {
  it('shows the guide beside a page whose session is fresh, in memory, and asks for nothing', async () => {
    const { companion, page, window, view } = openOne()
    await companion.show(reset)
    expect(window.loadURL).toHaveBeenCalledWith('app://resetlab/#/companion')
    expect(page.loadURL).toHaveBeenCalledWith(reset)
    expect(view.setBounds).toHaveBeenCalledWith({ x: 400, y: 0, width: 900, height: 800 })
    openOne()
    const partitions = electron().session.fromPartition.mock.calls.map(([name]) => name)
    expect(new Set(partitions).size).toBe(2)
    for (const name of partitions) expect(name).not.toMatch(/^persist:/)
  })

  it('may ask the main process by its guide, never by its page', () => {
    const { windows, page } = openOne()
    expect(windows.all).toHaveLength(1)
    // As much of contents as is compared.
    type Contents = Parameters<typeof windows.has>[0]
    expect(windows.has(electron().contents as unknown as Contents)).toBe(true)
    expect(windows.has(page as unknown as Contents)).toBe(false)
  })

  it('lets the page go on the web only, and opens no window for it', () => {
    const { page } = openOne()
    const go = (url: string): boolean => {
      const preventDefault = vi.fn()
      page.emit('will-frame-navigate', { url, isMainFrame: true, preventDefault })
      return preventDefault.mock.calls.length === 0
    }
    expect(go('https://login.microsoftonline.com/')).toBe(true)
    expect(go('http://127.0.0.1:4000/')).toBe(true)
    for (const url of ['http://evil.example/', 'app://resetlab/', 'file:///etc/passwd', 'javascript:alert(1)'])
      expect(go(url)).toBe(false)
    const redirected = { url: 'http://evil.example/', isMainFrame: true, preventDefault: vi.fn() }
    page.emit('will-redirect', redirected)
    expect(redirected.preventDefault).toHaveBeenCalledOnce()
    expect(page.openHandler({ url: 'https://aka.ms/sspr' })).toEqual({ action: 'deny' })
    expect(page.loadURL).toHaveBeenCalledExactlyOnceWith('https://aka.ms/sspr')
  })

  it('tells where the page is, when the key is pressed, and when it is closed', () => {
    const { page, heard, companion } = openOne()
    const preventDefault = vi.fn()
    page.emit('did-navigate', {}, reset)
    page.emit('did-navigate-in-page', {}, `${reset}#frame`, false)
    page.emit('before-input-event', { preventDefault }, { type: 'keyDown', key: 'F8' })
    page.emit('before-input-event', { preventDefault }, { type: 'keyDown', key: 'a' })
    companion.close()
    expect(heard).toEqual([reset, 'key', 'closed'])
    expect(preventDefault).toHaveBeenCalledOnce()
    expect(page.close).toHaveBeenCalledOnce()
  })

  it('photographs the page while it is blurred, and takes the blur off again', async () => {
    const { page, companion } = openOne()
    expect(Buffer.from(await companion.photograph()).toString()).toBe('a picture')
    const order = page.executeJavaScriptInIsolatedWorld.mock.invocationCallOrder
    const taken = page.capturePage.mock.invocationCallOrder[0] ?? 0
    expect(order[0]).toBeLessThan(taken)
    expect(order[1]).toBeGreaterThan(taken)
  })

  it.each([
    ['fails', () => Promise.reject(new Error('no page'))],
    ['says nothing', () => Promise.resolve(undefined)],
  ])('takes no picture when the blurring %s', async (_how, run) => {
    const { page, companion } = openOne()
    page.executeJavaScriptInIsolatedWorld.mockImplementation(run)
    await expect(companion.photograph()).rejects.toMatchObject({ failure: { code: 'companion.not-blurred' } })
    expect(page.capturePage).not.toHaveBeenCalled()
  })
})

describe('a companion window in trouble', () => {
  const gone = ['render-process-gone', {}, { reason: 'crashed', exitCode: 5 }] as const
  const overlay = () => electron().views.at(-1)
  const shown = async (): Promise<string> =>
    (await (await electron().partitions.at(-1)?.pages.get('app')?.(new Request('app://resetlab/')))?.text()) ?? ''
  const press = (action: string): void => {
    overlay()?.webContents.emit('will-frame-navigate', {
      url: `app://resetlab/trouble/${action}`,
      preventDefault: () => undefined,
    })
  }

  it('covers a page that crashed, and no more; it comes back where it was, and nothing is sent twice', async () => {
    const { page, heard, window } = openOne()
    page.emit('did-navigate', {}, `${reset}?step=2`)
    page.emit(...gone)
    expect(overlay()?.setBounds).toHaveBeenCalledWith({ x: 400, y: 0, width: 900, height: 800 })
    expect(overlay()?.webPreferences).toMatchObject({ javascript: false, sandbox: true })
    expect(await shown()).toContain('The page has crashed')
    expect(await shown()).toContain('>Close this window<')
    expect(await shown()).not.toContain(reset)
    expect(heard).toContain('the page is in trouble: crashed (crashed)')
    press('reload')
    expect(page.loadURL).toHaveBeenCalledExactlyOnceWith(`${reset}?step=2`)
    expect(page.reload).not.toHaveBeenCalled()
    expect(window.contentView.removeChildView).toHaveBeenCalledOnce()
  })

  it('covers a page that hangs until it answers, and ends it by force when it is loaded again', async () => {
    const { page, window } = openOne()
    page.emit('did-navigate', {}, reset)
    page.emit('unresponsive')
    expect(await shown()).toContain('The page does not answer')
    page.emit('responsive')
    expect(window.contentView.removeChildView).toHaveBeenCalledOnce()
    page.emit('unresponsive')
    press('reload')
    expect(page.forcefullyCrashRenderer).toHaveBeenCalledOnce()
    expect(page.loadURL).toHaveBeenCalledExactlyOnceWith(reset)
  })

  it('says that a page did not load, which is no failure of the step, and tries that one again', async () => {
    const { page, companion } = openOne()
    page.loadURL.mockRejectedValueOnce(new Error('ERR_NAME_NOT_RESOLVED'))
    await companion.show(reset)
    page.emit('did-fail-load', {}, -105, 'ERR_NAME_NOT_RESOLVED', reset, true)
    expect(await shown()).toContain('Check the network, the VPN and the proxy')
    expect(await shown()).toContain('ERR_NAME_NOT_RESOLVED (-105)')
    press('reload')
    expect(page.loadURL).toHaveBeenLastCalledWith(reset)
  })

  it('covers the guide alone when that is what crashed', async () => {
    const { window } = openOne()
    window.webContents.emit(...gone)
    expect(overlay()?.setBounds).toHaveBeenCalledWith({ x: 0, y: 0, width: 400, height: 800 })
    expect(await shown()).toContain('The guide has crashed')
    press('reload')
    expect(window.webContents.reload).toHaveBeenCalledOnce()
  })

  it('is closed when the person wants no more of it; the app stays', () => {
    const { page, heard, window } = openOne()
    page.emit(...gone)
    press('quit')
    expect(window.close).toHaveBeenCalledOnce()
    expect(heard.at(-1)).toBe('closed')
    expect(electron().app.quit).not.toHaveBeenCalled()
  })
})
