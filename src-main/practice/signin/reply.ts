import type { Context } from 'hono'

import { sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { newTrace, type OAuthError } from './oauth-error.ts'
import { returnPage } from './problem-pages.ts'
import type { AuthorizeRequest, ReplyAddress } from './sign-in-flow.ts'

/** Sends a person back to the application with an answer, the way it asked for (OAuth 2.0 Multiple Response Types; Form Post Response Mode). */
export function sendReply(
  site: Site,
  context: Context,
  { redirectUri, responseMode, state }: ReplyAddress,
  answer: Record<string, string>,
): Response {
  const fields = { ...answer, ...(state === null ? {} : { state }) }
  if (responseMode === 'form_post') return sendPage(site, context, returnPage(redirectUri, fields))
  const url = new URL(redirectUri)
  const params = new URLSearchParams(fields)
  if (responseMode === 'fragment') url.hash = params.toString()
  else for (const [name, value] of params) url.searchParams.append(name, value)
  return context.redirect(url.href, 302)
}

export interface ErrorReply {
  error: OAuthError
  correlationId: string
  /** What stands beside the error, such as `error_subcode`. */
  extra?: Record<string, string>
}

export function sendErrorReply(
  site: Site,
  context: Context,
  reply: ReplyAddress,
  { error, correlationId, extra }: ErrorReply,
): Response {
  const described = error.describe(newTrace(site.practice.clock(), correlationId))
  return sendReply(site, context, reply, {
    error: described.error,
    error_description: described.error_description,
    error_uri: described.error_uri,
    ...extra,
  })
}

const base64Json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Who signed in, for MSAL's cache: user and home tenant. */
export const clientInfo = (userId: string, tenantId: string): string => base64Json({ uid: userId, utid: tenantId })

/** Issues a code for this person and takes it to the application. */
export function sendCode(site: Site, context: Context, request: AuthorizeRequest, user: User): Response {
  const { practice, codes } = site
  const { id: tenantId } = practice.store.state.tenant
  return sendReply(site, context, request, {
    code: codes.issue(practice, user.id, request, practice.clock()),
    ...(request.wantsClientInfo ? { client_info: clientInfo(user.id, tenantId) } : {}),
    session_state: crypto.randomUUID(),
  })
}
