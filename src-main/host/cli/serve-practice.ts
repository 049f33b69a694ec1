import { once } from 'node:events'

import type { PracticeServer } from '../../practice/index.ts'
import { openPractice, type PracticeWishes } from '../practice-room.ts'
import { stopOnSignals } from '../stop-signals.ts'
import { aboutFolder, type Output } from './output.ts'

/** What a start may take: the clock goes on meanwhile, which is not worth a word. */
const startMs = 60_000

/** What was asked for and could not be had, because a tenant is there already. */
export function keptInstead(
  { population, now }: Pick<PracticeServer, 'population' | 'now'>,
  { users, seed, startAt }: PracticeWishes,
): string[] {
  const isOtherSize = users !== undefined && users !== population.users
  const isOtherSeed = seed !== undefined && seed !== population.seed
  const isLater = startAt !== undefined && now() > startAt + startMs
  return [
    ...(isOtherSize ? [`The practice tenant keeps its ${String(population.users)} people; use --start-over.`] : []),
    ...(isOtherSeed ? [`The practice tenant keeps its seed word ${population.seed}; use --start-over.`] : []),
    ...(isLater
      ? [`The simulated clock stays at ${new Date(now()).toISOString()}: it never goes back; use --start-over.`]
      : []),
  ]
}

/** Serves the practice tenant until the process is told to stop. Nothing but the first line goes to stdout. */
export async function servePractice(
  home: string,
  port: number,
  wishes: PracticeWishes,
  output: Output,
): Promise<0 | 1> {
  const stop = stopOnSignals()
  try {
    const server = await openPractice(home, port, wishes)
    process.stdout.write(`${JSON.stringify(server.info)}\n`)
    if (server.recoveredFrom !== null)
      output.message(`A damaged practice file was kept aside as ${server.recoveredFrom}.`)
    for (const line of keptInstead(server, wishes)) output.message(line)
    output.message(`The practice tenant is ready: ${server.info.homeUrl} (Ctrl-C ends it)`)
    if (!stop.aborted) await once(stop, 'abort')
    await server.close()
    return 0
  } catch (error) {
    output.failure(aboutFolder(error, home))
    return 1
  }
}
