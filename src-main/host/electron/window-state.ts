import type { BrowserWindow, Rectangle } from 'electron'
import { z } from 'zod'

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(400), height: z.int().min(300) })
const WindowState = z.object({ bounds: Bounds, maximized: z.boolean() })

/** The slice of electron-store used here. */
export interface StateStore {
  get(key: 'window'): unknown
  set(key: 'window', value: unknown): void
}

export const firstSize = { width: 1280, height: 840 }

const overlaps = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

export interface Placement {
  bounds: Partial<Rectangle>
  maximized: boolean
}

/** Where the window stood last, unless that screen is gone or the file makes no sense. Sizes in device-independent pixels. */
export function lastPlacement(store: StateStore, screens: readonly Rectangle[]): Placement {
  const { data } = WindowState.safeParse(store.get('window'))
  if (data === undefined || !screens.some((screen) => overlaps(screen, data.bounds))) {
    return { bounds: firstSize, maximized: false }
  }
  return data
}

export function rememberPlacement(store: StateStore, window: BrowserWindow): void {
  window.on('close', () => {
    store.set('window', { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  })
}
