import { contextBridge, ipcRenderer } from 'electron'

import type { Bridge } from '../../contract/bridge.ts'
import { callNames, channel, eventNames } from '../../contract/names.ts'

/** The bridge and nothing else: names, no schemas, so that it stays a kilobyte. The main process checks what crosses. */
const bridge: Bridge = {
  call(name, ask) {
    if (!callNames.includes(name)) return Promise.reject(new TypeError(`Unknown call: ${name}`))
    return ipcRenderer.invoke(channel(name), ask)
  },
  on(name, listener) {
    if (!eventNames.includes(name)) throw new TypeError(`Unknown event: ${name}`)
    // The event object is left out: it would hand the window `sender` and with it every channel.
    const forward = (_event: unknown, body: Parameters<typeof listener>[0]): void => {
      listener(body)
    }
    ipcRenderer.on(channel(name), forward)
    return () => {
      ipcRenderer.off(channel(name), forward)
    }
  },
}

contextBridge.exposeInMainWorld('bridge', bridge)
