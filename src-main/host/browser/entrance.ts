import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A printed address is good for this long. */
const tokenLifeMs = 10 * 60 * 1000

const secret = (): string => randomBytes(32).toString('base64url')
/** Hashing first gives both sides one length, which the constant-time comparison demands, and keeps secrets out of memory dumps. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export interface Entrance {
  /** A new one-time token of 256 bits; the one before it stops working. */
  newToken(): string
  /** Spends the token: a session key, or null when it is wrong, already used or older than ten minutes. */
  enter(token: string): string | null
  isSession(key: string | undefined): boolean
}

/** Who may use the browser host: whoever showed the printed token once holds a session key until the host ends. */
export function createEntrance(now: () => number): Entrance {
  let outstanding: { digest: Buffer; madeAt: number } | null = null
  const sessions: Buffer[] = []
  return {
    newToken() {
      const token = secret()
      outstanding = { digest: digest(token), madeAt: now() }
      return token
    },
    enter(token) {
      if (outstanding === null) return null
      const matches = timingSafeEqual(outstanding.digest, digest(token))
      if (!matches || now() - outstanding.madeAt > tokenLifeMs) return null
      outstanding = null
      const key = secret()
      sessions.push(digest(key))
      return key
    },
    isSession(key) {
      if (key === undefined) return false
      const shown = digest(key)
      return sessions.some((session) => timingSafeEqual(session, shown))
    },
  }
}
