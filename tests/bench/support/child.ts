import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { z } from 'zod'

export const Practice = z.object({
  baseUrl: z.string(),
  adminToken: z.string(),
  domain: z.string(),
  startMs: z.number(),
})
export type Practice = z.infer<typeof Practice>

/** Starts a file of this folder as a process of its own, and reads the first thing it says. */
export async function startChild<Schema extends z.ZodType>(
  file: string,
  args: readonly string[],
  schema: Schema,
): Promise<{ child: ChildProcess; said: z.infer<Schema> }> {
  const child = fork(join(import.meta.dirname, file), args, { execArgv: ['--expose-gc'] })
  return { child, said: await nextMessage(child, schema) }
}

/** The next thing a process says; rejects when it ends without a word. */
export async function nextMessage<Schema extends z.ZodType>(
  child: ChildProcess,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const ended = new AbortController()
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`A process of the benchmark ended with ${String(code)}.`)
  })
  try {
    const said: unknown[] = await Promise.race([once(child, 'message', { signal: ended.signal }), exit])
    return schema.parse(said[0])
  } finally {
    ended.abort()
    exit.catch(() => undefined)
  }
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}
