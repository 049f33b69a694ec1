import { randomUUID } from 'node:crypto'

import { type Session, session } from 'electron'

import { safetyHeaders } from '../content-security-policy.ts'
import { appScheme, appUrl, isOurs } from './app-origin.ts'
import { shut } from './shut-session.ts'

/** A page that brings all it shows; no script runs in it, and it loads nothing. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'"

/**
 * A session in memory that serves one self-contained page at our own address and reaches nothing else: neither the
 * network nor the files of this computer.
 */
export function openOnePage(html: () => string): { session: Session; url: string } {
  const alone = session.fromPartition(`page-${randomUUID()}`)
  shut(alone)
  alone.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !(isOurs(url) || url.startsWith('data:')) })
  })
  alone.protocol.handle(appScheme, () => {
    const headers = { ...safetyHeaders, 'Content-Security-Policy': policy, 'Content-Type': 'text/html; charset=utf-8' }
    return new Response(html(), { headers })
  })
  return { session: alone, url: appUrl }
}
