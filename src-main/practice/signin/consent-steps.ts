import type { Hono } from 'hono'

import { readForm } from '../pages/read-form.ts'
import type { Site } from '../site.ts'
import { adminConsentNeeded, consentDeclined } from './aadsts.ts'
import { findApplication } from './applications.ts'
import { attemptOf, turnBack } from './arrival.ts'
import { logSignIn } from './check-password.ts'
import { grantConsent } from './consent.ts'
import type { Moves } from './moves.ts'

/** What is asked about the application itself, once it is known who is there. */
export function mountConsent(app: Hono, site: Site, { withFlow, stay, complete, signedInUser }: Moves): void {
  const { practice } = site
  const { store } = practice

  app.post(
    '/signin/flow/:flow/device',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      const user = signedInUser(flow)
      if (!user || flow.step !== 'device') return stay(context, flow)
      if (field('cancel') === 'yes') return turnBack(site, context, flow, consentDeclined())
      flow.isDeviceConfirmed = true
      return complete(context, flow, user)
    }),
  )

  app.post(
    '/signin/flow/:flow/consent',
    withFlow(async (context, flow) => {
      const field = await readForm(context)
      const user = signedInUser(flow)
      const { target, question } = flow
      if (!user || !question || target.kind === 'page' || flow.step !== 'consent') return stay(context, flow)
      if (field('cancel') === 'yes') {
        logSignIn(practice, attemptOf(context, flow, user), 'consentDeclined')
        return turnBack(site, context, flow, consentDeclined())
      }
      const client = findApplication(store.state, target.request.clientId)
      const forAll = question.mayBeForAll && (target.kind === 'adminConsent' || field('onBehalf') === 'yes')
      if (client) grantConsent(practice, { app: client, user, scopes: question.scopes, forAll })
      flow.isConsentAsked = true
      flow.question = null
      return complete(context, flow, user)
    }),
  )

  app.post(
    '/signin/flow/:flow/without-consent',
    withFlow((context, flow) => {
      const { target } = flow
      const client = target.kind === 'page' ? undefined : findApplication(store.state, target.request.clientId)
      if (!client || flow.step !== 'needAdmin') return stay(context, flow)
      return turnBack(site, context, flow, adminConsentNeeded(client))
    }),
  )
}
