/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const sameKeyMs = 1000
const parentLookMs = 500

/**
 * Aborts when this process is to end: on Ctrl-C, SIGTERM, a closed terminal, or when the script it was started by is
 * gone. npm passes a SIGTERM on to the shell between it and us, and that shell dies without a word to its child.
 *
 * A second Ctrl-C does not wait for an orderly end (exit code 130).
 */
export function stopOnSignals(): AbortSignal {
  const stop = new AbortController()
  let firstAtMs = 0
  const begin = (): void => {
    if (!stop.signal.aborted) firstAtMs = Date.now()
    stop.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted && signal === 'SIGINT' && Date.now() - firstAtMs > sameKeyMs) process.exit(130)
      begin()
    })
  }
  // Only under npm: a program started from a shell may well outlive it.
  if (process.env['npm_lifecycle_event'] !== undefined) {
    const parent = process.ppid
    setInterval(() => {
      if (process.ppid !== parent) begin()
    }, parentLookMs).unref()
  }
  return stop.signal
}
