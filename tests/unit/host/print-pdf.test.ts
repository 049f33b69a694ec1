import { existsSync, readFileSync } from 'node:fs'

import { beforeEach, expect, it, vi } from 'vitest'

interface Seen {
  options: { show: boolean; webPreferences: Record<string, unknown> }
  file: string
  page: string
  isDestroyed: boolean
}

const stage = vi.hoisted(() => ({ seen: [] as unknown[], isBroken: false }))
const seen = stage.seen as Seen[]

vi.mock('electron', () => ({
  BrowserWindow: class {
    readonly #mine: Seen
    readonly webContents = {
      printToPDF: async () => {
        if (stage.isBroken) throw new Error('no printer')
        return Buffer.from('%PDF-1.7')
      },
    }
    constructor(options: Seen['options']) {
      this.#mine = { options, file: '', page: '', isDestroyed: false }
      stage.seen.push(this.#mine)
    }
    async loadFile(file: string) {
      Object.assign(this.#mine, { file, page: readFileSync(file, 'utf8') })
    }
    destroy() {
      this.#mine.isDestroyed = true
    }
  },
}))

const { printPdf } = await import('../../../src-main/host/electron/print-pdf.ts')

beforeEach(() => {
  stage.seen.length = 0
  stage.isBroken = false
})

it('prints a page where no script runs, out of sight, and leaves nothing behind', async () => {
  expect(Buffer.from(await printPdf('<h1>Größe</h1>')).toString()).toBe('%PDF-1.7')
  const [window] = seen
  expect(window).toMatchObject({ page: '<h1>Größe</h1>', isDestroyed: true })
  expect(window?.options).toMatchObject({ show: false, webPreferences: { javascript: false, sandbox: true } })
  expect(existsSync(window?.file ?? '')).toBe(false)
})

it('leaves nothing behind where printing fails, either', async () => {
  stage.isBroken = true
  await expect(printPdf('<h1>A</h1>')).rejects.toThrow('no printer')
  expect(seen[0]?.isDestroyed).toBe(true)
  expect(existsSync(seen[0]?.file ?? '')).toBe(false)
})
