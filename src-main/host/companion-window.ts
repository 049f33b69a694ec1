/** A private window with the guide beside a page. Only a host with windows of its own has one. */
export interface CompanionWindow {
  show(url: string): Promise<void>
  /** A PNG of the page in which codes, numbers and fields are blurred; rejects when they could not be. */
  photograph(): Promise<Uint8Array>
  close(): void
}

interface CompanionListener {
  readonly onAddress: (url: string) => void
  /** The key that photographs the page was pressed. */
  readonly onKey: () => void
  readonly onClosed: () => void
}

/** Opens an empty one for a person, with a session that nobody else has and that goes with the window. */
export type OpenCompanion = (title: string, listener: CompanionListener) => CompanionWindow
