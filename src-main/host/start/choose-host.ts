import type { ElectronBinary } from './electron-binary.ts'

export interface Machine {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  isRoot: boolean
}

const isSet = (text: string | undefined): boolean => text !== undefined && text !== ''

export const hasDesktop = ({ platform, env }: Machine): boolean =>
  platform === 'win32' || platform === 'darwin' || isSet(env['DISPLAY']) || isSet(env['WAYLAND_DISPLAY'])

/** Opening a browser makes sense where a person sits: a desktop, and no build machine. */
export const canOpen = (machine: Machine): boolean => hasDesktop(machine) && !isSet(machine.env['CI'])

export type Choice =
  | { host: 'electron'; binary: string }
  /** `because` is one sentence for the person, or null when the browser was what they asked for. */
  | { host: 'browser'; because: string | null }
  | { host: null; because: string }

const howToGetIt = 'run "npx install-electron" where github.com can be reached'

/** Why Electron could not even start here, were it installed; null when it could. */
function obstacle(machine: Machine): string | null {
  if (!hasDesktop(machine)) return 'this machine has no display'
  if (machine.platform === 'linux' && machine.isRoot) return 'its sandbox does not start as root'
  return null
}

/**
 * Electron where it is installed or can be fetched, else the browser and one sentence that says why. Electron asked for
 * by name and not to be had is an answer of its own: then nothing is started.
 */
export async function chooseHost(
  asked: 'electron' | 'browser' | null,
  machine: Machine,
  electron: ElectronBinary,
  stop: AbortSignal,
): Promise<Choice> {
  if (asked === 'browser') return { host: 'browser', because: null }
  const hindrance = obstacle(machine)
  if (hindrance !== null && asked === null) {
    const remedy = `for the desktop app, start it as an ordinary user of a desktop, where it is fetched (else ${howToGetIt})`
    return {
      host: 'browser',
      because: `Electron is not used because ${hindrance}, so ResetLab opens in your browser: ${remedy}.`,
    }
  }
  const reason = electron.path() === null ? await electron.fetch(asked === 'electron', stop) : null
  const binary = electron.path()
  if (binary !== null) return { host: 'electron', binary }
  const missing = `Electron is not installed here (${reason ?? 'the download failed'})`
  return asked === 'electron'
    ? { host: null, because: `${missing}: to get it, ${howToGetIt}, or leave out --host electron to use your browser.` }
    : {
        host: 'browser',
        because: `${missing}, so ResetLab opens in your browser: to get the desktop app, ${howToGetIt}.`,
      }
}
