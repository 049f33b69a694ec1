import type { Practice } from './context.ts'
import { waitOf } from './lags.ts'
import { settleGroupLicences } from './rules/group-licences.ts'
import { computeReport } from './rules/registration-row.ts'
import type { TenantRecord } from './state/tenant-record.ts'

type Setting = TenantRecord['waiting'][number]['what']

/**
 * Lets what is saved now come into force after the policy lag. Settings overtake nothing: one that was saved later is
 * in force later.
 */
export function takesEffectLater(practice: Practice, what: Setting): void {
  const { state } = practice.store
  const now = practice.clock()
  const wait = waitOf(practice.lags, 'policy', `${what}${String(now)}`)
  const latest = state.waiting.reduce((at, waiting) => (waiting.what === what ? Math.max(at, waiting.dueAt) : at), 0)
  const dueAt = Math.max(now + wait, latest)
  // The value of a key is what that key holds: the pair cannot be told to the compiler in one expression.
  state.waiting.push(structuredClone({ what, dueAt, value: state[what] }) as TenantRecord['waiting'][number])
  practice.store.touch()
  bringUpToDate(practice)
}

function bringIntoForce(practice: Practice, now: number): void {
  const { state } = practice.store
  if (!state.waiting.some(({ dueAt }) => dueAt <= now)) return
  for (const waiting of state.waiting) {
    if (waiting.dueAt > now) continue
    if (waiting.what === 'sspr') state.inForce.sspr = waiting.value
    else if (waiting.what === 'methodConfigurations') state.inForce.methodConfigurations = waiting.value
    else state.inForce.authorizationPolicy = waiting.value
  }
  state.waiting = state.waiting.filter(({ dueAt }) => dueAt > now)
  practice.store.touch()
}

/**
 * The report is a snapshot taken at fixed intervals. Nothing changes between two requests, so what a request finds when
 * the time has passed is what was there when it passed.
 */
function takeSnapshot(practice: Practice, now: number): void {
  const [intervalMs] = practice.lags.report
  const { report } = practice
  if (report !== null && intervalMs > 0 && now - report.computedAt < intervalMs) return
  if (report === null || intervalMs === 0) {
    // Without a lag it is computed when somebody asks for it.
    practice.report = report === null ? { computedAt: now, rows: computeReport(practice, now) } : report
    return
  }
  const passed = Math.floor((now - report.computedAt) / intervalMs)
  const computedAt = report.computedAt + passed * intervalMs
  practice.report = { computedAt, rows: computeReport(practice, computedAt) }
}

/** Does what has become due by the simulated clock. Called before every request is looked at. */
export function bringUpToDate(practice: Practice): void {
  const now = practice.clock()
  bringIntoForce(practice, now)
  settleGroupLicences(practice, now)
  takeSnapshot(practice, now)
}

/** The report to answer from: the last snapshot, or a fresh one where the lag is switched off. */
export function currentReport(practice: Practice): NonNullable<Practice['report']> {
  const now = practice.clock()
  if (practice.report === null || practice.lags.report[0] === 0) {
    practice.report = { computedAt: now, rows: computeReport(practice, now) }
  }
  return practice.report
}
