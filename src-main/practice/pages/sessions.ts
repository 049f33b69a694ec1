import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

import type { Practice } from '../context.ts'
import type { User } from '../state/model.ts'
import { hourMs } from '../time.ts'

const lifetimeMs = 12 * hourMs

interface Session {
  userId: string
  since: number
}

/** Who is signed in at the practice pages: one person per browser, as with the real pages. Kept in memory only. */
export interface Sessions {
  userOf(context: Context): User | null
  open(context: Context, user: User): void
  close(context: Context): void
}

export function createSessions(practice: Practice): Sessions {
  const sessions = new Map<string, Session>()
  // Cookies do not tell ports apart: two practice tenants on one machine must not sign each other out.
  const cookieName = (): string => `resetlab_practice_session_${new URL(practice.baseUrl).port}`
  return {
    userOf(context) {
      const session = sessions.get(getCookie(context, cookieName()) ?? '')
      if (!session || practice.clock() - session.since > lifetimeMs) return null
      const user = practice.store.state.users.find(({ id }) => id === session.userId)
      // A reset or a password change ends sessions that began before it.
      const isValid = user?.deletedAt === null && user.accountEnabled && session.since >= user.sessionsValidFrom
      return isValid ? user : null
    },
    open(context, user) {
      const id = randomBytes(32).toString('base64url')
      sessions.delete(getCookie(context, cookieName()) ?? '')
      sessions.set(id, { userId: user.id, since: practice.clock() })
      setCookie(context, cookieName(), id, { httpOnly: true, sameSite: 'Lax', path: '/' })
    },
    close(context) {
      sessions.delete(getCookie(context, cookieName()) ?? '')
      deleteCookie(context, cookieName(), { path: '/' })
    },
  }
}
