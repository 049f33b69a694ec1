import { parseArgs } from 'node:util'

export interface StartOptions {
  /** Null: Electron where it can be had, else the browser. */
  host: 'electron' | 'browser' | null
  open: boolean
  /** 0 for any free one. */
  port: number
  home: string | undefined
}

export const usage = `Usage: npm start [-- OPTIONS]

  --host electron|browser  which door to use; without it, Electron where it can be had, else your browser
  --no-open                do not open the window's address in the browser
  --port N                 the browser host's port on 127.0.0.1; without it, any free one
  --home DIR               the folder that holds all state; without it RESETLAB_HOME, else the usual place
  --help                   show this
`

/** What to do for a command line: start, show the usage, or say what is wrong with it. */
export type StartRequest = { options: StartOptions } | { help: true } | { mistake: string }

function portOf(text: string | undefined): number | null {
  if (text === undefined) return 0
  return /^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : null
}

/** Strict: an option we do not know is a mistake, never ignored. */
export function readStartOptions(args: readonly string[]): StartRequest {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        host: { type: 'string' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
        home: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (values.help === true) return { help: true }
    const host = values.host ?? null
    if (host !== null && host !== 'electron' && host !== 'browser') {
      return { mistake: `--host is electron or browser, not '${host}'` }
    }
    const port = portOf(values.port)
    if (port === null) return { mistake: '--port is a number from 0 to 65535' }
    if (host === 'electron' && values.port !== undefined) return { mistake: '--port is for the browser host' }
    if (values.home === '') return { mistake: '--home names a folder' }
    return { options: { host, open: values['no-open'] !== true, port, home: values.home } }
  } catch (error) {
    // parseArgs throws TypeErrors with an ERR_PARSE_ARGS_ code and a text made for people; its first sentence will do.
    if (error instanceof TypeError && 'code' in error) return { mistake: error.message.split('. ')[0] ?? error.message }
    throw error
  }
}
