import { z } from 'zod'

/** Where Microsoft keeps tenants apart: a tenant lives in one cloud, and only that one knows it. */
export const CloudName = z.enum(['global', 'us-gov-l4', 'us-gov-l5', 'china', 'custom'])
export type CloudName = z.infer<typeof CloudName>

/** Such a place inside a sentence. */
export const cloudPlaces: Record<CloudName, string> = {
  global: 'the global Microsoft cloud',
  'us-gov-l4': 'the US Government cloud L4 (GCC High)',
  'us-gov-l5': 'the US Government cloud L5 (DoD)',
  china: 'the cloud in China (21Vianet)',
  custom: 'the cloud at these addresses',
}

/** Whether an address leads to this computer itself, without leaving it. */
export const isLoopbackAddress = (address: string): boolean =>
  /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?([/?#]|$)/i.test(address)

/** Tokens go there: encrypted on the way, or not leaving this computer. Without a user name, a query or a fragment. */
const isSafeAddress = (address: string): boolean =>
  z.url().safeParse(address).success &&
  /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.test(address) &&
  (/^https:/i.test(address) || isLoopbackAddress(address))

/** What is wrong with a choice of a tenant, in English. */
export const choiceProblems = {
  tenant: 'A domain such as contoso.onmicrosoft.com, or a tenant id.',
  address: 'An address that begins with https://, or with http:// and leads to this computer (127.0.0.1).',
  login: 'An address without a path behind the name of the server, such as https://login.microsoftonline.com.',
  clientId: 'An application (client) id: 32 digits and letters in five groups.',
  addresses: 'Addresses belong to a cloud of your own.',
}
export type ChoiceProblems = Readonly<Record<keyof typeof choiceProblems, string>>

const Address = z
  .string()
  .trim()
  .max(300)
  .refine(isSafeAddress, {
    error: choiceProblems.address,
  })
  .transform((text) => text.replace(/\/+$/, ''))

/** The tenant is the first part of a sign-in server's path, so there is no room for another one before it. */
const LoginAddress = Address.refine((address) => /^https?:\/\/[^/]+$/i.test(address), {
  error: choiceProblems.login,
})

/** Roots without a version or a tenant; no slash at the end. */
export const CloudAddresses = z.object({ login: LoginAddress, graph: Address, portal: Address })
export type CloudAddresses = z.infer<typeof CloudAddresses>

const isTenantName = (text: string): boolean =>
  z.guid().safeParse(text).success ||
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i.test(text)

/** What is left of a user name is the domain it ends with: that is what people have at hand. */
const TenantName = z
  .string()
  .transform((text) => text.trim().replace(/^.*@/, '').toLowerCase())
  .refine(isTenantName, { error: choiceProblems.tenant })

/** Which tenant to sign in to, and how. `clientId` null is Microsoft Graph Command Line Tools. No secrets. */
export const TenantChoice = z
  .object({
    tenant: TenantName,
    cloud: CloudName,
    /** Given with the cloud `custom`, and only then. */
    addresses: CloudAddresses.nullable(),
    clientId: z.guid({ error: choiceProblems.clientId }).nullable(),
  })
  .refine(({ cloud, addresses }) => (cloud === 'custom') === (addresses !== null), {
    error: choiceProblems.addresses,
    path: ['addresses'],
  })
export type TenantChoice = z.infer<typeof TenantChoice>

/** A choice that led to a sign-in, for the next time. */
export const RememberedTenant = z.object({
  choice: TenantChoice,
  tenantId: z.guid(),
  displayName: z.string(),
  domain: z.string(),
  userPrincipalName: z.string(),
  usedAt: z.iso.datetime(),
  /** Whether a sign-in is kept on this computer, encrypted, so that no page may be needed. */
  isKept: z.boolean(),
})
export type RememberedTenant = z.infer<typeof RememberedTenant>

/** In this computer's browser, or with a code typed on any device. */
export const SignInWay = z.enum(['browser', 'device-code'])
export type SignInWay = z.infer<typeof SignInWay>

/** A code to type at `pageUrl` until `expiresAt`. Worth nothing without an account. */
export const DeviceCode = z.object({ userCode: z.string(), pageUrl: z.url(), expiresAt: z.iso.datetime() })
export type DeviceCode = z.infer<typeof DeviceCode>

/** A sign-in that waits for a person. */
export const SignInProgress = z.object({
  kind: z.enum(['practice', 'real']),
  /** The tenant's domain or id as it was chosen; null for the practice tenant. */
  tenant: z.string().nullable(),
  way: SignInWay,
  /** Null until the page is ready; with a device code it stays so. */
  signInUrl: z.url().nullable(),
  deviceCode: DeviceCode.nullable(),
})
export type SignInProgress = z.infer<typeof SignInProgress>
