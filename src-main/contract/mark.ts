/**
 * The lab's mark: what tells, in the tenant itself, that ResetLab made an object, and in which run.
 *
 * A user carries it as the employee type, a group as the beginning of its mail nickname, an application as a tag. Both can be written with the scopes
 * a lab has anyway, can be filtered by their beginning, are shown in no address list, profile card or group page that
 * ordinary users meet, and stay when somebody changes names and descriptions. A group's description would be seen by its
 * members and is often changed, its `uniqueName` is the lab's own to choose, and users' extension attributes belong to
 * Exchange where there is one (Graph docs: resources/user.md, resources/group.md, concepts/aad-advanced-queries.md).
 */
export const markStart = 'resetlab'

export const userMark = (runId: string): string => `${markStart}:${runId}`

/** A tag of an application; its service principal shows it, too (Graph docs: resources/application.md). */
export const applicationMark = userMark

/** At most 64 characters, as Graph wants it; within a run, names tell its groups apart. */
export const groupMark = (runId: string, mailNickname: string): string =>
  `${markStart}-${runId}-${mailNickname}`.slice(0, 64).replace(/-+$/, '')

/** The run that made an object, by its mark; null when it carries none. */
export function runOfMark(mark: string): string | null {
  const [, runId] = /^resetlab[:-]([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-|$)/i.exec(mark) ?? []
  return runId?.toLowerCase() ?? null
}

/** What a plan says of it, where it makes anything. */
export const markSentence =
  'Every new user, group and application carries the mark of its run (resetlab and the run’s number; employee type of a user, mail nickname of a group, tag of an application), so that it can be found and taken away later.'
