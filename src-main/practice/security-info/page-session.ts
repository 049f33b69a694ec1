import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

import { TenantMap } from '../bounded-map.ts'
import type { Proof } from '../rules/methods.ts'
import type { Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { sessionLifetimeMs } from './pending.ts'

/** How the person is proving who they are at this moment. */
export interface Asking {
  way: Exclude<Proof, 'email'>
  /** The prompt or the call that is waited for, or the code that was sent. */
  askedId: string | null
  code: { text: string; expiresAt: number } | null
  error: { field: string; text: string } | null
}

/** One visit to "Security info", good for fifteen minutes (graph-facts 12.3). */
export interface PageSession {
  userId: string
  openedAt: number
  isProven: boolean
  asking: Asking | null
}

/** Visits under way, one per browser. In memory only. */
export class PageSessions {
  private readonly site: Site
  private readonly sessions: TenantMap<PageSession>

  constructor(site: Site) {
    this.site = site
    this.sessions = new TenantMap(site.practice)
  }

  /** Null when there is none, it is another person's, or the password was changed since; 'ended' after its time. */
  of(context: Context, user: User): PageSession | 'ended' | null {
    const session = this.sessions.now.get(getCookie(context, this.cookieName()) ?? '')
    if (session?.userId !== user.id || session.openedAt < user.sessionsValidFrom) return null
    return this.isOver(session) ? 'ended' : session
  }

  open(context: Context, user: User): PageSession {
    for (const [id, session] of this.sessions.now) if (this.isOver(session)) this.sessions.now.delete(id)
    const id = randomBytes(24).toString('base64url')
    const session = { userId: user.id, openedAt: this.site.practice.clock(), isProven: false, asking: null }
    this.sessions.now.set(id, session)
    setCookie(context, this.cookieName(), id, { httpOnly: true, sameSite: 'Lax', path: '/' })
    return session
  }

  /** Whoever has just verified a method is proven for the rest of the visit. */
  prove(context: Context, user: User): void {
    const session = this.of(context, user)
    const current = session === null || session === 'ended' ? this.open(context, user) : session
    current.isProven = true
    current.asking = null
  }

  private isOver(session: PageSession): boolean {
    return this.site.practice.clock() - session.openedAt > sessionLifetimeMs
  }

  // Cookies do not tell ports apart.
  private cookieName(): string {
    return `resetlab_practice_info_${new URL(this.site.world.baseUrl).port}`
  }
}
