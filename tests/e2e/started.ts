import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { root } from '../tooling/parts.ts'

/** `npm start` as another process, without npm between. */
export interface Started {
  child: ChildProcess
  /** Everything it wrote so far. */
  stdout(): string
  stderr(): string
  /** The address of its ready line; rejects with what it wrote when it ends without one. */
  ready: Promise<string>
  /** Resolves to its exit code. */
  exited: Promise<number | null>
  /** Asks it to stop, and waits. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export interface StartWays {
  env?: NodeJS.ProcessEnv
  /** Started by a process between, as npm does. `child` is then that one, and `exited` waits for both. */
  between?: boolean
  /** With a channel for messages to and from whatever its environment loads into it. */
  messages?: boolean
}

/** Runs the program after it, with our own streams. */
const goBetween = `const [node, ...args] = process.argv.slice(1)
require('node:child_process').spawn(node, args, { stdio: 'inherit' })`

export function startResetLab(
  args: string[],
  { env = {}, between = false, messages = false }: StartWays = {},
): Started {
  const itself = [join(root, 'src-main/host/start.ts'), '--no-open', ...args]
  const command = between ? ['-e', goBetween, process.execPath, ...itself] : itself
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', messages ? 'ipc' : 'ignore'],
  })
  let stdout = ''
  let stderr = ''
  const ready = Promise.withResolvers<string>()
  if (child.stdout === null || child.stderr === null) throw new Error('Two of its streams are pipes')
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    const url = /^ResetLab is ready: (\S+)\n/m.exec(stdout)?.[1]
    if (url !== undefined) ready.resolve(url)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const exited = once(child, 'close').then(() => {
    ready.reject(new Error(`ResetLab ended before it was ready:\n${stdout}${stderr}`))
    return child.exitCode
  })
  // Nobody has to wait for a ready line, such as a test of what stops it from coming.
  ready.promise.catch(() => undefined)
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ready: ready.promise,
    exited,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      return exited
    },
  }
}
