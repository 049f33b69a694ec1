import type { Clock, GraphPort, Seen } from './ports.ts'

/** What witnesses are asked through. */
export type WitnessReads = Pick<
  GraphPort,
  | 'memberIds'
  | 'rolesOf'
  | 'premiumPlansOf'
  | 'findUser'
  | 'findGroup'
  | 'methodTypes'
  | 'passwordChangedAt'
  | 'registrationDetail'
  | 'auditRows'
  | 'signInRows'
  | 'lastSignInAt'
  | 'methodEvents'
>

/** So long one answer serves several claims. */
const freshMs = 2000

/**
 * Reads in which one answer serves every claim that needs it within a moment, so that a round of looks asks a report for a
 * user, or a log for a service, once. Logs are read from `since` on, whatever a claim asks for: its judge knows its mark.
 */
export function sharedReads(graph: GraphPort, clock: Clock, since: string): WitnessReads {
  const kept = new Map<string, { answer: Promise<Seen<unknown>>; answeredAt: number | null }>()

  function once<T>(key: string, read: () => Promise<Seen<T>>): Promise<Seen<T>> {
    const before = kept.get(key)
    if (before && (before.answeredAt === null || clock.now().getTime() - before.answeredAt < freshMs)) {
      // What is kept under a key came from the same read.
      return before.answer as Promise<Seen<T>>
    }
    const entry = { answer: read(), answeredAt: null as number | null }
    kept.set(key, entry)
    const note = (): void => {
      entry.answeredAt = clock.now().getTime()
    }
    entry.answer.then(note, note)
    return entry.answer
  }

  return {
    memberIds: (groupId, signal) => once(`members ${groupId}`, () => graph.memberIds(groupId, signal)),
    rolesOf: (userId, signal) => once(`roles ${userId}`, () => graph.rolesOf(userId, signal)),
    premiumPlansOf: (userId, signal) => once(`plans ${userId}`, () => graph.premiumPlansOf(userId, signal)),
    findUser: (key, signal) => once(`user ${key}`, () => graph.findUser(key, signal)),
    findGroup: (groupId, signal) => once(`group ${groupId}`, () => graph.findGroup(groupId, signal)),
    methodTypes: (userId, signal) => once(`methods ${userId}`, () => graph.methodTypes(userId, signal)),
    passwordChangedAt: (userId, signal) => once(`password ${userId}`, () => graph.passwordChangedAt(userId, signal)),
    registrationDetail: (userId, signal) => once(`report ${userId}`, () => graph.registrationDetail(userId, signal)),
    auditRows: (service, _mark, signal) => once(`audit ${service}`, () => graph.auditRows(service, since, signal)),
    signInRows: (userId, _mark, signal) => once(`sign-ins ${userId}`, () => graph.signInRows(userId, since, signal)),
    lastSignInAt: (userId, signal) => once(`activity ${userId}`, () => graph.lastSignInAt(userId, signal)),
    methodEvents: (signal) => once('events', () => graph.methodEvents(signal)),
  }
}
