import { randomBytes, randomUUID } from 'node:crypto'

import { TenantMap } from '../bounded-map.ts'
import type { Practice } from '../context.ts'
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
  private readonly practice: Practice
  private readonly flows: TenantMap<ResetFlow>

  constructor(practice: Practice) {
    this.practice = practice
    this.flows = new TenantMap(practice)
  }

  start(user: User): ResetFlow {
    const now = this.practice.clock()
    const flows = this.flows.now
    for (const [id, flow] of flows) if (now - flow.startedAt > 4 * flowLifetimeMs) flows.delete(id)
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
    flows.set(flow.id, flow)
    return flow
  }

  find(id: string): ResetFlow | null {
    return this.flows.now.get(id) ?? null
  }
}

export const resetPath = (flow: ResetFlow, tail = ''): string => `/reset/flow/${flow.id}${tail}`
