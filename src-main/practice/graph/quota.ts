import { secondMs } from '../time.ts'
import { GraphError } from './answer.ts'

/**
 * A moving window of one-second buckets. Buckets of the future are forgotten: the simulated clock went back when every
 * tenant started over.
 */
class Window {
  readonly limit: number
  readonly seconds: number
  private readonly buckets = new Map<number, number>()

  constructor(limit: number, seconds: number) {
    this.limit = limit
    this.seconds = seconds
  }

  used(now: number): number {
    const second = Math.floor(now / secondMs)
    let sum = 0
    for (const [at, amount] of this.buckets) {
      if (at <= second - this.seconds || at > second) this.buckets.delete(at)
      else sum += amount
    }
    return sum
  }

  add(amount: number, now: number): void {
    const second = Math.floor(now / secondMs)
    this.buckets.set(second, (this.buckets.get(second) ?? 0) + amount)
  }

  /** Whole seconds until this much would fit again. */
  secondsUntilFree(amount: number, now: number): number {
    const second = Math.floor(now / secondMs)
    let sum = this.used(now)
    for (const [at, held] of [...this.buckets].sort(([a], [b]) => a - b)) {
      sum -= held
      if (sum + amount <= this.limit) return Math.max(1, at + this.seconds - second)
    }
    return this.seconds
  }
}

export type QuotaKind = 'identity' | 'report' | 'conditionalAccess'

export interface QuotaRequest {
  tenantId: string
  clientId: string
  kind: QuotaKind
  /** Resource units; one for kinds that count requests. */
  units: number
  isWrite: boolean
  /** Users of the tenant: its size decides how much it may. */
  users: number
  now: number
}

const tooMany = (
  message: string,
  { tenantId, clientId }: QuotaRequest,
  { scope, information, seconds }: { scope: string; information: string; seconds: number | null },
): GraphError =>
  new GraphError(429, 'TooManyRequests', message, {
    headers: {
      ...(seconds === null ? {} : { 'Retry-After': String(seconds) }),
      'x-ms-throttle-scope': `${scope}/${clientId}/${tenantId}`,
      'x-ms-throttle-information': information,
    },
  })

const mostReports = 5

const message = 'Too many requests. Please retry after the time given.'

/**
 * The documented quotas, for each app in each tenant (graph-docs: concepts/throttling-limits.md): resource units per
 * ten seconds by the size of the tenant, 3 000 writes in two and a half minutes, five report requests in ten seconds,
 * one Conditional Access request a second. What is refused counts too where a time to wait is given: who goes on sending waits longer
 * (graph-docs: concepts/throttling.md).
 */
export class Quota {
  private readonly windows = new Map<string, Window>()
  private readonly reports = new Map<string, number[]>()

  /** Counts one request, or throws 429. Gives the headers of an answer that comes near a limit. */
  take(request: QuotaRequest): Record<string, string> {
    if (request.kind === 'report') {
      this.takeReport(request)
      return {}
    }
    if (request.kind === 'conditionalAccess') {
      const window = this.window(`ca/${request.tenantId}`, 1, 1)
      if (window.used(request.now) >= window.limit) {
        // This service gives no time to wait (graph-docs: concepts/throttling-limits.md).
        const refused = { scope: 'Tenant/Read', information: 'ConditionalAccessLimitExceeded', seconds: null }
        throw tooMany(message, request, refused)
      }
      window.add(1, request.now)
      return {}
    }
    return this.takeUnits(request)
  }

  private takeUnits(request: QuotaRequest): Record<string, string> {
    const { tenantId, clientId, units, isWrite, users, now } = request
    const limit = users < 50 ? 3500 : users <= 500 ? 5000 : 8000
    const unitWindow = this.window(`units/${tenantId}/${clientId}/${String(limit)}`, limit, 10)
    const writeWindow = this.window(`writes/${tenantId}/${clientId}`, 3000, 150)
    const refuse = (window: Window, amount: number, information: string): GraphError =>
      tooMany(message, request, {
        scope: 'Tenant_Application/ReadWrite',
        information,
        seconds: window.secondsUntilFree(amount, now),
      })
    unitWindow.add(units, now)
    if (isWrite) writeWindow.add(1, now)
    if (unitWindow.used(now) > limit) throw refuse(unitWindow, units, 'ResourceUnitLimitExceeded')
    if (isWrite && writeWindow.used(now) > writeWindow.limit) throw refuse(writeWindow, 1, 'WriteLimitExceeded')
    const share = Math.max(unitWindow.used(now) / limit, isWrite ? writeWindow.used(now) / writeWindow.limit : 0)
    return share >= 0.8 ? { 'x-ms-throttle-limit-percentage': share.toFixed(2) } : {}
  }

  private takeReport(request: QuotaRequest): void {
    const { tenantId, clientId, now } = request
    const key = `${tenantId}/${clientId}`
    const recent = (this.reports.get(key) ?? []).filter((at) => at <= now && now - at < 10 * secondMs)
    this.reports.set(key, [...recent, now].slice(-mostReports))
    if (recent.length >= mostReports) {
      // With this one, as many as may come lie in the last ten seconds until the first of them is ten seconds old.
      const first = [...recent, now].at(-mostReports) ?? now
      const seconds = Math.max(1, Math.ceil((first + 10 * secondMs - now) / secondMs))
      throw tooMany(message, request, {
        scope: 'Tenant_Application/Read',
        information: 'ReportsLimitExceeded',
        seconds,
      })
    }
  }

  private window(key: string, limit: number, seconds: number): Window {
    const known = this.windows.get(key)
    if (known) return known
    const made = new Window(limit, seconds)
    this.windows.set(key, made)
    return made
  }
}
