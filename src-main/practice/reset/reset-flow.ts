import { randomBytes, randomUUID } from 'node:crypto'

import type { GateKind, Proof } from '../rules/methods.ts'
import type { PasswordStrength } from '../rules/password.ts'
import type { RefusalCode } from '../rules/scope.ts'
import type { User } from '../state/model.ts'
import { minuteMs } from '../time.ts'

export const flowLifetimeMs = 15 * minuteMs
export const codeLifetimeMs = 5 * minuteMs

export type ResetStep = 'choose' | 'prove' | 'password' | 'done' | 'refused' | 'blocked' | 'cancelled' | 'expired'

/** One visit to "Get back into your account", from the user ID on. In memory only. */
export interface ResetFlow {
  id: string
  userId: string
  userName: string
  /** Ties the audit rows together; shown as the support code. */
  correlationId: string
  startedAt: number
  step: ResetStep
  refusal: RefusalCode | null
  required: 1 | 2
  passed: GateKind[]
  /** How the gate is being passed, and the code, prompt or call sent for it where one is sent. */
  kind: Proof | null
  code: { text: string; expiresAt: number } | null
  askedId: string | null
  typed: string
  /** Of the new password that was refused last. */
  strength: PasswordStrength | null
  error: { field: string; text: string } | null
}

export class ResetFlows {
  readonly flows = new Map<string, ResetFlow>()

  start(user: User, now: number): ResetFlow {
    for (const [id, flow] of this.flows) if (now - flow.startedAt > 4 * flowLifetimeMs) this.flows.delete(id)
    const flow: ResetFlow = {
      id: randomBytes(16).toString('base64url'),
      userId: user.id,
      userName: user.userPrincipalName,
      correlationId: randomUUID(),
      startedAt: now,
      step: 'choose',
      refusal: null,
      required: 1,
      passed: [],
      kind: null,
      code: null,
      askedId: null,
      typed: '',
      strength: null,
      error: null,
    }
    this.flows.set(flow.id, flow)
    return flow
  }

  find(id: string): ResetFlow | null {
    return this.flows.get(id) ?? null
  }
}

export const resetPath = (flow: ResetFlow, tail = ''): string => `/reset/flow/${flow.id}${tail}`
