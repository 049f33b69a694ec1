import { secondMs } from '../time.ts'
import { GraphError } from './answer.ts'

const requests = 5
const windowMs = 10 * secondMs

/** Five requests in ten seconds per app, over all audit logs and reports (graph-docs: concepts/throttling-limits.md). */
export class ReportQuota {
  readonly times = new Map<string, number[]>()

  /** Counts one request, or throws 429 with the seconds until the oldest one leaves the window. */
  take(clientId: string, now: number): void {
    const recent = (this.times.get(clientId) ?? []).filter((at) => now - at < windowMs)
    const oldest = recent[0]
    if (oldest !== undefined && recent.length >= requests) {
      this.times.set(clientId, recent)
      const seconds = Math.max(1, Math.ceil((oldest + windowMs - now) / secondMs))
      throw new GraphError(429, 'TooManyRequests', 'Too many requests. Please retry after the time given.', {
        headers: {
          'Retry-After': String(seconds),
          'x-ms-throttle-scope': `Tenant_Application/Read/${clientId}`,
          'x-ms-throttle-information': 'ReportsLimitExceeded',
        },
      })
    }
    this.times.set(clientId, [...recent, now])
  }
}
