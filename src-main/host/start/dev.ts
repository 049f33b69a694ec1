/**
 * `npm run dev`: `npm start` that follows the sources. A change of the window rebuilds it (reload the page), a change
 * of the main process starts it again with a new address. Options are those of `npm start`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { join, resolve } from 'node:path'

import { stopOnSignals } from '../stop-signals.ts'
import { buildBundles, isSource } from './bundles.ts'

const root = resolve(import.meta.dirname, '../../..')
const stop = stopOnSignals()
/** Editors save several files at once. */
const settleMs = 150

const launch = (): ChildProcess =>
  spawn(process.execPath, [join(root, 'src-main/host/start.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })

let running = launch()
const isRunning = (): boolean => running.exitCode === null && running.signalCode === null

async function end(): Promise<void> {
  if (!isRunning()) return
  running.kill('SIGTERM')
  await once(running, 'exit')
}

async function restart(): Promise<void> {
  await end()
  if (!stop.aborted) running = launch()
}

async function rebuild(): Promise<void> {
  if (await buildBundles(root, ['renderer'], stop)) process.stderr.write('The window is built anew: reload it.\n')
}

function follow(folder: string, act: () => Promise<void>): void {
  let pending: NodeJS.Timeout | undefined
  let queue = Promise.resolve()
  watch(join(root, folder), { recursive: true, signal: stop }, (_kind, name) => {
    if (name === null || !isSource(name)) return
    clearTimeout(pending)
    pending = setTimeout(() => {
      queue = queue.then(act)
    }, settleMs)
  })
}

follow('src-main', restart)
follow('src-renderer', rebuild)
stop.addEventListener('abort', () => {
  void end().then(() => process.exit(0))
})
