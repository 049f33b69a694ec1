import { randomBytes, randomInt } from 'node:crypto'

import { BoundedMap } from '../bounded-map.ts'
import type { Practice } from '../context.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { minuteMs, secondMs } from '../time.ts'
import { deviceErrors } from './aadsts.ts'

const lifetimeMs = 15 * minuteMs
const intervalMs = 5 * secondMs
/** Asked for too early once, a device has to wait this much longer (RFC 8628, 3.5). */
const penaltyMs = 5 * secondMs

/** No 0, 1, I or O: people type it. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const codeLength = 9

/** What a device without a browser asked for. */
export interface DeviceRequest {
  /** What the person types; also how a sign-in under way names the request. */
  userCode: string
  clientId: string
  scopes: readonly string[]
  /** Id of the one tenant whose users are wanted, or null where any tenant's will do. */
  tenantId: string | null
}

type Answer = { kind: 'none' } | { kind: 'declined' } | ({ kind: 'approved' } & Omit<DeviceApproval, 'request'>)

interface Waiting {
  request: DeviceRequest
  issuedAt: number
  polledAt: number | null
  intervalMs: number
  answer: Answer
}

export interface DeviceCodes {
  deviceCode: string
  userCode: string
  /** Seconds, as the answer of the endpoint says them. */
  expiresIn: number
  interval: number
}

/** Who approved what on a device, once. */
export interface DeviceApproval {
  request: DeviceRequest
  practice: Practice
  /** A tenant that was started over since is another one. */
  state: PracticeState
  userId: string
  at: number
}

/** Device codes of all tenants (RFC 8628): fifteen minutes, one use. Kept in memory. */
export class DeviceBox {
  private readonly byDevice = new BoundedMap<Waiting>()
  private readonly byUser = new BoundedMap<Waiting>()

  issue(asked: Omit<DeviceRequest, 'userCode'>, now: number): DeviceCodes {
    for (const [code, waiting] of this.byDevice) if (now - waiting.issuedAt > 2 * lifetimeMs) this.forget(code, waiting)
    const deviceCode = randomBytes(48).toString('base64url')
    const userCode = Array.from({ length: codeLength }, () => letters.charAt(randomInt(letters.length))).join('')
    const request = { ...asked, userCode }
    const waiting: Waiting = { request, issuedAt: now, polledAt: null, intervalMs, answer: { kind: 'none' } }
    this.byDevice.set(deviceCode, waiting)
    this.byUser.set(userCode, waiting)
    return { deviceCode, userCode, expiresIn: lifetimeMs / secondMs, interval: intervalMs / secondMs }
  }

  /** The request behind what a person typed, while it still waits for an answer. */
  find(userCode: string, now: number): DeviceRequest | 'unknown' | 'expired' | 'answered' {
    const waiting = this.byUser.get(userCode.replace(/[\s-]/g, '').toUpperCase())
    if (!waiting) return 'unknown'
    if (now - waiting.issuedAt > lifetimeMs) return 'expired'
    return waiting.answer.kind === 'none' ? waiting.request : 'answered'
  }

  approve(userCode: string, by: { practice: Practice; userId: string }, now: number): void {
    const waiting = this.byUser.get(userCode)
    if (waiting) waiting.answer = { kind: 'approved', ...by, state: by.practice.store.state, at: now }
  }

  decline(userCode: string): void {
    const waiting = this.byUser.get(userCode)
    if (waiting) waiting.answer = { kind: 'declined' }
  }

  /** What a device that asks gets. Throws AADSTS70016 while nobody answered, and the errors that end the waiting. */
  redeem(deviceCode: string, clientId: string, now: number): DeviceApproval {
    const waiting = this.byDevice.get(deviceCode)
    if (waiting?.request.clientId !== clientId) throw deviceErrors.unknown()
    if (now - waiting.issuedAt > lifetimeMs) throw deviceErrors.expired()
    if (waiting.answer.kind === 'declined') {
      this.forget(deviceCode, waiting)
      throw deviceErrors.declined()
    }
    if (waiting.answer.kind === 'none') {
      const isTooFast = waiting.polledAt !== null && now - waiting.polledAt < waiting.intervalMs
      waiting.polledAt = now
      if (!isTooFast) throw deviceErrors.pending()
      waiting.intervalMs += penaltyMs
      throw deviceErrors.tooFast()
    }
    this.forget(deviceCode, waiting)
    const { practice, state, userId, at } = waiting.answer
    return { request: waiting.request, practice, state, userId, at }
  }

  private forget(deviceCode: string, { request }: Waiting): void {
    this.byDevice.delete(deviceCode)
    this.byUser.delete(request.userCode)
  }
}
