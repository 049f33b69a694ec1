import { markedObjects } from '../../engine/marked-objects.ts'
import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

type GuardHandlers = Pick<Handlers, 'guard.look' | 'guard.marked'>

/** What stands between a plan and its first write, and what earlier runs left in the tenant. */
export function guardHandlers(desk: Desk): GuardHandlers {
  return {
    'guard.look': ({ planId }) => desk.guard.look(planId),
    'guard.marked': () => markedObjects(desk.connection().graph),
  }
}
