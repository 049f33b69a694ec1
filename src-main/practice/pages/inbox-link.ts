import type { User } from '../state/model.ts'
import { type Html, html } from './html.ts'

/** Of the person's own tenant: the browser may have been at another one last. Opens beside the page that waits. */
export const inboxLink = (
  { userPrincipalName }: Pick<User, 'userPrincipalName'>,
  text = 'Open Phone & inbox',
): Html => {
  const domain = userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1)
  return html`<a href="/inbox?tenant=${encodeURIComponent(domain)}" target="_blank" rel="noopener">${text}</a>`
}
