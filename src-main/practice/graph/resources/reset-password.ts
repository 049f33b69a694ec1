import { randomUUID } from 'node:crypto'
import type { LongRunningOperation as GraphOperation } from '@microsoft/microsoft-graph-types'
import { z } from 'zod'

import { passwordMethodId } from '../../state/catalogue.ts'
import type { LongRunningOperation, User } from '../../state/model.ts'
import { generatePassword } from '../../state/seed.ts'
import { directoryTime, secondMs } from '../../time.ts'
import { answer, type Answer, notFound } from '../answer.ts'
import { contextUrl, type GraphCall, param, readBody } from '../operation.ts'
import { checkIsOther, checkMayTouch, writeMethodAudit } from './touch-methods.ts'
import { checkPassword, resetByAdministrator } from './write-user.ts'

const Reset = z.strictObject({ newPassword: z.string().optional() })
const takesMs = 2 * secondMs

/**
 * An administrator's reset: accepted at once, done a moment later, and the person must change it at the next sign-in
 * (graph-docs: api/authenticationmethod-resetpassword.md). Without a password one is made up and shown in the answer.
 */
export function resetPassword(call: GraphCall, user: User): Answer {
  checkIsOther(call, user)
  checkMayTouch(call, user)
  if (param(call, 'methodId').toLowerCase() !== passwordMethodId) throw notFound(param(call, 'methodId'))
  const { newPassword } = call.body === undefined ? {} : readBody(call, Reset, 'PasswordResetResponse')
  const isGiven = newPassword !== undefined && newPassword !== ''
  if (isGiven) checkPassword(call, newPassword, user)
  const password = isGiven ? newPassword : generatePassword()
  resetByAdministrator(call, user, password)
  user.mustChangePassword = true
  call.state.users.put(user)
  writeMethodAudit(call, user, 'Admin started password reset')
  const operation: LongRunningOperation = {
    id: randomUUID(),
    userId: user.id,
    createdAt: call.now,
    endsAt: call.now + takesMs,
  }
  call.state.operations.put(operation)
  call.state.operations.keepNewest(500)
  const location = `${call.practice.baseUrl}/v1.0/users/${user.id}/authentication/operations/${operation.id}`
  const body = isGiven
    ? undefined
    : { '@odata.context': contextUrl(call, 'microsoft.graph.passwordResetResponse'), newPassword: password }
  return answer(202, body, { Location: location, 'Retry-After': String(takesMs / secondMs) })
}

/** How far a reset is (graph-docs: api/authenticationoperations-get.md). */
export function operationOf(call: GraphCall, user: User): Answer {
  const id = param(call, 'operationId').toLowerCase()
  const operation = call.state.operations.get(id)
  if (operation?.userId !== user.id) throw notFound(id)
  const isDone = call.now >= operation.endsAt
  const entity: GraphOperation = {
    id: operation.id,
    createdDateTime: directoryTime(operation.createdAt),
    lastActionDateTime: directoryTime(isDone ? operation.endsAt : operation.createdAt),
    resourceLocation: null,
    status: isDone ? 'succeeded' : 'running',
    statusDetail: null,
  }
  const context = contextUrl(call, `users('${user.id}')/authentication/operations/$entity`)
  return answer(200, { '@odata.context': context, ...entity })
}
