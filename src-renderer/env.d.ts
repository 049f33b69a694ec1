import type { Bridge } from '@contract/bridge'

declare global {
  interface Window {
    /** Put there by Electron's preload; the browser host has none, and speaks HTTP instead. */
    readonly bridge?: Bridge
  }
}
