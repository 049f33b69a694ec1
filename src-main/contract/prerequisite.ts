import { z } from 'zod'

import { Failure } from './failure.ts'

/** The lines of the Tenant step, in their order. */
export const PrerequisiteId = z.enum([
  'organisation',
  'domain',
  'licence',
  'operator-licence',
  'roles',
  'permissions',
  'security-defaults',
  'conditional-access',
  'methods-policy',
  'methods',
  'dated-changes',
  'admin-switch',
])
export type PrerequisiteId = z.infer<typeof PrerequisiteId>

export type PrerequisiteTexts = Readonly<Record<PrerequisiteId, { readonly title: string; readonly why: string }>>

/** What each line is called, and why a lab asks for it. Known before anything is read. */
export const prerequisiteTexts: PrerequisiteTexts = {
  organisation: {
    title: 'Kind of tenant',
    why: 'Self-service password reset of this kind is a thing of workforce tenants only.',
  },
  domain: {
    title: 'Initial domain',
    why: 'Test users are named in it, and their passwords must be kept in the cloud.',
  },
  licence: {
    title: 'Entra ID P1 or P2',
    why: 'Whoever resets a forgotten password needs one of the two.',
  },
  'operator-licence': {
    title: 'Your own licence',
    why: 'The Password reset page of the portal opens only to an administrator who holds P1 or P2.',
  },
  roles: {
    title: 'Your directory roles',
    why: 'A permission alone is not enough: the service also looks at what you are allowed to do yourself.',
  },
  permissions: {
    title: 'Permissions given to ResetLab',
    why: 'They are asked for step by step, when they are needed.',
  },
  'security-defaults': {
    title: 'Security defaults',
    why: 'Where they are on, everybody must register an authenticator app, test users too.',
  },
  'conditional-access': {
    title: 'Conditional Access',
    why: 'A policy can ask a test user for more than the lab expects, or let nobody register at all.',
  },
  'methods-policy': {
    title: 'Authentication methods policy',
    why: 'It decides which methods count, once the older lists are migrated to it.',
  },
  methods: {
    title: 'Methods of this lab',
    why: 'The test user can only register, and later use, what the policy allows them.',
  },
  'dated-changes': {
    title: 'Dated changes',
    why: 'What works in class today may be gone on the day you teach it.',
  },
  'admin-switch': {
    title: 'Administrators’ own password reset',
    why: 'Administrators follow a policy of their own, so a test with one proves nothing.',
  },
}

/** `could-not-check` is never shown as a failure, and never as a pass. `note`: nothing is to be done, but it is good to know. */
export const PrerequisiteOutcome = z.enum(['ready', 'needs-you', 'could-not-check', 'note'])
export type PrerequisiteOutcome = z.infer<typeof PrerequisiteOutcome>

/** What a look at one line came to. */
export const Prerequisite = z.object({
  id: PrerequisiteId,
  outcome: PrerequisiteOutcome,
  /** What was found. */
  detail: z.string(),
  /** What a person can do about it; null where nothing is to be done. */
  remedy: z.string().nullable(),
  /** What more there is to know, each a sentence. */
  more: z.array(z.string()),
  /** Where it stands in the portal: the way in words, for pages get renamed, and a link. */
  place: z.object({ path: z.string(), url: z.url() }),
  lookedAt: z.iso.datetime(),
})
export type Prerequisite = z.infer<typeof Prerequisite>

/** A line of the Tenant step: what was found last, whether it is being looked at, and why the last look came to nothing. */
export const TenantLine = z.object({
  id: PrerequisiteId,
  found: Prerequisite.nullable(),
  failure: Failure.nullable(),
  isLooking: z.boolean(),
})
export type TenantLine = z.infer<typeof TenantLine>

/** Every line, with nothing looked at yet. */
export const emptyLines = (): TenantLine[] =>
  PrerequisiteId.options.map((id) => ({ id, found: null, failure: null, isLooking: false }))
