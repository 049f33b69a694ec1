import { z } from 'zod'

import { isLoopbackAddress } from '../contract/sign-in.ts'
import type { Target } from '../contract/tenant.ts'
import { AppError } from '../domain/app-error.ts'
import type { TenantLinks } from '../domain/snapshot.ts'
import { graphCommandLineTools } from '../signin/clouds.ts'

/** Where one tenant answers: all that tells a practice tenant from a real one. */
export interface TenantEndpoints {
  readonly kind: Target['kind']
  readonly graphUrl: string
  readonly authority: string
  readonly loopbackOrigin: string | null
  readonly clientId: string
  /** Names of scopes as the tenant's cloud understands them. */
  readonly scopeNames?: (scopes: readonly string[]) => string[]
  readonly operatorHint: string | undefined
  /** Where an administrator agrees to these scopes for everybody; for the client signed in through, unless another is named. */
  readonly consentUrl: ((scopes: readonly string[], clientId?: string) => string) | null
  readonly links: TenantLinks
}

/** What a practice tenant says of itself, read like any other answer from outside. */
export const PracticeAddress = z.object({
  graphUrl: z.url(),
  loginUrl: z.url(),
  portalUrl: z.url(),
  passwordResetUrl: z.url(),
  registerUrl: z.url(),
  resetUrl: z.url(),
  inboxUrl: z.url(),
  homeUrl: z.url(),
  signInUrl: z.url(),
  tenantId: z.uuid(),
  adminUpn: z.string(),
  authority: z.url(),
})
export type PracticeAddress = z.infer<typeof PracticeAddress>

export function practiceEndpoints(address: PracticeAddress): TenantEndpoints {
  return {
    kind: 'practice',
    graphUrl: address.graphUrl,
    authority: address.authority,
    loopbackOrigin: new URL(address.loginUrl).origin,
    clientId: graphCommandLineTools,
    operatorHint: address.adminUpn,
    consentUrl: null,
    links: practiceLinks(address),
  }
}

export function practiceLinks(address: PracticeAddress): TenantLinks {
  const blade = (name: string): string => new URL(`/portal/password-reset/${name}`, address.portalUrl).href
  return {
    portal: address.portalUrl,
    passwordReset: address.passwordResetUrl,
    register: address.registerUrl,
    reset: address.resetUrl,
    signIn: address.signInUrl,
    inbox: address.inboxUrl,
    home: address.homeUrl,
    blades: {
      properties: blade('properties'),
      authenticationMethods: blade('authentication-methods'),
      registration: blade('registration'),
      notifications: blade('notifications'),
      customization: blade('customization'),
    },
  }
}

/** A practice tenant on this computer answers at once. */
const answerWithinMs = 10_000

/** Asks a practice tenant that runs elsewhere on this computer for its addresses. Loopback addresses only. */
export async function findPractice(url: string): Promise<PracticeAddress> {
  const base = loopbackUrl(url)
  const address = await readAddress(base)
  const { authority: _authority, tenantId: _tenantId, adminUpn: _adminUpn, ...urls } = address
  // The administrator's password goes to these: whoever answers here may not send it to another computer.
  if (!Object.values(urls).every((each) => isLoopbackAddress(each) && new URL(each).port === base.port)) {
    throw AppError.of('forbidden', 'practice.foreign', { params: { url: base.origin } })
  }
  return address
}

async function readAddress(base: URL): Promise<PracticeAddress> {
  try {
    const response = await fetch(new URL('/.well-known/resetlab-practice', base), {
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    })
    return PracticeAddress.parse(await response.json())
  } catch (error) {
    throw AppError.of('unreachable', 'practice.unreachable', { params: { url: base.origin }, cause: error })
  }
}

function loopbackUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed && isLoopbackAddress(parsed.href)) return parsed
  throw AppError.of('invalid-input', 'practice.unreachable', { params: { url: url.slice(0, 100) } })
}
