import { hourMs, minuteMs, secondMs } from './time.ts'

/** How long the practice tenant keeps things from being seen, in milliseconds of its clock. */
export interface Lags {
  /** A new object answers 404 by id, in lists and as a reference. */
  readAfterCreateMs: number
  /** Audit and sign-in rows become visible. */
  auditMs: number
  /** The registration report is computed anew when it is older than this. */
  reportMs: number
  /** Settings of the portal and of the policies take effect. Not used by the first version. */
  policyMs: number
}

export const shortenedLags: Lags = { readAfterCreateMs: 400, auditMs: 1500, reportMs: 3000, policyMs: 0 }

/** What the documentation reckons with (a typical figure of each range). */
export const realLags: Lags = {
  readAfterCreateMs: 5 * secondMs,
  auditMs: 8 * minuteMs,
  reportMs: 4 * hourMs,
  policyMs: 10 * minuteMs,
}

export const areShortened = (lags: Lags): boolean =>
  lags.readAfterCreateMs < realLags.readAfterCreateMs ||
  lags.auditMs < realLags.auditMs ||
  lags.reportMs < realLags.reportMs
