import type { Handlers } from '../serve-calls.ts'
import { AppRegistrationDesk, type RegistrationAccess } from './app-registration-desk.ts'
import type { Desk } from './desk.ts'

type AppRegistrationHandlers = Pick<Handlers, Extract<keyof Handlers, `appRegistration.${string}`>>

/** The tenant's own app registration: planned, made, and taken away. */
export function appRegistrationHandlers(desk: Desk, access: RegistrationAccess): AppRegistrationHandlers {
  const registrations = new AppRegistrationDesk(desk, access)
  return {
    'appRegistration.current': () => registrations.current(),
    'appRegistration.plan': () => registrations.plan(),
    'appRegistration.create': ({ planId, confirmation }) => registrations.create(planId, confirmation),
    'appRegistration.resume': ({ runId, confirmation }) => registrations.resume(runId, confirmation),
    'appRegistration.undoPlan': ({ runId }) => registrations.undoPlan(runId),
    'appRegistration.remove': ({ runId }) => registrations.remove(runId),
  }
}
