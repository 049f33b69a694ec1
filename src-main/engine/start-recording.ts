import type { Lab } from '../contract/lab.ts'
import type { Recording, RecordingId } from '../contract/recording.ts'
import type { Target, TargetLinks } from '../contract/tenant.ts'
import { AppError } from '../domain/app-error.ts'
import { buildChecklist } from '../domain/checklist/build-checklist.ts'
import { controlUserName, testUserName } from '../domain/lab.ts'
import { findPilotGroups } from './find-groups.ts'
import type { GraphPort } from './ports.ts'

interface StartInput {
  readonly lab: Lab
  readonly target: Target
  readonly links: TargetLinks
  readonly recordingId: RecordingId
  readonly graph: GraphPort
  /** What a run of this lab made, by object id; null when no run of it is known on this computer. */
  readonly made?: Made | null
}

/** Object ids of users and groups a run made. */
export interface Made {
  readonly userIds: readonly string[]
  readonly groupIds: readonly string[]
}

/** The first state of a recording: the checklist of the lab, and the objects its witnesses are asked about. */
export async function firstRecording(input: StartInput): Promise<Recording> {
  const { lab, target, graph } = input
  const testUser = testUserName(lab, target.domain)
  const controlUser = controlUserName(lab, target.domain)
  const test = await graph.findUser(testUser)
  const control = await graph.findUser(controlUser)
  const groups = await findPilotGroups(graph, lab.group)
  if (!test.value || !control.value) {
    const name = test.value ? controlUser : testUser
    throw AppError.of('not-found', 'recording.user-missing', { params: { name } })
  }
  const [group, ...others] = groups
  if (!group || others.length > 0) {
    const code = group ? 'recording.group-twice' : 'recording.group-missing'
    throw AppError.of('not-found', code, { params: { name: lab.group.displayName } })
  }
  return {
    recordingId: input.recordingId,
    labId: lab.id,
    labTitle: lab.title,
    tenantId: target.tenantId,
    tenantName: target.displayName,
    domain: target.domain,
    targetKind: target.kind,
    testUser,
    controlUser,
    operator: target.operator.userPrincipalName,
    subjects: {
      testUserId: test.value.userId,
      controlUserId: control.value.userId,
      groupId: group.groupId,
      register: lab.checklist.register,
      methodsRequired: lab.sspr.methodsRequired,
      resetWith: lab.checklist.resetWith,
      operatorId: target.operator.id,
      ...madeOf(input.made ?? null, [test.value.userId, control.value.userId], group.groupId),
    },
    startedAt: test.date,
    finishedAt: null,
    currentStep: 'operator-checks',
    steps: buildChecklist({
      lab,
      domain: target.domain,
      links: input.links,
      operator: target.operator.userPrincipalName,
    }),
    events: 0,
    watching: false,
  }
}

/** Of what a run made, only what the test is about: the clean-up is proven by it, without asking for thousands of users. */
function madeOf(made: Made | null, userIds: string[], groupId: string): Pick<Recording['subjects'], 'made'> {
  if (made === null) return {}
  return {
    made: {
      userIds: userIds.filter((id) => made.userIds.includes(id)),
      groupIds: made.groupIds.includes(groupId) ? [groupId] : [],
    },
  }
}
