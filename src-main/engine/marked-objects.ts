import type { MarkedInTenant } from '../contract/guard.ts'
import { markStart, runOfMark } from '../contract/mark.ts'
import type { Unread } from '../domain/reading.ts'
import type { ApplicationFacts, GraphPort } from './ports.ts'
import { reading } from './reading.ts'

/** The mark of a run on an application; null for one that ResetLab did not register. */
export const markOfApplication = ({ tags }: Pick<ApplicationFacts, 'tags'>): string | null =>
  tags.find((tag) => tag.startsWith(`${markStart}:`)) ?? null

/**
 * Everything that bears the mark of a run, whoever's computer it was made on; what was made a moment ago may be missing.
 * Applications take a permission that a lab does not need, so they may stay unread, which is said.
 */
export async function markedObjects(graph: GraphPort): Promise<MarkedInTenant> {
  const [marked, applications] = await Promise.all([graph.marked(), reading(graph.applications())])
  const registered = 'value' in applications ? applications.value : []
  const found = registered.flatMap((application) => {
    const mark = markOfApplication(application)
    return mark === null
      ? []
      : [{ type: 'application' as const, id: application.objectId, name: application.displayName, mark }]
  })
  return {
    objects: [...marked.value, ...found].map((object) => ({ ...object, runId: runOfMark(object.mark) })),
    unread: 'trouble' in applications ? unreadApplications(applications) : null,
  }
}

const unreadApplications = ({ trouble, isRefusal = false }: Unread): string =>
  isRefusal
    ? 'Applications are not listed: that takes the permission Application.ReadWrite.All, which is asked for to register one.'
    : `Applications could not be read: ${trouble}`
