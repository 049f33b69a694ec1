import { spawn } from 'node:child_process'

/** After this long without an end, the window's process is ended by force. */
const patienceMs = 8000

/**
 * Runs the built app in Electron until its window closes or `stop` fires; resolves to its exit code. The home goes by
 * the environment, since Chromium would read our options as its own.
 */
export async function runElectron(binary: string, root: string, home: string, stop: AbortSignal): Promise<number> {
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env
  const child = spawn(binary, [root], { cwd: root, stdio: 'inherit', env: { ...env, RESETLAB_HOME: home } })
  const { promise, resolve } = Promise.withResolvers<number>()
  const end = (): void => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), patienceMs).unref()
  }
  if (stop.aborted) end()
  stop.addEventListener('abort', end, { once: true })
  child.on('error', () => {
    resolve(1)
  })
  child.on('exit', (code) => {
    resolve(stop.aborted ? 0 : (code ?? 1))
  })
  return promise
}
