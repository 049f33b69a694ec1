import type { Practice } from '../context.ts'
import { send } from '../outbox/send.ts'
import { isAdministrator } from '../rules/directory.ts'
import type { User } from '../state/model.ts'

/** To the user's own mailbox and the alternate address, else to the user name, as the service does. */
function notifyUser(practice: Practice, user: User): void {
  const name = practice.store.state.tenant.displayName
  const alternate = user.methods.flatMap((method) => (method.type === 'email' ? [method.emailAddress] : []))
  const addresses = new Set([...(user.mail === null ? [] : [user.mail]), ...alternate])
  for (const to of addresses.size > 0 ? addresses : [user.userPrincipalName]) {
    send(practice, user, {
      kind: 'mail',
      to,
      subject: `Your ${name} password has been reset`,
      text: `The password of ${user.userPrincipalName} was reset. If this was not you, tell your administrator at once.`,
      code: null,
    })
  }
}

/** To every other administrator. */
function notifyAdministrators(practice: Practice, user: User): void {
  const { tenant, users } = practice.store.state
  for (const other of users.live()) {
    if (!isAdministrator(other) || other === user) continue
    send(practice, other, {
      kind: 'mail',
      to: other.mail ?? other.userPrincipalName,
      subject: `An administrator of ${tenant.displayName} reset their password`,
      text: `${user.userPrincipalName}, an administrator, reset their password.`,
      code: null,
    })
  }
}

/** The mails after a reset, as the portal's "Notifications" says (graph-facts 12.7). */
export function notify(practice: Practice, user: User): void {
  const { notifyUsersOnPasswordReset, notifyOnAdminPasswordReset } = practice.store.state.inForce.sspr
  if (notifyUsersOnPasswordReset) notifyUser(practice, user)
  if (notifyOnAdminPasswordReset && isAdministrator(user)) notifyAdministrators(practice, user)
}
