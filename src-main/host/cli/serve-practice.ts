import { once } from 'node:events'

import { openPractice } from '../practice-room.ts'
import { stopOnSignals } from '../stop-signals.ts'
import { aboutFolder, type Output } from './output.ts'

/** Serves the practice tenant until the process is told to stop. Nothing but the first line goes to stdout. */
export async function servePractice(home: string, port: number, output: Output): Promise<0 | 1> {
  const stop = stopOnSignals()
  try {
    const server = await openPractice(home, port)
    process.stdout.write(`${JSON.stringify(server.info)}\n`)
    if (server.recoveredFrom !== null)
      output.message(`A damaged practice file was kept aside as ${server.recoveredFrom}.`)
    output.message(`The practice tenant is ready: ${server.info.homeUrl} (Ctrl-C ends it)`)
    if (!stop.aborted) await once(stop, 'abort')
    await server.close()
    return 0
  } catch (error) {
    output.failure(aboutFolder(error, home))
    return 1
  }
}
