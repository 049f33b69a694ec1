import { once } from 'node:events'
import { join, resolve } from 'node:path'

import open from 'open'

import { failureText } from '../contract/failure-text.ts'
import { AppError } from '../domain/app-error.ts'
import { failureLine } from './failure-line.ts'
import { resolveHome } from './home.ts'
import { type Bundle, buildBundles, staleBundles } from './start/bundles.ts'
import { canOpen, chooseHost, type Machine } from './start/choose-host.ts'
import { electronBinary } from './start/electron-binary.ts'
import { runElectron } from './start/run-electron.ts'
import { readStartOptions, type StartOptions, usage } from './start/start-options.ts'
import { stopOnSignals } from './stop-signals.ts'

const root = resolve(import.meta.dirname, '../..')
const machine: Machine = { platform: process.platform, env: process.env, isRoot: process.getuid?.() === 0 }
/** Everything but the ready line goes to stderr, so that a script may read stdout. */
const say = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

async function prepare(bundles: readonly Bundle[], stop: AbortSignal): Promise<boolean> {
  const stale = staleBundles(root, bundles)
  if (stale.length === 0) return true
  say(`Building ${stale.join(', ')} …`)
  const built = await buildBundles(root, stale, stop)
  if (!built && !stop.aborted) say('The build failed; the lines above say why.')
  return built
}

/** A browser that does not open is no failure: the address stands on the screen. */
async function openSoftly(url: string): Promise<void> {
  try {
    const opener = await open(url)
    opener.on('error', () => {
      say('No browser could be opened. Open the address above yourself.')
    })
  } catch {
    say('No browser could be opened. Open the address above yourself.')
  }
}

async function serveBrowser(options: StartOptions, stop: AbortSignal): Promise<number> {
  // Only now, because it loads every room of the house.
  const { openBrowserDoor } = await import('../main.ts')
  const door = await openBrowserDoor({
    home: resolveHome(options.home),
    port: options.port,
    rendererDir: join(root, 'out/renderer'),
  })
  process.stdout.write(`ResetLab is ready: ${door.url}\n`)
  if (options.open && canOpen(machine)) await openSoftly(door.url)
  if (!stop.aborted) await once(stop, 'abort')
  await door.close()
  return 0
}

async function start(options: StartOptions, stop: AbortSignal): Promise<number> {
  const electron = electronBinary({ root, env: process.env, now: Date.now })
  const choice = await chooseHost(options.host, machine, electron, stop)
  if (choice.host !== 'electron' && choice.because !== null) say(choice.because)
  if (choice.host === null) return 1
  const bundles: Bundle[] = choice.host === 'electron' ? ['main', 'preload', 'renderer'] : ['renderer']
  if (!(await prepare(bundles, stop))) return stop.aborted ? 0 : 1
  if (stop.aborted) return 0
  return choice.host === 'electron'
    ? runElectron(choice.binary, root, resolveHome(options.home), stop)
    : serveBrowser(options, stop)
}

async function run(args: readonly string[]): Promise<number> {
  const request = readStartOptions(args)
  if ('help' in request) {
    process.stdout.write(usage)
    return 0
  }
  if ('mistake' in request) {
    say(`${request.mistake}\n\n${usage}`)
    return 1
  }
  try {
    return await start(request.options, stopOnSignals())
  } catch (error) {
    say(error instanceof AppError ? failureText(error.failure) : failureLine('starting', error))
    return 1
  }
}

// Not `exitCode`: whatever a room left running must not keep a stopped program alive.
process.exit(await run(process.argv.slice(2)))
