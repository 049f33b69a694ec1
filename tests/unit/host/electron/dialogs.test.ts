import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import {
  chooseEvidence,
  saveFile,
  showAbout,
  tellUpdate,
  updatePerson,
} from '../../../../src-main/host/electron/dialogs.ts'
import { receiveArrivals } from '../../../../src-main/host/electron/receive.ts'
import { OurWindows } from '../../../../src-main/host/electron/our-windows.ts'
import { createEventHub } from '../../../../src-main/host/event-hub.ts'
import { Visits } from '../../../../src-main/host/visits.ts'
import { standInElectron } from './stand-in-electron.ts'

const stand = vi.hoisted((): { electron: ReturnType<typeof standInElectron> | null } => ({ electron: null }))
const electron = (): ReturnType<typeof standInElectron> => {
  if (stand.electron === null) throw new Error('no Electron in this test')
  return stand.electron
}
vi.mock('electron', async () => (await import('./stand-in-electron.ts')).electronModule(() => electron()))
vi.mock('../../../../src-main/host/electron/versions.ts', () => ({
  versionLines: () => ['ResetLab 1.2.3', 'Electron 45'],
}))

let dir: string
beforeEach(async () => {
  stand.electron = standInElectron()
  dir = await mkdtemp(join(tmpdir(), 'resetlab-dialogs-'))
})
afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})
const boxes = () => electron().dialog.showMessageBox.mock.calls.map((args) => args.at(-1) as Record<string, unknown>)
const answer = (...responses: number[]): void => {
  for (const response of responses) electron().dialog.showMessageBox.mockResolvedValueOnce({ response })
}
const bytes = Buffer.from('what is in it')

describe('saving a file', () => {
  const chosen = (filePath: string): void => {
    electron().dialog.showSaveDialog.mockResolvedValue({ canceled: false, filePath })
  }

  it('asks where, with a fit name among the downloads, and writes it there for nobody else', async () => {
    const path = join(dir, 'Mine.pdf')
    chosen(path)
    expect(await saveFile('../my: report.pdf', bytes)).toBe(path)
    expect(await readFile(path)).toEqual(bytes)
    expect(electron().dialog.showSaveDialog.mock.calls[0]?.at(-1)).toMatchObject({
      defaultPath: join('/home/of/downloads', '-my- report.pdf'),
      filters: [{ name: 'PDF document', extensions: ['pdf'] }, { extensions: ['*'] }],
      properties: expect.arrayContaining(['showOverwriteConfirmation']) as unknown,
    })
    expect(await readdir(dir)).toEqual(['Mine.pdf'])
  })

  it('writes nothing when the person cancels', async () => {
    expect(await saveFile('a.csv', bytes)).toBeNull()
    expect(await readdir(dir)).toEqual([])
  })

  it('keeps the file that was there when it cannot be written, and says why without the folder', async () => {
    await writeFile(join(dir, 'file'), 'no folder')
    chosen(join(dir, 'file', 'a.csv'))
    const failing = saveFile('a.csv', bytes)
    await expect(failing).rejects.toMatchObject({
      failure: { code: 'file.unsaved', params: { name: 'a.csv', why: expect.stringMatching(/^E[A-Z]+$/) as unknown } },
    })
    expect(await readFile(join(dir, 'file'), 'utf8')).toBe('no folder')
  })

  it('hangs from the window that asks', async () => {
    const window = new (electron().BrowserWindow)({})
    await saveFile('a.csv', bytes)
    expect(electron().dialog.showSaveDialog.mock.calls[0]?.[0]).toBe(window)
  })
})

describe('questions about updates', () => {
  it.each([
    ['mayLook', () => updatePerson.mayLook(), 'read-only mode'],
    ['mayDownload', () => updatePerson.mayDownload('2.0.0'), 'Download it?'],
    ['mayRestart', () => updatePerson.mayRestart('2.0.0'), 'Restart now'],
  ] as const)('%s is yes by its button alone', async (_name, ask, words) => {
    answer(0, 1)
    expect([await ask(), await ask()]).toEqual([true, false])
    const [box] = boxes()
    expect(box?.['message']).toContain(words)
    // Esc and the cross mean no.
    expect(box?.['cancelId']).toBe(1)
  })

  it('tells how it ended, where there is something to tell', async () => {
    await tellUpdate({ state: 'newest', version: '1.2.3' })
    await tellUpdate({ state: 'put-off', before: 'download' })
    await tellUpdate({ state: 'restarting', version: '2.0.0' })
    await tellUpdate({
      state: 'failed',
      failure: { kind: 'unreachable', code: 'update.not-found', params: { why: 'ENOTFOUND' } },
    })
    expect(boxes().map(({ message }) => message)).toEqual([
      'ResetLab 1.2.3 is the newest.',
      'No update could be looked for: ENOTFOUND.',
    ])
  })

  it('shows the progress on the window', () => {
    const window = new (electron().BrowserWindow)({})
    updatePerson.progress(0.25)
    updatePerson.progress(null)
    expect(window.setProgressBar.mock.calls).toEqual([[0.25], [-1]])
  })
})

describe('the about box', () => {
  it('shows the versions, and copies them when asked to', async () => {
    answer(0, 1)
    await showAbout()
    expect(electron().clipboard.writeText).not.toHaveBeenCalled()
    await showAbout()
    expect(electron().clipboard.writeText).toHaveBeenCalledExactlyOnceWith('ResetLab 1.2.3\nElectron 45')
    expect(boxes()[0]).toMatchObject({
      message: 'ResetLab 1.2.3',
      detail: expect.stringContaining('Electron 45') as unknown,
    })
  })
})

describe('what arrives from outside', () => {
  const link = 'resetlab://open/test'
  function listen() {
    const windows = new OurWindows()
    const hub = createEventHub(() => undefined)
    const visits = new Visits(hub)
    const heard: string[] = []
    hub.subscribe(({ name }) => heard.push(name))
    const receive = receiveArrivals({ windows, visits, log: (line) => heard.push(line) })
    const window = new (electron().BrowserWindow)({})
    // As much of a window as is held here.
    windows.add(window as unknown as Parameters<typeof windows.add>[0])
    return { visits, heard, receive, window }
  }

  it('is handed on from a second start, which brings the window to the front', () => {
    const { visits, heard, window } = listen()
    electron().app.emit('second-instance', {}, ['resetlab', '--no-sandbox', link], '/')
    expect(window.restore).toHaveBeenCalledOnce()
    expect(window.focus).toHaveBeenCalled()
    expect(heard).toEqual(['window.visited'])
    expect(visits.take()).toEqual({ place: 'test', file: null })
    expect(visits.take()).toBeNull()
  })

  it('is nothing when it is not what it should be', () => {
    const { visits, heard } = listen()
    electron().app.emit('second-instance', {}, ['resetlab', 'resetlab://evil/test'], '/')
    electron().app.emit('open-url', { preventDefault: () => undefined }, 'resetlab://open/test?x')
    electron().app.emit('open-file', { preventDefault: () => undefined }, '/etc/passwd')
    expect(visits.take()).toBeNull()
    expect(heard).toEqual([])
  })

  it('comes by an event of its own on a Mac', () => {
    const { visits } = listen()
    const preventDefault = vi.fn()
    electron().app.emit('open-url', { preventDefault }, link)
    expect(preventDefault).toHaveBeenCalledOnce()
    expect(visits.take()).toEqual({ place: 'test', file: null })
  })

  it('may be an evidence file, which is read and handed to the window', async () => {
    const path = join(dir, 'seat 7.resetlab')
    await writeFile(path, bytes)
    const { visits, receive } = listen()
    electron().dialog.showOpenDialog.mockResolvedValue({ canceled: false, filePaths: [path] })
    expect(await chooseEvidence()).toBe(path)
    await receive({ kind: 'file', path })
    expect(visits.take()).toEqual({
      place: 'evidence',
      file: { fileName: 'seat 7.resetlab', base64: bytes.toString('base64') },
    })
  })

  it.each([
    ['that is not there', 'gone.resetlab', 'gone.resetlab cannot be opened: ENOENT.'],
    ['that is a folder', '', 'is no file, so it cannot be opened.'],
  ])('or one %s, which a box tells', async (_what, name, words) => {
    const { visits, receive } = listen()
    await receive({ kind: 'file', path: join(dir, name) })
    expect(visits.take()).toBeNull()
    expect(boxes()[0]?.['message']).toContain(words)
  })

  it('or one that is too large', async () => {
    const path = join(dir, 'huge.resetlab')
    await writeFile(path, Buffer.alloc(20 * 1024 * 1024 + 1))
    const { receive } = listen()
    await receive({ kind: 'file', path })
    expect(boxes()[0]?.['message']).toBe('huge.resetlab is larger than an evidence file can be.')
  })
})
