import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

import type { Practice } from '../context.ts'
import type { User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { hourMs } from '../time.ts'
import type { World } from '../world.ts'

const lifetimeMs = 12 * hourMs
const mostAccounts = 10
const mostSessions = 2000

interface SignedIn {
  practice: Practice
  /** A tenant that was started over is another one, with people of the same ids. */
  state: PracticeState
  userId: string
  since: number
}

/** Accounts of one browser, the one used last first. */
type Session = SignedIn[]

export interface Account {
  practice: Practice
  user: User
}

const isSame = (a: Account, b: Account): boolean => a.practice === b.practice && a.user.id === b.user.id

/**
 * Who is signed in at the practice pages: several accounts per browser, of one tenant or of several, as with the real
 * pages. Kept in memory only.
 */
export interface Sessions {
  /** The account of this tenant that was used last. */
  userOf(context: Context, practice: Practice): User | null
  /** All accounts of the browser that still hold, the one used last first. */
  accountsOf(context: Context): Account[]
  /** Adds the account to the browser and puts it in use. */
  open(context: Context, practice: Practice, user: User): void
  /** Signs one account of the browser out, or all of them. */
  close(context: Context, account?: Account): void
}

/** A reset or a password change ends sessions that began before it. */
function accountOf({ practice, state, userId, since }: SignedIn): Account | null {
  const user = practice.store.state === state ? state.users.get(userId) : undefined
  const isValid = user?.deletedAt === null && user.accountEnabled && since >= user.sessionsValidFrom
  return isValid && practice.clock() - since <= lifetimeMs ? { practice, user } : null
}

export function createSessions(world: World): Sessions {
  const sessions = new Map<string, Session>()
  // Cookies do not tell ports apart: two practice tenants on one machine must not sign each other out.
  const cookieName = (): string => `resetlab_practice_session_${new URL(world.baseUrl).port}`
  const keyOf = (context: Context): string => getCookie(context, cookieName()) ?? ''
  const held = (context: Context): { signedIn: SignedIn; account: Account }[] =>
    (sessions.get(keyOf(context)) ?? []).flatMap((signedIn) => {
      // A tenant that was replaced took its sign-ins with it.
      const account = world.tenants.includes(signedIn.practice) ? accountOf(signedIn) : null
      return account ? [{ signedIn, account }] : []
    })
  const keep = (context: Context, session: Session): void => {
    sessions.delete(keyOf(context))
    for (const key of sessions.keys()) {
      if (sessions.size < mostSessions) break
      sessions.delete(key)
    }
    const id = randomBytes(32).toString('base64url')
    sessions.set(id, session.slice(0, mostAccounts))
    setCookie(context, cookieName(), id, { httpOnly: true, sameSite: 'Lax', path: '/' })
  }
  return {
    userOf: (context, practice) =>
      held(context).find(({ account }) => account.practice === practice)?.account.user ?? null,
    accountsOf: (context) => held(context).map(({ account }) => account),
    open(context, practice, user) {
      const others = held(context).filter(({ account }) => !isSame(account, { practice, user }))
      const { state } = practice.store
      const signedIn = { practice, state, userId: user.id, since: practice.clock() }
      keep(context, [signedIn, ...others.map((other) => other.signedIn)])
    },
    close(context, account) {
      const others = account === undefined ? [] : held(context).filter((other) => !isSame(other.account, account))
      if (others.length > 0) {
        keep(
          context,
          others.map(({ signedIn }) => signedIn),
        )
        return
      }
      sessions.delete(keyOf(context))
      deleteCookie(context, cookieName(), { path: '/' })
    },
  }
}
