import { isLoopbackAddress } from '../contract/sign-in.ts'
import type { Session } from '../contract/tenant.ts'
import { clouds } from '../signin/clouds.ts'

/** Microsoft's pages that texts of ours lead to, besides those of the target (graph-facts §7.2, §11). */
const microsoftHosts: readonly string[] = [
  ...Object.values(clouds).flatMap(({ login, portal }) => [login, portal].map((url) => new URL(url).hostname)),
  'login.microsoft.com',
  'microsoft.com',
  'www.microsoft.com',
  'aka.ms',
  'learn.microsoft.com',
  'admin.microsoft.com',
  'admin.cloud.microsoft',
  'portal.azure.com',
  'azure.microsoft.com',
  'developer.microsoft.com',
]

/** Whether a link of the window may be opened in the person's own browser: Microsoft's hosts, the session's, this computer. */
export function isAllowedLink(url: URL, session: Session): boolean {
  if (isLoopbackAddress(url.href)) return true
  if (url.protocol !== 'https:') return false
  return microsoftHosts.includes(url.hostname) || hostsOf(session).includes(url.hostname)
}

function hostsOf(session: Session): string[] {
  const asking = session.state === 'signing-in' ? session : session.state === 'signed-in' ? session.asking : null
  const target = session.state === 'signed-in' ? Object.values(session.target.links) : []
  const consent = session.state === 'signed-in' ? session.consentUrl : null
  const refused = session.state === 'signing-in' ? null : session.failure?.consentUrl
  const urls = [...target, consent, refused, asking?.signInUrl, asking?.deviceCode?.pageUrl]
  return urls.flatMap((url) => (url && URL.canParse(url) ? [new URL(url).hostname] : []))
}
