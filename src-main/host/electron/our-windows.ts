import type { BrowserWindow, Session, WebContents } from 'electron'

/** The windows that show our own page and may ask the main process; and the sessions of pages that are not ours. */
export class OurWindows {
  readonly #windows = new Set<BrowserWindow>()
  readonly #foreign = new WeakSet<Session>()

  /** Until it closes. */
  add(window: BrowserWindow): void {
    this.#windows.add(window)
    window.once('closed', () => this.#windows.delete(window))
  }

  get all(): readonly BrowserWindow[] {
    return [...this.#windows]
  }

  has(contents: WebContents): boolean {
    return this.all.some((window) => window.webContents === contents)
  }

  /** Pages of this session are somebody else's: they go where they like, and have nothing of ours. */
  addForeign(session: Session): void {
    this.#foreign.add(session)
  }

  isForeign(contents: WebContents): boolean {
    return this.#foreign.has(contents.session)
  }
}
