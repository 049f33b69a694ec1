import { join, resolve } from 'node:path'

import { lockHome } from './host/home.ts'
import { openRooms } from './host/open-rooms.ts'
import { useProxy } from './host/use-proxy.ts'

/** `src-main` in a checkout, `out/main` in a built app: both stand one or two folders below the root. */
const appRoot = resolve(import.meta.dirname, import.meta.dirname.endsWith('src-main') ? '..' : '../..')
const log = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

// For every door, before anything is asked.
useProxy(process.env, log)

interface BrowserDoor {
  readonly url: string
  close(): Promise<void>
}

/** Opens the window in the person's own browser: the same rooms behind a guarded loopback address. */
export async function openBrowserDoor(options: {
  home: string
  port: number
  rendererDir: string
}): Promise<BrowserDoor> {
  const { startBrowserHost } = await import('./host/browser/browser-host.ts')
  const lock = lockHome(options.home)
  const rooms = openRooms({ home: options.home, appRoot, hostKind: 'browser', log })
  const close = async (): Promise<void> => {
    await rooms.close()
    lock.release()
  }
  try {
    const { handlers, hub } = rooms
    const host = await startBrowserHost({ handlers, hub, rendererDir: options.rendererDir, port: options.port, log })
    return {
      url: host.url,
      close: async () => {
        await host.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function openElectronDoor(): Promise<void> {
  const { cannotStart } = await import('./host/electron/cannot-start.ts')
  const { claimElectron, startElectronHost } = await import('./host/electron/electron-main.ts')
  const { followLanguage } = await import('./host/electron/follow-language.ts')
  const { electronCompanion } = await import('./host/electron/companion.ts')
  const { OurWindows } = await import('./host/electron/our-windows.ts')
  const { electronSecretBox } = await import('./host/electron/secret-box.ts')
  const { openInBrowser } = await import('./host/electron/open-in-browser.ts')
  const { printPdf } = await import('./host/electron/print-pdf.ts')
  const { quitInOrder } = await import('./host/electron/quit-in-order.ts')
  const { electronShell } = await import('./host/electron/shell.ts')
  const { resolveHome } = await import('./host/home.ts')
  const home = resolveHome(undefined)
  if (!claimElectron(home)) return
  // What was chosen is known once the rooms are open; what goes wrong before that is told as the system speaks.
  followLanguage('system')
  try {
    const lock = lockHome(home)
    const quit = quitInOrder(async () => {
      await rooms.close()
      lock.release()
    }, log)
    const windows = new OurWindows()
    const preloadFile = join(import.meta.dirname, '../preload/preload.cjs')
    const rooms = openRooms({
      home,
      appRoot,
      hostKind: 'electron',
      log,
      secretBox: electronSecretBox,
      openInBrowser,
      printPdf,
      openCompanion: electronCompanion(windows, preloadFile, log),
      shell: electronShell(quit.end),
    })
    followLanguage(rooms.languageChoice())
    const opening = startElectronHost({
      ...rooms,
      windows,
      rendererDir: join(import.meta.dirname, '../renderer'),
      preloadFile,
      home,
      log,
    })
    // Not awaited: Electron gets ready only once this file has run to its end, and the window waits for that.
    opening.then(
      ({ url }) => process.stdout.write(`ResetLab is ready: ${url}\n`),
      (error: unknown) => cannotStart(error, log),
    )
  } catch (error) {
    void cannotStart(error, log)
  }
}

if ('electron' in process.versions) {
  await openElectronDoor()
} else if (import.meta.main) {
  const { runCli } = await import('./host/cli/cli.ts')
  process.exitCode = await runCli(process.argv.slice(2), appRoot)
}
