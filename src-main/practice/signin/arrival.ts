import type { Context } from 'hono'

import { writeSignIn } from '../audit/sign-in-log.ts'
import { openIdScopes } from '../graph/scopes.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import type { Application } from '../state/tenant-record.ts'
import { otherTenantsUser, userNotAssigned } from './aadsts.ts'
import { loggedApplication, requireApplication } from './applications.ts'
import { type Attempt, logSignIn } from './check-password.ts'
import { consentQuestion } from './consent.ts'
import { deviceDonePage } from './device-pages.ts'
import { OAuthError } from './oauth-error.ts'
import { sendCode, sendErrorReply, sendReply } from './reply.ts'
import type { ConsentQuestion, SignInFlow, SignInTarget } from './sign-in-flow.ts'

export type ClientTarget = Exclude<SignInTarget, { kind: 'page' }>

export const attemptOf = (context: Context, flow: SignInFlow, user: User): Attempt => ({
  user,
  target: flow.target,
  userAgent: context.req.header('user-agent') ?? '',
  correlationId: flow.correlationId,
})

/** What still stands between a person who proved who they are and what they came for. */
export type Stop =
  | { step: 'problem'; problem: OAuthError }
  | { step: 'device' }
  | { step: 'consent' | 'needAdmin'; question: ConsentQuestion }

/** The client of a request as the person's tenant has it, open to this person. Throws AADSTS700016, 7000112 or 50105. */
export function admitTo(site: Site, clientId: string, user: User): Application {
  const app = requireApplication(site.practice.store.state, clientId)
  // Nobody is assigned to anything here: an application that wants it lets nobody in.
  if (app.requiresAssignment) throw userNotAssigned(app, user.userPrincipalName)
  return app
}

function admitFlow(site: Site, flow: SignInFlow, target: ClientTarget, attempt: Attempt): Application {
  const { practice, world } = site
  const { tenantId } = flow
  const { user, userAgent, correlationId } = attempt
  const home = practice.store.state.tenant
  if (tenantId !== null && tenantId !== home.id) {
    const wanted = world.find(tenantId)?.store.state
    const { appId, appDisplayName } = loggedApplication(wanted ?? practice.store.state, target)
    const at = practice.clock()
    // The line belongs to the tenant that turned the person away.
    if (wanted)
      writeSignIn(wanted, { at, user, outcome: 'otherTenant', appId, appDisplayName, userAgent, correlationId })
    throw otherTenantsUser({
      userName: user.userPrincipalName,
      homeTenantId: home.id,
      tenant: wanted?.tenant.displayName ?? tenantId,
      app: { appId, displayName: appDisplayName },
    })
  }
  try {
    return admitTo(site, target.request.clientId, user)
  } catch (error) {
    if (error instanceof OAuthError && error.code === 50105) {
      logSignIn(practice, attempt, 'notAssigned')
    }
    throw error
  }
}

/** The next thing to stop at, or null when nothing is left; what is refused is logged. */
export function nextStop(site: Site, context: Context, flow: SignInFlow, user: User): Stop | null {
  const { target } = flow
  if (target.kind === 'page') return null
  const attempt = attemptOf(context, flow, user)
  try {
    const app = admitFlow(site, flow, target, attempt)
    if (target.kind === 'device' && !flow.isDeviceConfirmed) return { step: 'device' }
    const isForced = (flow.prompt === 'consent' || target.kind === 'adminConsent') && !flow.isConsentAsked
    const { state } = site.practice.store
    const question = consentQuestion(state, app, user, { scopes: target.request.scopes, isForced })
    if (question === null) return null
    const isForAdmins = question.kind === 'admin' || (target.kind === 'adminConsent' && !question.mayBeForAll)
    logSignIn(site.practice, attempt, isForAdmins ? 'adminConsentNeeded' : 'consentNeeded')
    return { step: isForAdmins ? 'needAdmin' : 'consent', question }
  } catch (error) {
    if (error instanceof OAuthError) return { step: 'problem', problem: error }
    throw error
  }
}

const scopeUrl = (scope: string): string =>
  openIdScopes.includes(scope) ? scope : `https://graph.microsoft.com/${scope}`

/** Everything is said and granted: on to the application, the device's last page, or a page of ours. */
export const arrive = (site: Site, context: Context, flow: SignInFlow, user: User): Response =>
  site.flows.end(flow, lastAnswer(site, context, flow, user))

function lastAnswer(site: Site, context: Context, flow: SignInFlow, user: User): Response {
  const { practice, codes } = site
  const { target } = flow
  const { tenant } = practice.store.state
  switch (target.kind) {
    case 'page':
      return goTo(context, flow.tenantId === tenant.id ? target.path : inTenant(target.path, tenant.id))
    case 'application':
      return sendCode(site, context, target.request, user)
    case 'device': {
      const { request } = target
      codes.devices.approve(request.userCode, { practice, userId: user.id }, practice.clock())
      const app = requireApplication(practice.store.state, request.clientId)
      return sendPage(site, context, deviceDonePage(app, 'approved'))
    }
    case 'adminConsent': {
      const scope = target.request.scopes.map(scopeUrl).join(' ')
      return sendReply(site, context, target.request, { admin_consent: 'True', tenant: tenant.id, scope })
    }
  }
}

/** A page of one certain tenant, whichever the browser used last. */
const inTenant = (path: string, tenantId: string): string => {
  const url = new URL(path, 'http://practice.invalid')
  url.searchParams.set('tenant', tenantId)
  return `${url.pathname}${url.search}`
}

/** The person, or the directory, said no: the application or the device is told. */
export const turnBack = (site: Site, context: Context, flow: SignInFlow, error: OAuthError): Response =>
  site.flows.end(flow, refusingAnswer(site, context, flow, error))

function refusingAnswer(site: Site, context: Context, flow: SignInFlow, error: OAuthError): Response {
  const { practice, codes } = site
  const { target, correlationId } = flow
  switch (target.kind) {
    case 'page':
      return goTo(context, '/')
    case 'application':
      return sendErrorReply(site, context, target.request, { error, correlationId, extra: { error_subcode: 'cancel' } })
    case 'device': {
      codes.devices.decline(target.request.userCode)
      const app = requireApplication(practice.store.state, target.request.clientId)
      return sendPage(site, context, deviceDonePage(app, 'declined'))
    }
    case 'adminConsent':
      return sendErrorReply(site, context, target.request, { error, correlationId, extra: { admin_consent: 'True' } })
  }
}
