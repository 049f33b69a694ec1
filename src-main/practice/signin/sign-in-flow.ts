import { randomBytes } from 'node:crypto'

import type { Practice } from '../context.ts'
import type { PracticeState, User } from '../state/model.ts'
import { hourMs } from '../time.ts'

/** What an application asked for at the authorize endpoint. */
export interface AuthorizeRequest {
  clientId: string
  redirectUri: string
  scopes: readonly string[]
  state: string | null
  nonce: string | null
  codeChallenge: string
}

/** Where a sign-in leads: back to an application, or to one of our own pages. */
export type SignInTarget = { kind: 'application'; request: AuthorizeRequest } | { kind: 'page'; path: string }

export type SignInStep = 'pick' | 'user' | 'password' | 'change' | 'more' | 'register' | 'registered' | 'review'

/** One sign-in under way, from the first page to the last. Kept in memory; it ends with the server. */
export interface SignInFlow {
  id: string
  startedAt: number
  target: SignInTarget
  step: SignInStep
  userName: string
  /** True when the administrator is expected, so that the rehearsal box may offer the account. */
  expectsAdmin: boolean
  prefill: boolean
  /** Set once the password was right, with the moment it was. */
  userId: string | null
  provenAt: number
  error: { field: string; text: string } | null
}

export interface SignInFlows {
  start(target: SignInTarget, options: { userName?: string; expectsAdmin: boolean; step?: SignInStep }): SignInFlow
  find(id: string): SignInFlow | null
  end(flow: SignInFlow): void
}

const lifetimeMs = hourMs

export function createSignInFlows(practice: Practice): SignInFlows {
  const flows = new Map<string, SignInFlow>()
  return {
    start(target, { userName = '', expectsAdmin, step = 'user' }) {
      const now = practice.clock()
      for (const [id, flow] of flows) if (now - flow.startedAt > lifetimeMs) flows.delete(id)
      const flow: SignInFlow = {
        id: randomBytes(16).toString('base64url'),
        startedAt: now,
        target,
        step,
        userName,
        expectsAdmin,
        prefill: false,
        userId: null,
        provenAt: 0,
        error: null,
      }
      flows.set(flow.id, flow)
      return flow
    },
    find(id) {
      const flow = flows.get(id)
      return flow && practice.clock() - flow.startedAt <= lifetimeMs ? flow : null
    },
    end: (flow) => {
      flows.delete(flow.id)
    },
  }
}

/** Who typed the right password in this sign-in; null when a reset or a change since has made that worthless. */
export function provenUser(state: PracticeState, flow: SignInFlow): User | null {
  const user = state.users.find(({ id }) => id === flow.userId)
  const isProven = user?.deletedAt === null && user.accountEnabled && flow.provenAt >= user.sessionsValidFrom
  return isProven ? user : null
}

export const flowPath = (flow: SignInFlow, tail = ''): string => `/signin/flow/${flow.id}${tail}`
