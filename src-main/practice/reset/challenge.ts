import { randomBytes, randomInt } from 'node:crypto'

import { BoundedMap } from '../bounded-map.ts'
import { minuteMs } from '../time.ts'

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const lifetimeMs = 15 * minuteMs

/**
 * Characters to type before anything else, where Microsoft's page has a CAPTCHA. They stand on the page as plain text:
 * the step is rehearsed, nothing is kept out.
 */
export class ChallengeBox {
  private readonly challenges = new BoundedMap<{ text: string; at: number }>()

  issue(now: number): { id: string; text: string } {
    for (const [id, { at }] of this.challenges) if (now - at > lifetimeMs) this.challenges.delete(id)
    const id = randomBytes(9).toString('base64url')
    const text = Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join('')
    this.challenges.set(id, { text, at: now })
    return { id, text }
  }

  /** One try each, while the page is not older than a session. */
  isRight(id: string, typed: string, now: number): boolean {
    const challenge = this.challenges.get(id)
    this.challenges.delete(id)
    if (challenge === undefined || now - challenge.at > lifetimeMs) return false
    return challenge.text === typed.replace(/\s/g, '').toUpperCase()
  }
}
