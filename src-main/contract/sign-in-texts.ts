/**
 * What a person reads when a sign-in does not go through: what happened, and what to do. `{code}` is Microsoft's own
 * number (graph-facts §10.3); it may change its meaning, so it only chooses a text, never what is done.
 */
export const signInTexts: Record<string, string> = {
  'signin.none': 'You are signed out. Sign in and try again.',
  'signin.cancelled': 'The sign-in was cancelled.',
  'signin.unreachable': 'The sign-in server did not answer. Try again.',
  'signin.given-up': 'The sign-in was put off, so this was not done. Sign in again, then carry on where it stopped.',
  'signin.no-answer': 'Nobody finished the sign-in page in time. Begin the sign-in again.',
  'signin.refused':
    'The sign-in was refused ({code}). Try again; if it stays so, copy the details and look the code up with your administrator.',
  'signin.interaction': 'Microsoft wants to see you again before it goes on ({code}). Sign in again.',
  'signin.claims':
    'The tenant’s rules ask for more than you showed so far, such as a second factor or another place. Sign in again.',
  'graph.token-refused':
    'The service did not accept the sign-in, even after it was renewed. Check that the clock of this computer is right, then sign in again.',
  'signin.ended': 'The sign-in has ended: it was too long ago, or its session was closed ({code}). Sign in again.',
  'signin.revoked':
    'The sign-in was taken back, as happens after a password change ({code}). Sign in again with the new password.',
  'signin.other-tenant':
    'An account of another tenant signed in, so nothing was asked of it. Sign in with an account of {tenant}.',
  'signin.other-person': 'Somebody else signed in. Sign in as {name}, or sign out first to go on as somebody else.',
  'signin.other-token-tenant':
    'The access token in RESETLAB_ACCESS_TOKEN belongs to the tenant {found}, not to {tenant}. Nothing was asked with it.',
  'signin.token-unreadable':
    'What stands in RESETLAB_ACCESS_TOKEN is no access token for Microsoft Graph that names its tenant. Take a fresh one.',
  'signin.token-expired':
    'The access token in RESETLAB_ACCESS_TOKEN has expired, or is not accepted any more. Put a fresh one there and run the command again; what was begun can be resumed.',
  'signin.missing-permission':
    'A permission this needs was not given yet: {scopes}. Give it, then carry on where you were.',

  'signin.bad-choice': 'What was given of the tenant does not fit.',
  'signin.no-tenant': 'These options are for a real tenant. Name it with --tenant.',
  'signin.two-tenants': 'Name either a practice tenant with --practice, or a real one with --tenant.',
  'signin.tenant-unknown':
    'There is no tenant {tenant} in {cloud}. Check the spelling, or choose the cloud the tenant lives in.',
  'signin.other-cloud': 'The tenant {tenant} lives in another cloud: {cloud}. Choose that one.',
  'signin.no-sign-in-server':
    '{host} does not answer as a sign-in server does. Check the address of the sign-in server.',
  'signin.offline':
    'The sign-in server {host} cannot be reached. Check the network, the VPN and the proxy, then try again. Nothing is lost.',
  'signin.proxy-page':
    'Something on the way to {host} answered with a page of its own ({status}): most often a proxy that wants a sign-in, or a guest network. Open any web page in a browser, sign in there, then try again.',
  'signin.certificate':
    'Who answers for {host} shows a certificate that this computer does not trust ({code}): most often a proxy that looks into the traffic, sometimes a wrong clock. Check the clock, use another network, or start ResetLab with NODE_EXTRA_CA_CERTS set to the file of the proxy’s certificate. Nothing was sent.',
  'graph.certificate':
    'Who answers for Microsoft Graph shows a certificate that this computer does not trust ({code}): most often a proxy that looks into the traffic, sometimes a wrong clock. Check the clock, use another network, or start ResetLab with NODE_EXTRA_CA_CERTS set to the file of the proxy’s certificate. Nothing was sent.',
  'signin.service-down': 'The sign-in service has trouble ({status}). Try again in some minutes. Nothing is lost.',

  'signin.pick-account':
    'Several accounts are signed in ({code}). Sign in again in a private window and choose the right one.',
  'signin.redirect-missing':
    'The application does not know where to send the answer ({code}). Under Authentication, add the platform “Mobile and desktop applications” with http://localhost.',
  'signin.account-of-elsewhere':
    'This account is not in the tenant ({code}). Sign in with an account of the tenant, or have it invited as a guest first.',
  'signin.account-unknown':
    'The tenant has no such user ({code}). Check the user name. A user made just now may need some minutes.',
  'signin.locked':
    'The account is locked, or the address you come from is blocked ({code}). Wait some minutes; if it stays so, have the password reset.',
  'signin.password-expired':
    'The password has expired ({code}). Sign in again and choose a new one when you are asked.',
  'signin.account-disabled': 'The account is disabled ({code}). An administrator must enable it.',
  'signin.register-mfa':
    'The account has no second factor yet and must have one ({code}). Sign in again and finish the registration.',
  'signin.mfa': 'A second factor is asked for ({code}). Sign in again and confirm it.',
  'signin.not-assigned':
    'The application is only for people assigned to it ({code}). In Enterprise applications, assign this account to it, or use an application of your own.',
  'signin.register-reset':
    'The sign-in stopped at the registration for password reset ({code}). Sign in again and finish it: in a lab this is expected.',
  'signin.wrong-password':
    'User name or password is wrong ({code}). Type it again; after a reset, wait a minute first.',
  'signin.more-steps': 'The sign-in page asks for one more step ({code}). Sign in again and answer it.',
  'signin.single-tenant':
    'The application belongs to one tenant, and that is another one ({code}). Check the client id and the tenant.',
  'signin.loop': 'The sign-in went in circles ({code}). Wait five minutes, sign out, then sign in again.',
  'signin.device-rule':
    'A Conditional Access rule wants a device it knows, or an approved app ({code}). Use such a device, or have the lab account left out of the rule.',
  'signin.conditional-access':
    'A Conditional Access rule blocks this sign-in ({code}). Have the lab account left out of the rule. Sign-in with a code is often blocked: try the browser.',
  'signin.registration-rule':
    'Security information may be registered in trusted places only ({code}). Use such a place, or a Temporary Access Pass.',
  'signin.tenant-policy':
    'A security policy of the tenant blocks this sign-in ({code}). Ask the tenant’s administrator which one.',
  'signin.consent-missing':
    'Nobody has agreed to these permissions yet ({code}). Sign in again and accept them; for most of them that takes an administrator.',
  'signin.consent-admin':
    'Only an administrator can agree to these permissions ({code}). Send them the link for administrators, then sign in again.',
  'signin.consent-declined':
    'The permissions were declined, so nothing was done ({code}). Sign in again and accept them, or practise without an account.',
  'signin.not-preauthorised':
    'This Microsoft application may not have these permissions ({code}). Use Microsoft Graph Command Line Tools, or an application of your own.',
  'signin.service-missing': 'The tenant does not have the service that was asked for ({code}). Check tenant and cloud.',
  'signin.app-misconfigured':
    'The application is not set up right ({code}). Check its API permissions, then try again.',
  'signin.public-client-off':
    'The application does not allow sign-in without a secret ({code}). Under Authentication, set “Allow public client flows” to Yes.',
  'signin.app-unknown':
    'The tenant has no application with this client id ({code}). Check the id, the tenant and the cloud.',
  'signin.app-disabled':
    'The application is switched off in this tenant ({code}). Have it switched on, or use another one.',
  'signin.scope-unknown':
    'The tenant’s cloud does not know a permission that was asked for ({code}). Copy the details and report it.',
  'signin.device-expired': 'The code has expired. Begin again to get a new one.',
  'signin.device-declined':
    'The sign-in with the code was declined on the other device. Begin again if that was a mistake.',
  'signin.device-bad': 'The code was not accepted ({code}). Begin again to get a new one.',
  'signin.tenant-gone': 'There is no such tenant ({code}). Check the name and the cloud.',
  'signin.bug':
    'The request to the sign-in server was not right ({code}). That is a mistake in ResetLab: copy the details and report it.',
  'signin.wrong-account-kind':
    'This kind of account does not fit ({code}). Sign in with a work or school account of the tenant.',
  'signin.resource-missing':
    'The tenant does not know Microsoft Graph under this address ({code}). Check the cloud that was chosen.',
  'signin.network-restricted':
    'This network only allows sign-ins to certain tenants ({code}). Use another network, or ask who runs it.',
  'signin.domain-invalid':
    'The domain does not fit this kind of account ({code}). Sign in with an account of the tenant.',
  'signin.tenant-idle':
    'The tenant was blocked because nobody used it ({code}). Its administrator can bring it back within 20 days; then it is deleted.',
  'signin.new-password':
    'The new password was not accepted on the sign-in page ({code}). Sign in again and choose another one.',
  'signin.clock':
    'This computer’s clock and Microsoft’s are too far apart ({code}). Set the clock of this computer by the internet, then sign in again.',
}
