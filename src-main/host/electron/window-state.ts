import type { BrowserWindow, Rectangle } from 'electron'
import { z } from 'zod'

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(400), height: z.int().min(300) })
const WindowState = z.object({ bounds: Bounds, maximized: z.boolean() })

/** The slice of electron-store used here. */
export interface StateStore {
  get(key: 'window'): unknown
  set(key: 'window', value: unknown): void
}

/** All in device-independent pixels. */
export const firstSize = { width: 1280, height: 840 }
export const leastSize = { width: 900, height: 600 }
/** As much of a window's upper edge must be on a screen for a person to take hold of it. */
const hold = { width: 120, height: 24 }

const shared = (a: Rectangle, b: Rectangle): { width: number; height: number } => ({
  width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
  height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
})

/** Whether a window at these bounds can be taken hold of on one of the screens (their work areas). */
export function canBeHeld(bounds: Rectangle, screens: readonly Rectangle[]): boolean {
  const edge = { ...bounds, height: hold.height }
  return screens.some((screen) => {
    const { width, height } = shared(edge, screen)
    return width >= hold.width && height >= hold.height
  })
}

/** Moved and, where it has to be, made smaller, so that it stands on the first of the screens. */
export function broughtBack(bounds: Rectangle, screens: readonly Rectangle[]): Rectangle {
  const [screen] = screens
  if (screen === undefined || canBeHeld(bounds, screens)) return bounds
  const width = Math.min(bounds.width, screen.width)
  const height = Math.min(bounds.height, screen.height)
  const middle = (from: number, room: number, taken: number): number => from + Math.round((room - taken) / 2)
  return { x: middle(screen.x, screen.width, width), y: middle(screen.y, screen.height, height), width, height }
}

export interface Placement {
  bounds: Partial<Rectangle>
  maximized: boolean
}

/** Where the window stood last; unless nobody could take hold of it there, or the file makes no sense. */
export function lastPlacement(store: StateStore, screens: readonly Rectangle[]): Placement {
  const { data } = WindowState.safeParse(store.get('window'))
  return data !== undefined && canBeHeld(data.bounds, screens) ? data : { bounds: firstSize, maximized: false }
}

export function rememberPlacement(store: StateStore, window: BrowserWindow): void {
  window.on('close', () => {
    store.set('window', { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  })
}
