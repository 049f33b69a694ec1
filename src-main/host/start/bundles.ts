import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The three bundles of electron-vite. The browser host needs the renderer alone: the rest runs from source. */
export type Bundle = 'main' | 'preload' | 'renderer'

const config = ['electron.vite.config.ts', 'package.json', 'package-lock.json']
const made: Record<Bundle, { from: string[]; to: string }> = {
  main: { from: ['src-main', ...config], to: 'out/main/main.js' },
  preload: { from: ['src-main/host/electron', 'src-main/contract', ...config], to: 'out/preload/preload.cjs' },
  renderer: {
    from: ['src-renderer', 'src-main/contract', 'resources/messages', ...config],
    to: 'out/renderer/index.html',
  },
}

const changedMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** The component kit writes its theme into a node_modules beside the window's sources whenever it is loaded. */
export const isSource = (path: string): boolean => !path.split(/[\\/]/).includes('node_modules')

/** Folders count as well: theirs is the only time that moves when a file is taken away. */
function newestMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory() !== true) return stat?.mtimeMs ?? 0
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter(isSource)
  return Math.max(stat.mtimeMs, ...inside.map((name) => changedMs(join(path, name))))
}

/** Those of `wanted` that are missing in `root` or older than what they are made from. */
export function staleBundles(root: string, wanted: readonly Bundle[]): Bundle[] {
  return wanted.filter((bundle) => {
    const { from, to } = made[bundle]
    const builtMs = changedMs(join(root, to))
    return builtMs === 0 || from.some((path) => newestMs(join(root, path)) > builtMs)
  })
}

/**
 * Builds in a process of its own, so that the bundler's memory is given back. What it prints goes to our stderr; the
 * first line on stdout stays the ready line. False when the build failed or was stopped.
 */
export async function buildBundles(root: string, bundles: readonly Bundle[], stop: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'build-bundles.ts'), ...bundles], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    signal: stop,
  })
  child.on('error', () => {
    resolve(false)
  })
  child.on('exit', (code) => {
    resolve(code === 0)
  })
  return promise
}
