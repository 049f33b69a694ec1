import type { PermissionStep } from '../contract/permissions.ts'
import type { appRegistrationHandlers } from './handlers/app-registration-handlers.ts'
import type { portalHandlers } from './handlers/portal-handlers.ts'
import type { recordingHandlers } from './handlers/recording-handlers.ts'
import type { runHandlers } from './handlers/run-handlers.ts'
import type { SessionDesk } from './handlers/session-desk.ts'

type Permissions = Pick<SessionDesk, 'prepare' | 'require'>

const first =
  <Given, Answer>(before: () => Promise<void>, handle: (given: Given) => Promise<Answer>) =>
  async (given: Given): Promise<Answer> => {
    await before()
    return handle(given)
  }

const requiring = (permissions: Permissions, step: PermissionStep) => () => permissions.require(step)

/** A plan says itself what it lacks; to carry one out takes some of it, and a person is told before a row fails. */
export function permittedRuns(
  permissions: Permissions,
  handlers: ReturnType<typeof runHandlers>,
): ReturnType<typeof runHandlers> {
  const setUp = requiring(permissions, 'set-up')
  return {
    ...handlers,
    'plan.build': first(() => permissions.prepare('set-up'), handlers['plan.build']),
    'run.start': first(setUp, handlers['run.start']),
    'run.resume': first(setUp, handlers['run.resume']),
    'run.undo': first(setUp, handlers['run.undo']),
  }
}

export function permittedRegistrations(
  permissions: Permissions,
  handlers: ReturnType<typeof appRegistrationHandlers>,
): ReturnType<typeof appRegistrationHandlers> {
  const register = requiring(permissions, 'register')
  return {
    ...handlers,
    'appRegistration.plan': first(() => permissions.prepare('register'), handlers['appRegistration.plan']),
    'appRegistration.create': first(register, handlers['appRegistration.create']),
    'appRegistration.resume': first(register, handlers['appRegistration.resume']),
    'appRegistration.remove': first(register, handlers['appRegistration.remove']),
  }
}

export function permittedPortal(
  permissions: Permissions,
  handlers: ReturnType<typeof portalHandlers>,
): ReturnType<typeof portalHandlers> {
  return { ...handlers, 'portal.watch': first(requiring(permissions, 'verify'), handlers['portal.watch']) }
}

export function permittedRecordings(
  permissions: Permissions,
  handlers: ReturnType<typeof recordingHandlers>,
): ReturnType<typeof recordingHandlers> {
  return { ...handlers, 'recording.start': first(requiring(permissions, 'verify'), handlers['recording.start']) }
}
