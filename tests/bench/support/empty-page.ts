import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { build } from 'vite'

import { rendererPlugins } from '../../../electron.vite.config.ts'

/** Builds the empty page with the window's own plugins and answers the folder, which is the caller's to remove. */
export async function buildEmptyPage(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'resetlab-empty-page-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, 'empty-page'),
    base: './',
    plugins: rendererPlugins(),
    build: { outDir, emptyOutDir: true, minify: true, modulePreload: { polyfill: false } },
  })
  return outDir
}
