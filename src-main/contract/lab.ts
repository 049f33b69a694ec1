import { z } from 'zod'

/**
 * A lab: what should exist in the tenant, what the operator sets in the portal, and how the test is performed.
 * Written up for people in `resources/labs/README.md`; `lab` files are YAML of exactly this shape.
 */

const words = (max: number) => z.string().trim().min(1).max(max)

/** Directory limits: ≤ 64 characters before the @, no dot at its end (Graph `user` resource, userPrincipalName). */
const UserName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9'._!#^~-]{1,64}$/, "letters, digits and ' . - _ ! # ^ ~ only, at most 64")
  .refine((name) => !name.endsWith('.'), 'must not end with a dot')

/** ISO 3166-1 alpha-2, upper case, as `usageLocation` wants it. */
export const CountryCode = z.string().regex(/^[A-Z]{2}$/, 'two capital letters, such as US')

export const LabUser = z.strictObject({
  userName: UserName,
  displayName: words(256),
  usageLocation: CountryCode.optional(),
  /** Another verified domain of the tenant than its initial one. */
  domain: words(253).optional(),
  /** A further group to be in, by its name, beside the pilot group. */
  group: words(256).optional(),
  /** A product with Entra ID P1 or P2 by `skuPartNumber`, or `none`; without it the lab's own licences decide. */
  licence: words(100).optional(),
})
export type LabUser = z.infer<typeof LabUser>

/** Numbered users: `{n}` in both texts becomes 01, 02, … up to `count`. */
export const LabUserSeries = z.strictObject({
  userName: words(64).refine((text) => text.includes('{n}'), 'must contain {n}'),
  displayName: words(256).refine((text) => text.includes('{n}'), 'must contain {n}'),
  count: z.number().int().min(1).max(5000),
})

/** `users` licences each user directly, `group` the pilot group and so its direct members; `keep` leaves licences alone. */
export const LicenceAssignment = z.enum(['users', 'group', 'keep'])

/** What is done with a thing that is there already: used and completed, used as it is, or the plan stops. */
export const WhenThere = z.enum(['adopt', 'leave', 'stop'])

/** Which group is meant, where several of the tenant bear the name of a further group. */
export const FurtherGroup = z.strictObject({ displayName: words(256), id: z.uuid() })

/** What Graph calls the method configurations that can serve self-service password reset. */
export const methodIds = ['MicrosoftAuthenticator', 'SoftwareOath', 'Email', 'Sms', 'Voice'] as const
export const MethodId = z.enum(methodIds)
export type MethodId = z.infer<typeof MethodId>

/**
 * `keep` leaves the tenant's setting alone, `on` makes sure the pilot group may use it, `off` leaves the pilot group out.
 * For others nothing is ever narrowed.
 */
export const MethodSetting = z.enum(['keep', 'on', 'off'])
export type MethodSetting = z.infer<typeof MethodSetting>

/** What a person registers, and later proves themselves with. */
export const ContactKind = z.enum(['authenticatorCode', 'phoneText', 'email'])
export type ContactKind = z.infer<typeof ContactKind>

/** How the test user gets to registration: asked at sign-in, or by opening the security-info page. */
export const RegistrationRoute = z.enum(['interrupt', 'security-info'])
/** Where the reset begins: the reset page itself, or one of the two links on the sign-in page. */
export const ResetEntrance = z.enum(['reset-page', 'forgot-my-password', 'cant-access'])

/** What must not work, beside the control user, who belongs to every checklist. */
export const negativeTests = ['administrator', 'wrong-code', 'expired-code', 'weak-password'] as const
export const NegativeTest = z.enum(negativeTests)
export type NegativeTest = z.infer<typeof NegativeTest>

export const Lab = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'small letters, digits and hyphens'),
  title: words(120),
  summary: words(400),
  minutes: z.number().int().min(1).max(600),
  group: z.strictObject({
    displayName: words(256),
    description: z.string().trim().max(1024).default(''),
    /** The group of this object id is meant, whatever it is called; it is never created. */
    id: z.uuid().optional(),
    /** The group of this key is meant, and a new one gets it (Graph docs: resources/group.md, uniqueName). */
    uniqueName: words(128).optional(),
    /** What to do when the group is already there. */
    whenItExists: WhenThere.default('adopt'),
  }),
  furtherGroups: z.array(FurtherGroup).max(100).optional(),
  users: z.strictObject({
    usageLocation: CountryCode,
    list: z.array(LabUser).max(5000).default([]),
    series: LabUserSeries.optional(),
    /** What to do when a user of this name is already there. */
    whenTheyExist: WhenThere.default('adopt'),
  }),
  /** Stays outside the group; the reset page must refuse this user. */
  controlUser: LabUser,
  licences: z.strictObject({
    /** A product by `skuPartNumber`, or `any` product that carries Entra ID P1 or P2. */
    product: words(100).default('any'),
    assign: LicenceAssignment.default('users'),
    /** The Password reset blade shows only to an administrator who holds P1 or P2. */
    operator: z.boolean().default(true),
  }),
  sspr: z.strictObject({
    scope: z.enum(['selected', 'all', 'none']).default('selected'),
    methodsRequired: z.union([z.literal(1), z.literal(2)]),
    methods: z.partialRecord(MethodId, MethodSetting).default({}),
    registration: z.strictObject({
      requireAtSignIn: z.boolean().default(true),
      /** 0 means never asked again. */
      reconfirmDays: z.number().int().min(0).max(730).default(180),
    }),
    notifications: z.strictObject({ users: z.boolean().default(true), admins: z.boolean().default(false) }),
    /** An address or URL; `{domain}` becomes the tenant's initial domain. Null leaves the link as it is. */
    helpdesk: words(256).nullable().default(null),
  }),
  checklist: z.strictObject({
    /** User name of the one who registers and resets; must be among `users`. */
    testUser: UserName,
    route: RegistrationRoute.default('security-info'),
    register: z.array(ContactKind).min(1).max(3),
    entrance: ResetEntrance.default('reset-page'),
    resetWith: z.array(ContactKind).min(1).max(2),
    negativeTests: z.array(NegativeTest).default([]),
  }),
})
export type Lab = z.infer<typeof Lab>

/** Where a lab came from: one that ships with the app, or a file the operator opened. */
export const LabSummary = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  minutes: z.number(),
  users: z.number().int(),
  methodsRequired: z.number().int(),
  /** Dated changes at Microsoft that touch this lab; keys of `notices.ts`. */
  notices: z.array(z.enum(['text-messages-end'])),
})
export type LabSummary = z.infer<typeof LabSummary>
