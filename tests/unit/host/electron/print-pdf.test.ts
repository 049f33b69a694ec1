import { beforeEach, expect, it, vi } from 'vitest'

import { printPdf } from '../../../../src-main/host/electron/print-pdf.ts'
import { standInElectron } from './stand-in-electron.ts'

const stand = vi.hoisted((): { electron: ReturnType<typeof standInElectron> | null } => ({ electron: null }))
const electron = (): ReturnType<typeof standInElectron> => {
  if (stand.electron === null) throw new Error('no Electron in this test')
  return stand.electron
}
vi.mock('electron', async () => (await import('./stand-in-electron.ts')).electronModule(() => electron()))

beforeEach(() => {
  stand.electron = standInElectron()
})

/** What its window gets when it loads, read while it is printed. */
function seePage(): Promise<Response> {
  const { promise, resolve } = Promise.withResolvers<Response>()
  electron().contents.printToPDF.mockImplementation(async () => {
    const answer = await electron().partitions[0]?.pages.get('app')?.(new Request('app://resetlab/'))
    if (answer) resolve(answer)
    return Buffer.from('%PDF-1.7')
  })
  return promise
}

it('prints a page where no script runs, out of sight, from memory and into nothing', async () => {
  const page = seePage()
  expect(Buffer.from(await printPdf('<h1>Größe</h1>')).toString()).toBe('%PDF-1.7')
  const [window] = electron().windows
  const [alone] = electron().partitions
  expect(window?.options).toMatchObject({
    show: false,
    webPreferences: { javascript: false, sandbox: true, nodeIntegration: false, session: alone },
  })
  expect(alone?.partition).not.toMatch(/^persist:/)
  expect(await (await page).text()).toBe('<h1>Größe</h1>')
  expect((await page).headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
  for (const url of ['https://evil.example/', 'file:///etc/passwd', 'http://127.0.0.1/'])
    expect(alone?.lets(url)).toBe(false)
  expect(window?.destroy).toHaveBeenCalledOnce()
  expect(alone?.pages.size).toBe(0)
})

it('leaves nothing behind where printing fails, either', async () => {
  electron().contents.printToPDF.mockRejectedValue(new Error('no printer'))
  await expect(printPdf('<h1>A</h1>')).rejects.toThrow('no printer')
  expect(electron().windows[0]?.destroy).toHaveBeenCalledOnce()
  expect(electron().partitions[0]?.pages.size).toBe(0)
})
