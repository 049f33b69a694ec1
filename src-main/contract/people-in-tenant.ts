import { z } from 'zod'

/** Why a lab cannot use a user who is there: their password is kept elsewhere, they cannot sign in, or are the operator. */
export const UserHindrance = z.enum(['operator', 'guest', 'synced', 'disabled'])
export type UserHindrance = z.infer<typeof UserHindrance>

/** A user of the signed-in tenant, as far as choosing one needs. */
export const TenantUser = z.object({
  userPrincipalName: z.string(),
  displayName: z.string(),
  usageLocation: z.string().nullable(),
  /** Null when a lab can use this user. */
  hindrance: UserHindrance.nullable(),
})
export type TenantUser = z.infer<typeof TenantUser>

/** So many users a search answers at most. */
export const mostFound = 25
export const TenantUserSearch = z.object({ users: z.array(TenantUser).max(mostFound), hasMore: z.boolean() })
export type TenantUserSearch = z.infer<typeof TenantUserSearch>

/** So many names go into one check: one round trip or two, and short enough to be stopped after. */
export const mostChecked = 300

/** What the tenant has of the user principal names asked for. */
export const PeopleCheck = z.object({
  taken: z.array(TenantUser),
  /** Names of users in the recycle bin; null when the operator may not look there. */
  deleted: z.array(z.string()).nullable(),
  /** Domains of the names asked for that are not verified, or keep their passwords elsewhere. */
  unusableDomains: z.array(z.string()),
})
export type PeopleCheck = z.infer<typeof PeopleCheck>

/** Passwords of a reading that go with people taken over: row number → the name the person has in the end. */
export const BringPasswords = z.object({
  readingId: z.uuid(),
  people: z
    .array(z.object({ rowNumber: z.number().int().positive(), userPrincipalName: z.string().max(320) }))
    .max(10_000),
})
/** Rows whose password does not fit the name the person has in the end: these get generated ones. */
export const KeptPasswords = z.object({ brought: z.number().int(), unfitRows: z.array(z.number().int()) })
export type KeptPasswords = z.infer<typeof KeptPasswords>

/**
 * What became of a waiting password when its person got another name: `none` waited; `taken`: one waits under that name
 * already; `unfit`: it holds the new name. In the last two it stays where it was.
 */
export const MovedPassword = z.enum(['moved', 'none', 'taken', 'unfit'])
export type MovedPassword = z.infer<typeof MovedPassword>
