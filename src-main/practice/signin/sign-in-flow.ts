import { randomBytes, randomUUID } from 'node:crypto'

import { TenantMap } from '../bounded-map.ts'
import type { Practice } from '../context.ts'
import type { User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import { hourMs, secondMs } from '../time.ts'
import type { DeviceRequest } from './device-box.ts'
import type { OAuthError } from './oauth-error.ts'

export type ResponseMode = 'query' | 'fragment' | 'form_post'
export type Prompt = 'login' | 'none' | 'select_account' | 'consent'

/** Where and how an application waits for its answer. */
export interface ReplyAddress {
  redirectUri: string
  responseMode: ResponseMode
  state: string | null
}

/** What an application asked for at the authorize endpoint. */
export interface AuthorizeRequest extends ReplyAddress {
  clientId: string
  scopes: readonly string[]
  nonce: string | null
  codeChallenge: string
  /** What MSAL asks for with `client_info=1`. */
  wantsClientInfo: boolean
}

/** What an administrator was sent to consent to, for everybody and with no token in the end. */
export interface AdminConsentRequest extends ReplyAddress {
  clientId: string
  scopes: readonly string[]
}

/** Where a sign-in leads: back to an application, to a device that waits, or to one of our own pages. */
export type SignInTarget =
  | { kind: 'application'; request: AuthorizeRequest }
  | { kind: 'device'; request: DeviceRequest }
  | { kind: 'adminConsent'; request: AdminConsentRequest }
  | { kind: 'page'; path: string }

export type SignInStep =
  | 'pick'
  | 'user'
  | 'pass'
  | 'password'
  | 'change'
  | 'more'
  | 'register'
  | 'registered'
  | 'review'
  | 'device'
  | 'consent'
  | 'needAdmin'
  | 'problem'

export interface StepError {
  field: string
  text: string
  /** AADSTS code, shown in the troubleshooting details. */
  code?: number
}

/** What is asked on the consent page. */
export interface ConsentQuestion {
  scopes: string[]
  /** `admin`: the person may not answer it. */
  kind: 'person' | 'admin'
  /** Whether "Consent on behalf of your organization" is offered. */
  mayBeForAll: boolean
}

/** One sign-in under way, from the first page to the last. Kept in memory; it ends with the server. */
export interface SignInFlow {
  id: string
  startedAt: number
  target: SignInTarget
  step: SignInStep
  /** Id of the one tenant whose users are wanted, or null where any tenant's will do. */
  tenantId: string | null
  prompt: Prompt | null
  /** Ends up in the sign-in log and in every error of this sign-in. */
  correlationId: string
  userName: string
  /** True when the administrator is expected, so that the rehearsal box may offer the account. */
  expectsAdmin: boolean
  prefill: boolean
  /** Set once the password was right, with the moment it was. */
  userId: string | null
  provenAt: number
  error: StepError | null
  /** What the step `problem` shows. */
  problem: OAuthError | null
  /** What the steps `consent` and `needAdmin` are about. */
  question: ConsentQuestion | null
  isSessionOpen: boolean
  isDeviceConfirmed: boolean
  isConsentAsked: boolean
}

export interface FlowStart {
  userName?: string
  expectsAdmin: boolean
  step?: SignInStep
  tenantId?: string | null
  prompt?: Prompt | null
  correlationId?: string
}

export interface SignInFlows {
  start(target: SignInTarget, options: FlowStart): SignInFlow
  find(id: string): SignInFlow | null
  /** Whether it is under way here, or has just ended. */
  knows(id: string): boolean
  /** Takes over a sign-in that began at another tenant, because its person belongs here. */
  adopt(flow: SignInFlow): void
  /** Forgets a sign-in that goes on elsewhere. */
  leave(flow: SignInFlow): void
  /** The last answer of a sign-in. Who sent the last form twice gets it again: the browser shows the second answer only. */
  end(flow: SignInFlow, answer: Response): Response
  answerOf(id: string): Response | null
}

const lifetimeMs = hourMs
/** How long after the last answer a form counts as sent twice. */
const twiceMs = 10 * secondMs

export function createSignInFlows(practice: Practice): SignInFlows {
  const flows = new TenantMap<SignInFlow>(practice)
  const ended = new TenantMap<{ answer: Response; at: number }>(practice)
  return {
    start(target, { userName = '', expectsAdmin, step = 'user', tenantId = null, prompt = null, correlationId }) {
      const now = practice.clock()
      for (const [id, flow] of flows.now) if (now - flow.startedAt > lifetimeMs) flows.now.delete(id)
      const flow: SignInFlow = {
        id: randomBytes(16).toString('base64url'),
        startedAt: now,
        target,
        step,
        tenantId,
        prompt,
        correlationId: correlationId ?? randomUUID(),
        userName,
        expectsAdmin,
        prefill: false,
        userId: null,
        provenAt: 0,
        error: null,
        problem: null,
        question: null,
        isSessionOpen: false,
        isDeviceConfirmed: false,
        isConsentAsked: false,
      }
      flows.now.set(flow.id, flow)
      return flow
    },
    find(id) {
      const flow = flows.now.get(id)
      return flow && practice.clock() - flow.startedAt <= lifetimeMs ? flow : null
    },
    adopt(flow) {
      flows.now.set(flow.id, flow)
    },
    knows(id) {
      return this.find(id) !== null || ended.now.has(id)
    },
    leave(flow) {
      flows.now.delete(flow.id)
    },
    end(flow, answer) {
      const now = practice.clock()
      flows.now.delete(flow.id)
      for (const [id, { at }] of ended.now) if (now - at > twiceMs) ended.now.delete(id)
      ended.now.set(flow.id, { answer: answer.clone(), at: now })
      return answer
    },
    answerOf(id) {
      const last = ended.now.get(id)
      return last && practice.clock() - last.at <= twiceMs ? last.answer.clone() : null
    },
  }
}

/** Who typed the right password in this sign-in; null when a reset or a change since has made that worthless. */
export function provenUser(state: PracticeState, flow: SignInFlow): User | null {
  const user = state.users.get(flow.userId ?? '')
  const isProven = user?.deletedAt === null && user.accountEnabled && flow.provenAt >= user.sessionsValidFrom
  return isProven ? user : null
}

export const flowPath = (flow: SignInFlow, tail = ''): string => `/signin/flow/${flow.id}${tail}`
