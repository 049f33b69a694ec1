import { t } from '../texts.ts'

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
  if (!isPackaged) return t('update.off.source')
  if (!hasFeed) return t('update.off.noFeed')
  // Set by the portable program for the one it unpacks (electron-builder docs, portable).
  if (platform === 'win32' && has('PORTABLE_EXECUTABLE_FILE')) {
    return t('update.off.portable')
  }
  return null
}
