import type { PortalWatch } from '../contract/calls.ts'
import type { Lab } from '../contract/lab.ts'
import type { PortalSetting } from '../contract/plan.ts'
import { AppError } from '../domain/app-error.ts'
import { waitingReport } from '../domain/witnesses.ts'
import { controlUserName, testUserName } from '../domain/lab.ts'
import { askWitness } from './ask-witness.ts'
import type { Subjects } from './findings.ts'
import { nextLookInMs } from './look-pacing.ts'
import type { Clock, GraphPort } from './ports.ts'

interface WatchInput {
  readonly lab: Lab
  readonly domain: string
  readonly settings: PortalSetting[]
  readonly graph: GraphPort
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onChange: (watch: PortalWatch) => void
}

export function firstWatch(settings: PortalSetting[]): PortalWatch {
  return {
    settings,
    watching: true,
    inside: waitingReport('sspr-on-for-test-user'),
    outside: waitingReport('sspr-off-for-control-user'),
  }
}

/**
 * Reads the effect of the portal step back: on for the test user, off for the control user. Ends when the first is
 * proven (the second is asked once more then), or when the signal aborts.
 */
export async function watchPortal(input: WatchInput): Promise<void> {
  const { graph, clock, signal } = input
  const subjects = await findSubjects(input)
  let watch = firstWatch(input.settings)
  input.onChange(watch)
  const beganAt = clock.now().getTime()
  while (!signal.aborted) {
    const inside = await askWitness(
      graph,
      { question: 'sspr-on-for-test-user', subjects, mark: null },
      'report',
      signal,
    )
    const outside = await askWitness(
      graph,
      { question: 'sspr-off-for-control-user', subjects, mark: null },
      'report',
      signal,
    )
    const waitMs = Math.max(inside.restMs, nextLookInMs('report', clock.now().getTime() - beganAt))
    const isSettled = inside.report.verdict === 'proven'
    // By the clock of the service, as the time of the look itself.
    const now = inside.date === null ? clock.now().getTime() : Date.parse(inside.date)
    const nextLookAt = isSettled ? null : new Date(now + waitMs).toISOString()
    watch = {
      ...watch,
      watching: !isSettled,
      inside: { ...inside.report, nextLookAt },
      outside: { ...outside.report, nextLookAt },
    }
    input.onChange(watch)
    if (isSettled) return
    await clock.sleep(waitMs, signal)
  }
}

async function findSubjects({ lab, domain, graph, signal }: WatchInput): Promise<Subjects> {
  const idOf = async (name: string): Promise<string> => {
    const found = await graph.findUser(name, signal)
    if (!found.value) throw AppError.of('not-found', 'recording.user-missing', { params: { name } })
    return found.value.userId
  }
  return {
    testUserId: await idOf(testUserName(lab, domain)),
    controlUserId: await idOf(controlUserName(lab, domain)),
    groupId: null,
    register: lab.checklist.register,
    methodsRequired: lab.sspr.methodsRequired,
  }
}
