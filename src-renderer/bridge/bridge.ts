import type { Bridge } from '@contract/bridge'

let bridge: Bridge | null = null

/** Set once at start-up, before anything asks. Tests set a fake. */
export function setBridge(chosen: Bridge): void {
  bridge = chosen
}

export function currentBridge(): Bridge {
  if (!bridge) throw new Error('Nothing may be asked before the bridge is chosen')
  return bridge
}
