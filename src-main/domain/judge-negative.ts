import type { Recording } from '../contract/recording.ts'
import { about, type AuditRow, isRegistration } from './judge-audit.ts'
import { contradicted, decidedBy, type Judgement, notYet, proven, same, when } from './judgement.ts'

/** What the audit log says of tests that must not succeed, and of who acted. No I/O, no clock. */

const isReset = (row: AuditRow): boolean => same(row.activity, 'Reset password (self-service)')
const isGoodReset = (row: AuditRow): boolean => isReset(row) && same(row.result, 'success')
const isStarted = (row: AuditRow): boolean => /^user started the .* verification option$/i.test(row.reason.trim())
const isCompleted = (row: AuditRow): boolean => /^user completed the .* verification option$/i.test(row.reason.trim())
const isCancelled = (row: AuditRow): boolean => /^user cancell?ed before passing/i.test(row.reason.trim())
const isPresented = (row: AuditRow): boolean => same(row.reason, 'User was presented with verification options')
const isRefused = (row: AuditRow): boolean =>
  same(row.reason, 'Password reset is not enabled for this user') ||
  /insufficient authentication methods/i.test(row.reason)

function flows(rows: readonly AuditRow[]): AuditRow[][] {
  const byId = new Map<string, AuditRow[]>()
  for (const row of rows) byId.set(row.correlationId, [...(byId.get(row.correlationId) ?? []), row])
  return [...byId.values()]
}

/**
 * A reset that was begun with a code and left without passing, whatever other one succeeded later. That it was a wrong or an
 * old code leaves no row of its own: a person has to say so.
 */
export function judgeStopped(rows: readonly AuditRow[], userId: string, mark: string): Judgement {
  const mine = about(rows, userId, mark)
  const begun = flows(mine).filter((flow) => flow.some(isStarted))
  const stopped = begun.find((flow) => flow.some(isCancelled) && !flow.some(isCompleted))
  const cancelled = stopped?.find(isCancelled)
  if (cancelled) {
    return decidedBy(cancelled, proven(`“${cancelled.reason.trim()}” at ${when(cancelled.at)}, no method passed`))
  }
  const done = mine.find(isGoodReset)
  if (done) return decidedBy(done, contradicted(`the password was reset at ${when(done.at)}`))
  if (begun.some((flow) => flow.some(isCompleted))) {
    return notYet('a method was passed: begin this step again, and do not enter the right code')
  }
  return notYet(
    begun.length === 0 ? 'no reset of this user since the step began' : 'begun, and not left yet: choose Cancel',
  )
}

/** The directory refuses a weak password with a failed row of the reset itself (graph-facts §8.5). */
export function judgeWeakPassword(rows: readonly AuditRow[], userId: string, mark: string): Judgement {
  const resets = about(rows, userId, mark).filter(isReset)
  const refused = resets.find((row) => same(row.result, 'failure'))
  if (refused) return decidedBy(refused, proven(`refused at ${when(refused.at)}: ${refused.reason.trim()}`))
  const done = resets.find(isGoodReset)
  if (done) return decidedBy(done, contradicted(`the password was taken at ${when(done.at)}`))
  return notYet('no refused password of this user since the step began')
}

/** Administrators need two methods whatever the lab says (graph-facts §6); being let in and leaving shows nothing. */
export function judgeAdministrator(rows: readonly AuditRow[], operatorId: string, mark: string): Judgement {
  const mine = about(rows, operatorId, mark)
  const refused = mine.find(isRefused)
  if (refused) return decidedBy(refused, proven(`“${refused.reason.trim()}” at ${when(refused.at)}`))
  const done = mine.find(isGoodReset)
  if (done) {
    const gates = mine.filter((row) => row.correlationId === done.correlationId && isCompleted(row)).length
    const text = `reset at ${when(done.at)} with ${String(gates)} verified`
    return decidedBy(done, gates >= 2 ? proven(text) : contradicted(text))
  }
  return mine.some(isPresented)
    ? notYet('the page let the administrator in: how many methods it asked for only you can see')
    : notYet('no attempt of this account since the step began')
}

type Subjects = Pick<Recording['subjects'], 'testUserId' | 'controlUserId' | 'operatorId'>

/** Registration and reset by one object id. `mark` is when the registration began. */
export function judgeSamePerson(rows: readonly AuditRow[], subjects: Subjects, mark: string): Judgement {
  const { testUserId, controlUserId, operatorId } = subjects
  const by = (userId: string | undefined, fits: (row: AuditRow) => boolean): AuditRow | undefined =>
    userId === undefined ? undefined : about(rows, userId, mark).find(fits)
  const registered = by(testUserId, isRegistration)
  const reset = by(testUserId, isGoodReset)
  if (registered && reset) {
    const id = testUserId.slice(0, 8)
    return decidedBy(
      reset,
      proven(`object id ${id}… registered at ${when(registered.at)} and reset at ${when(reset.at)}`),
    )
  }
  const others = [
    {
      id: operatorId,
      reset: 'the administrator reset a password, the test user did not',
      registered: 'the administrator registered, the test user did not: was the window a private one?',
    },
    {
      id: controlUserId,
      reset: 'the control user reset a password, the test user did not',
      registered: 'the control user registered, the test user did not: was the window a private one?',
    },
  ]
  for (const other of others) {
    const wrong = reset ? undefined : by(other.id, isGoodReset)
    if (wrong) return decidedBy(wrong, contradicted(other.reset))
  }
  for (const other of others) {
    const wrong = registered ? undefined : by(other.id, isRegistration)
    if (wrong) return decidedBy(wrong, contradicted(other.registered))
  }
  return notYet(registered ? 'no reset of this account seen yet' : 'no registration of this account seen yet')
}

/** `left`: what is still there, by name, of `count` things the run made. */
export const judgeTakenAway = (left: readonly string[], count: number): Judgement =>
  left.length === 0 ? proven(`${String(count)} asked for, none found`) : notYet(`still there: ${left.join(', ')}`)
