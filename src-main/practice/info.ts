import { adminToken, authorityOrigin, type TokenMint } from './signin/token-mint.ts'
import type { Practice } from './context.ts'

/** Everything a client needs to know to work with a running practice tenant. Addresses have no closing slash. */
export interface PracticeInfo {
  graphUrl: string
  loginUrl: string
  portalUrl: string
  registerUrl: string
  resetUrl: string
  inboxUrl: string
  homeUrl: string
  signInUrl: string
  passwordResetUrl: string
  tenantId: string
  domain: string
  /** For MSAL: `https://login.practice.invalid/<tenantId>`; requests for that origin go to `loginUrl`. */
  authority: string
  adminUpn: string
  adminPassword: string
  /** An access token of the administrator with every scope of the labs, good for eight hours. */
  adminToken: string
}

export type PublicPracticeInfo = Omit<PracticeInfo, 'adminPassword' | 'adminToken'>

export function publicInfo(practice: Practice): PublicPracticeInfo {
  const { baseUrl, store } = practice
  const { tenant, users, admin } = store.state
  return {
    graphUrl: baseUrl,
    loginUrl: baseUrl,
    portalUrl: `${baseUrl}/portal`,
    registerUrl: `${baseUrl}/security-info`,
    resetUrl: `${baseUrl}/reset`,
    inboxUrl: `${baseUrl}/inbox`,
    homeUrl: `${baseUrl}/`,
    signInUrl: `${baseUrl}/signin`,
    passwordResetUrl: `${baseUrl}/portal/password-reset/properties`,
    tenantId: tenant.id,
    domain: tenant.domain,
    authority: `${authorityOrigin}/${tenant.id}`,
    adminUpn: users.get(admin.userId)?.userPrincipalName ?? '',
  }
}

/** With the administrator's password and a token for scripts: for whoever started the server only. */
export async function practiceInfo(practice: Practice, mint: TokenMint): Promise<PracticeInfo> {
  const { password } = practice.store.state.admin
  return { ...publicInfo(practice), adminPassword: password, adminToken: await adminToken(practice, mint) }
}
