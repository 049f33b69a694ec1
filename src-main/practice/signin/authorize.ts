import type { Context } from 'hono'

import type { Account } from '../pages/sessions.ts'
import { lacksSecondFactor, mustRegister } from '../rules/scope.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import { consentMissing, interactionNeeded, nobodySignedIn, severalSignedIn } from './aadsts.ts'
import { challengeNamed, continueAs } from './account-steps.ts'
import { readLoginHint } from './addresses.ts'
import { applicationAt } from './applications.ts'
import { admitTo } from './arrival.ts'
import type { Authority } from './authority.ts'
import { readAuthority } from './authority.ts'
import {
  type Parameters,
  readAuthorizeRequest,
  readPrompt,
  readRedirectUri,
  readReplyAddress,
  requireParameter,
} from './authorize-request.ts'
import { logSignIn } from './check-password.ts'
import { missingScopes } from './consent.ts'
import { OAuthError } from './oauth-error.ts'
import { problemPage } from './problem-pages.ts'
import { sendCode, sendErrorReply } from './reply.ts'
import { openTrace, readParameters } from './request-parameters.ts'
import { type AuthorizeRequest, flowPath, type Prompt, type SignInFlow } from './sign-in-flow.ts'

interface Visit {
  context: Context
  parameters: Parameters
  authority: Authority
  request: AuthorizeRequest
  prompt: Prompt | null
  correlationId: string
}

const isNamed = ({ user }: Account, name: string): boolean =>
  user.userPrincipalName.toLowerCase() === name.toLowerCase()

/** The tenant everything but the accounts is about: the one of the address, or of `domain_hint`. */
function tenantSite(site: Site, { authority, parameters }: Pick<Visit, 'authority' | 'parameters'>): Site {
  if (authority.pinned) return site.siteOf(authority.name) ?? site
  const hint = parameters('domain_hint')
  return (hint === '' ? null : site.siteOf(hint)) ?? site
}

/** Accounts of the browser this request may go on with, narrowed down by its hints. */
function candidates(site: Site, { context, parameters, authority }: Visit): Account[] {
  const name = readLoginHint(parameters('login_hint'))
  const hinted = parameters('domain_hint') === '' ? null : site.siteOf(parameters('domain_hint'))
  const wanted = authority.pinned ?? hinted?.practice ?? null
  return site.sessions
    .accountsOf(context)
    .filter((account) => wanted === null || account.practice === wanted)
    .filter((account) => name === '' || isNamed(account, name))
}

/** `prompt=none`: a code at once, or the reason why a person is needed (OpenID Connect Core, 3.1.2.6). */
function answerSilently(site: Site, visit: Visit): Response {
  const { context, request, correlationId } = visit
  const [account, other] = candidates(site, visit)
  if (!account) throw nobodySignedIn()
  if (other) throw severalSignedIn()
  const { practice, user } = account
  const home = site.siteOf(practice.store.state.tenant.id) ?? site
  const app = admitTo(home, request.clientId, user)
  const { state } = practice.store
  if (user.mustChangePassword) throw interactionNeeded('password')
  if (lacksSecondFactor(state, user, practice.clock())) throw interactionNeeded('enrolment')
  if (mustRegister(state, user, practice.clock())) throw interactionNeeded('registration')
  if (missingScopes(state, app, user.id, request.scopes).length > 0) throw consentMissing(app, 'consent_required')
  const userAgent = context.req.header('user-agent') ?? ''
  const attempt = { user, target: { kind: 'application', request }, userAgent, correlationId } as const
  logSignIn(practice, attempt, 'success')
  return sendCode(home, context, request, user)
}

function startFlow(site: Site, { authority, parameters, request, prompt, correlationId }: Visit): SignInFlow {
  return site.flows.start(
    { kind: 'application', request },
    {
      userName: readLoginHint(parameters('login_hint')),
      expectsAdmin: true,
      tenantId: authority.pinned === null ? null : authority.name,
      prompt,
      correlationId,
    },
  )
}

/** The first page: none at all for the one account there is, a choice, the password of the hinted one, or the name. */
function answerWithPages(site: Site, visit: Visit): Response {
  const { context, prompt } = visit
  const flow = startFlow(site, visit)
  const accounts = candidates(site, visit)
  const [account] = accounts
  const isChosen = account !== undefined && accounts.length === 1
  if (isChosen && (prompt === null || prompt === 'consent')) return continueAs(site, context, flow, account)
  const hinted = prompt === 'select_account' ? null : challengeNamed(site, context, flow, flow.userName)
  if (hinted) return hinted
  const mayPick = accounts.length > 0 && prompt !== 'login'
  flow.step = mayPick ? 'pick' : 'user'
  return goTo(context, flowPath(flow))
}

/** `GET` and `POST …/oauth2/v2.0/authorize` (entra-docs: identity-platform/v2-oauth2-auth-code-flow.md). */
export async function authorize(site: Site, context: Context): Promise<Response> {
  const parameters = await readParameters(context)
  const trace = openTrace(context, parameters, site.practice.clock())
  const { correlationId } = trace
  try {
    const authority = readAuthority(site.world, context.req.param('tenant') ?? '')
    const app = applicationAt(site.world, authority, requireParameter(parameters, 'client_id'))
    const reply = readReplyAddress(parameters, readRedirectUri(parameters, app))
    const home = tenantSite(site, { authority, parameters })
    const { switches, tenant } = home.practice.store.state
    try {
      const request = readAuthorizeRequest(parameters, reply, { app, switches, tenant: tenant.displayName })
      const prompt = readPrompt(parameters)
      const visit = { context, parameters, authority, request, prompt, correlationId }
      return prompt === 'none' ? answerSilently(home, visit) : answerWithPages(home, visit)
    } catch (error) {
      if (error instanceof OAuthError) return sendErrorReply(home, context, reply, { error, correlationId })
      throw error
    }
  } catch (error) {
    // Without a client and an address that are known, the error is told here and sent nowhere.
    if (error instanceof OAuthError) return sendPage(site, context, problemPage(error, trace), 400)
    throw error
  }
}
