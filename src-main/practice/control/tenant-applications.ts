import { randomUUID } from 'node:crypto'
import { z } from 'zod'

import type { Practice } from '../context.ts'
import type { Application } from '../state/tenant-record.ts'
import { ControlError, readAs } from './control-error.ts'

const mostApplications = 100

export const NewApplication = z.strictObject({
  displayName: z
    .string({ error: 'A name, please.' })
    .trim()
    .min(1, { error: 'A name, please.' })
    .max(120, { error: '120 letters at most.' }),
})

export const ApplicationChange = z.strictObject({
  isEnabled: z.boolean().optional(),
  requiresAssignment: z.boolean().optional(),
})

/** Registers a public client in the tenant. Throws 400, 409 `too-many-applications`. */
export async function addApplication({ store }: Practice, value: unknown): Promise<Application> {
  const { displayName } = readAs(NewApplication, value)
  const { applications } = store.state
  if (applications.length >= mostApplications) {
    throw new ControlError(409, 'too-many-applications', `There are ${String(mostApplications)} applications at most.`)
  }
  const application = {
    appId: randomUUID(),
    displayName,
    isFirstParty: false,
    isEnabled: true,
    requiresAssignment: false,
  }
  applications.push(application)
  store.touch()
  await store.saved()
  return application
}

const find = ({ store }: Practice, appId: string): Application => {
  const found = store.state.applications.find((application) => application.appId === appId.toLowerCase())
  if (!found) throw new ControlError(404, 'unknown-application', 'There is no such application.', 'appId')
  return found
}

/** Switches an application on or off, or asks that people are assigned to it. Throws 400, 404. */
export async function changeApplication(practice: Practice, appId: string, value: unknown): Promise<Application> {
  const application = find(practice, appId)
  const { isEnabled, requiresAssignment } = readAs(ApplicationChange, value)
  application.isEnabled = isEnabled ?? application.isEnabled
  application.requiresAssignment = requiresAssignment ?? application.requiresAssignment
  practice.store.touch()
  await practice.store.saved()
  return application
}

/** Takes an own application away, with what was consented to. Microsoft's own stay: 409 `first-party`. */
export async function removeApplication(practice: Practice, appId: string): Promise<void> {
  const application = find(practice, appId)
  if (application.isFirstParty) {
    throw new ControlError(
      409,
      'first-party',
      'Applications of Microsoft cannot be taken away, only switched off.',
      'appId',
    )
  }
  const { state } = practice.store
  state.applications = state.applications.filter((other) => other !== application)
  state.grants = state.grants.filter(({ clientId }) => clientId !== application.appId)
  practice.store.touch()
  await practice.store.saved()
}
