import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'playwright/test'

import { firstLoad } from '../bench/support/first-load.ts'
import { root } from '../tooling/parts.ts'

/** `npm test` builds before it comes here; Electron itself is not needed to read what it would load. */
const built = async (file: string): Promise<string> => readFile(join(root, 'out', file), 'utf8')

test('the preload is one small CommonJS file that needs nothing but Electron', async () => {
  expect(await readdir(join(root, 'out/preload'))).toEqual(['preload.cjs'])
  const preload = await built('preload/preload.cjs')
  expect([...preload.matchAll(/require\(["'`]([^"'`]+)["'`]\)/g)].map(([, name]) => name)).toEqual(['electron'])
  expect(preload).not.toMatch(/^\s*import\s/m)
  expect(preload.length).toBeLessThan(8 * 1024)
})

test('the window loads its own files only, and no script stands in the page', async () => {
  const page = await built('renderer/index.html')
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/)
  expect([...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url)).not.toEqual([])
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
})

test('what the window reads before its first screen stays small', async () => {
  const { files, gzipBytes } = await firstLoad(join(root, 'out/renderer'))
  expect(files).toBeGreaterThan(0)
  expect(gzipBytes).toBeLessThanOrEqual(250_000)
})

test('Electron is loaded by the Electron door alone', async () => {
  const main = await built('main/main.js')
  expect(main).not.toMatch(/^import\b[^;]*["']electron["']/m)
})
