import { z } from 'zod'

import { Lab } from './lab.ts'
import { MethodBefore } from './method-before.ts'
import { Pace } from './pace.ts'
import { Undo } from './undo.ts'

export const PlanId = z.uuid().brand('PlanId')
export type PlanId = z.infer<typeof PlanId>
export const RunId = z.uuid().brand('RunId')
export type RunId = z.infer<typeof RunId>

/** create, add, assign and set are done by the app; guided is done by a person in the portal; none is already right. */
export const ActionKind = z.enum(['create', 'add', 'assign', 'set', 'guided', 'none'])
export type ActionKind = z.infer<typeof ActionKind>

/** What an action works on, enough to carry it out and to undo it. Ids not known yet are null: known after apply. */
export const ActionTarget = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('group'),
    displayName: z.string(),
    description: z.string(),
    mailNickname: z.string(),
    /** The key a new group gets, and by which it is found again; null for none. */
    uniqueName: z.string().nullable().default(null),
    groupId: z.uuid().nullable(),
  }),
  z.object({
    type: z.literal('user'),
    userPrincipalName: z.string(),
    displayName: z.string(),
    mailNickname: z.string(),
    usageLocation: z.string(),
    userId: z.uuid().nullable(),
  }),
  z.object({
    type: z.literal('usage-location'),
    userPrincipalName: z.string(),
    userId: z.uuid(),
    before: z.string().nullable(),
    after: z.string(),
  }),
  z.object({
    type: z.literal('member'),
    userPrincipalName: z.string(),
    userId: z.uuid().nullable(),
    groupName: z.string(),
    groupId: z.uuid().nullable(),
  }),
  z.object({
    type: z.literal('licence'),
    userPrincipalName: z.string(),
    userId: z.uuid().nullable(),
    skuId: z.uuid(),
    productName: z.string(),
  }),
  z.object({
    type: z.literal('group-licence'),
    groupName: z.string(),
    groupId: z.uuid().nullable(),
    skuId: z.uuid(),
    productName: z.string(),
  }),
  z.object({
    type: z.literal('method'),
    method: z.string(),
    /** Whether the group may use it, or is left out of it. */
    setting: z.enum(['on', 'off']).default('on'),
    groupName: z.string(),
    groupId: z.uuid().nullable(),
    /** How it stood; null where the tenant does not know it, and in plans made before it was noted. */
    before: MethodBefore.nullable().default(null),
  }),
  z.object({ type: z.literal('portal') }),
  /** A client of the tenant's own, for delegated permissions of Microsoft Graph by name. */
  z.object({ type: z.literal('application'), displayName: z.string(), permissions: z.array(z.string()) }),
  z.object({ type: z.literal('service-principal'), displayName: z.string() }),
])
export type ActionTarget = z.infer<typeof ActionTarget>

export const PlanAction = z.object({
  /** Stable within a plan: `create-group`, `create-user:balas@…`, … Used in the journal. */
  id: z.string(),
  kind: ActionKind,
  /** What: a sentence in the present tense, such as "Create the group SSPRTesters". */
  what: z.string(),
  why: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** The Graph call it will make, for the details switch; null for guided and none. */
  call: z.string().nullable(),
  scope: z.string().nullable(),
  /** The least directory role for it; null where none is needed, and in plans made before roles were noted. */
  role: z.string().nullable().default(null),
  target: ActionTarget,
})
export type PlanAction = z.infer<typeof PlanAction>

/** One setting to choose in the portal, with the exact value. */
export const PortalSetting = z.object({
  blade: z.enum(['Properties', 'Authentication methods', 'Registration', 'Notifications', 'Customization']),
  name: z.string(),
  value: z.string(),
  url: z.url(),
})
export type PortalSetting = z.infer<typeof PortalSetting>

/** What applying a plan costs, reckoned from its actions alone. `seconds` is a rough guess for a person who waits. */
export const PlanEstimate = z.object({
  /** Round trips: what is asked for together travels in batches. */
  requests: z.number().int(),
  /** Changes as the service counts them against its write quota. */
  writes: z.number().int(),
  seconds: z.number().int(),
})
export type PlanEstimate = z.infer<typeof PlanEstimate>

/** A group a question is about. */
export const GroupCandidate = z.object({
  groupId: z.uuid(),
  description: z.string(),
  members: z.number().int(),
  createdAt: z.iso.datetime({ offset: true }).nullable(),
  /** Why a lab cannot use it, in a sentence; null when it can. */
  unusable: z.string().nullable(),
})
export type GroupCandidate = z.infer<typeof GroupCandidate>

/** What only a person can say: which of several groups of one name is meant. `isPilot` tells it from a further group. */
export const PlanQuestion = z.object({
  about: z.literal('group'),
  name: z.string(),
  isPilot: z.boolean(),
  candidates: z.array(GroupCandidate),
})
export type PlanQuestion = z.infer<typeof PlanQuestion>

export const Plan = z.object({
  planId: PlanId,
  tenantId: z.uuid(),
  domain: z.string(),
  builtAt: z.iso.datetime(),
  lab: Lab,
  actions: z.array(PlanAction),
  portalSettings: z.array(PortalSetting),
  totals: z.object({
    add: z.number().int(),
    change: z.number().int(),
    none: z.number().int(),
    guided: z.number().int(),
  }),
  /** What must be mended before the first write; apply refuses while this is not empty. */
  obstacles: z.array(z.string()),
  /** Apply refuses while one is open; the answers stand in the lab. */
  questions: z.array(PlanQuestion).default([]),
  /** What a person should know before applying; stops nothing. */
  cautions: z.array(z.string()).default([]),
  /** Null in plans made before it was reckoned. */
  estimate: PlanEstimate.nullable().default(null),
  /** Fingerprint of the snapshot it was made from; apply compares it again before the first write. */
  snapshotHash: z.string(),
})
export type Plan = z.infer<typeof Plan>

export const RowState = z.enum([
  'waiting',
  'working',
  'done',
  'failed',
  'guided',
  'unchanged',
  'cancelled',
  'unsettled',
])
export type RowState = z.infer<typeof RowState>

export const RunRow = z.object({
  actionId: z.string(),
  what: z.string(),
  kind: ActionKind,
  state: RowState,
  reason: z.string().nullable(),
})
export type RunRow = z.infer<typeof RunRow>

/** A run as a whole. Events tell what changed of it (`RunChange`). */
export const Run = z.object({
  runId: RunId,
  planId: PlanId,
  labId: z.string(),
  labTitle: z.string(),
  tenantId: z.uuid(),
  domain: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  state: z.enum(['running', 'paused', 'done', 'failed', 'cancelled', 'interrupted', 'undone']),
  rows: z.array(RunRow),
  /** Null while it cannot be known. */
  pace: Pace.nullable().default(null),
  /** Users whose initial password can still be taken, once. */
  passwordsWaiting: z.number().int(),
  /** The undo of this run, once one was begun. */
  undo: Undo.nullable().default(null),
  /** Counts up with everything told of any run; a change of the number after it fits this one. */
  changeNumber: z.int().default(0),
})
export type Run = z.infer<typeof Run>

/** Shown once, then forgotten by the main process. */
export const InitialPassword = z.object({
  userPrincipalName: z.string(),
  displayName: z.string(),
  password: z.string(),
  /** Made by ResetLab, or brought in a file of people. */
  origin: z.enum(['made', 'brought']),
})
export type InitialPassword = z.infer<typeof InitialPassword>
