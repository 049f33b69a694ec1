/**
 * As much of Electron as `electron-updater` and the questions about updates need, with plain Node underneath: its `net`
 * is Node's own HTTP. Whatever is asked of the network or of the person stands in `trail`, in order.
 */
import { EventEmitter } from 'node:events'
import { type ClientRequest, request, type RequestOptions } from 'node:http'
import { join } from 'node:path'

export const trail: string[] = []
const answers = (process.env['TEST_ANSWERS'] ?? '').split(',')
const home = process.env['TEST_HOME'] ?? ''

export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  getVersion: () => '1.0.0',
  getName: () => 'ResetLab',
  getPath: () => join(home, 'user-data'),
  whenReady: async () => undefined,
  relaunch: () => trail.push('relaunch'),
  quit: () => trail.push('quit'),
})
export const autoUpdater = new EventEmitter()
export const session = { fromPartition: (name: string) => name }
export const net = {
  request(options: RequestOptions & { headers?: Record<string, string> }): ClientRequest {
    const staging = options.headers?.['x-user-staging-id'] ?? ''
    trail.push(`${options.method ?? 'GET'} ${(options.path ?? '').replace(/\?.*/, '')}${staging && ` as ${staging}`}`)
    // Chromium sets it from the address.
    const { session: _session, ...plain } = options as RequestOptions & { session?: unknown }
    return request(plain)
  },
}
export const dialog = {
  async showMessageBox(...given: unknown[]): Promise<{ response: number }> {
    const { message } = given.at(-1) as { message: string }
    const isYes = answers.shift() === 'yes'
    trail.push(`${message} ${isYes ? 'yes' : 'no'}`)
    return Promise.resolve({ response: isYes ? 0 : 1 })
  },
  showErrorBox: (title: string, text: string) => trail.push(`${title}: ${text}`),
}
/** What the window showed of the download; -1 when it was over. */
export const seen: number[] = []
export const BrowserWindow = {
  getFocusedWindow: () => null,
  getAllWindows: () => [{ setProgressBar: (share: number) => seen.push(share) }],
}
export const clipboard = {}
export default { app, autoUpdater, session, net, dialog }
