import { mkdir, mkdtemp, rm, unlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { type Bundle, staleBundles } from '../../../../src-main/host/start/bundles.ts'

const all: Bundle[] = ['main', 'preload', 'renderer']
const sources = [
  'src-main/main.ts',
  'src-main/contract/names.ts',
  'src-main/host/electron/preload.ts',
  'src-renderer/app/App.vue',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
const built = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html']
let root: string

async function write(file: string, atSeconds: number): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), '')
  await utimes(join(root, file), atSeconds, atSeconds)
}
/** Writing a file moves the time of its folders, so theirs are set last. */
async function settle(atSeconds: number): Promise<void> {
  const folders = ['src-main/contract', 'src-main/host/electron', 'src-main/host', 'src-main', 'src-renderer/app']
  for (const folder of [...folders, 'src-renderer']) await utimes(join(root, folder), atSeconds, atSeconds)
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'resetlab-bundles-'))
  for (const file of sources) await write(file, 1000)
  await settle(1000)
  for (const file of built) await write(file, 2000)
})
afterEach(async () => {
  await rm(root, { recursive: true })
})

describe('staleBundles', () => {
  it('finds nothing stale right after a build', () => {
    expect(staleBundles(root, all)).toEqual([])
  })

  it('finds what was never built, of what is wanted', async () => {
    await rm(join(root, 'out'), { recursive: true })
    expect(staleBundles(root, all)).toEqual(all)
    expect(staleBundles(root, ['renderer'])).toEqual(['renderer'])
  })

  it.each<[string, Bundle[]]>([
    ['src-renderer/app/App.vue', ['renderer']],
    ['src-main/main.ts', ['main']],
    ['src-main/host/electron/preload.ts', ['main', 'preload']],
    ['src-main/contract/names.ts', all],
    ['electron.vite.config.ts', all],
    ['package-lock.json', all],
  ])('after a change of %s finds %j', async (file, stale) => {
    await write(file, 3000)
    expect(staleBundles(root, all)).toEqual(stale)
  })

  it('leaves out what the tools write beside the sources', async () => {
    await write('src-renderer/node_modules/.kit/theme.js', 3000)
    await settle(1000)
    expect(staleBundles(root, all)).toEqual([])
  })

  it('notices a file that was taken away', async () => {
    await unlink(join(root, 'src-renderer/app/App.vue'))
    expect(staleBundles(root, all)).toEqual(['renderer'])
  })
})
