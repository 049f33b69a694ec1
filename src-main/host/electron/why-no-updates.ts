interface Copy {
  readonly isPackaged: boolean
  /** Packed with the address of a feed. */
  readonly hasFeed: boolean
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
}

/** Why this copy cannot put a newer one in its own place; null when it can. */
export function whyNoUpdates({ isPackaged, hasFeed, platform, env }: Copy): string | null {
  const has = (name: string): boolean => (env[name] ?? '') !== ''
  if (!isPackaged) return 'ResetLab runs from source here: it is updated with its folder.'
  if (!hasFeed) return 'This ResetLab was packed without an update server. Get a newer one from where you got it.'
  // Set by the portable program for the one it unpacks (electron-builder docs, portable).
  if (platform === 'win32' && has('PORTABLE_EXECUTABLE_FILE')) {
    return 'A portable ResetLab does not update itself. Get a newer one from where you got it.'
  }
  return null
}
