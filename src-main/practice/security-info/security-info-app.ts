import type { Context } from 'hono'
import { Hono } from 'hono'

import { writeRegistration } from '../audit/sspr-audit.ts'
import { form, notice } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import {
  doesAuthenticatorCount,
  hasEnoughGates,
  registeredGates,
  registrationChoices,
  gatePolicyOf,
} from '../rules/methods.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import { flowPath, provenUser, type SignInFlow } from '../signin/sign-in-flow.ts'
import type { Method, User } from '../state/model.ts'
import type { PendingBox } from './pending.ts'
import { choosePage, type WizardPlace } from './wizard-pages.ts'
import { mountWizard } from './wizard.ts'

const room = 'My Sign-Ins'

/** A name, what tells it apart, and a key for its delete button. */
function describe(method: Method): { key: string; name: string; detail: string } {
  switch (method.type) {
    case 'microsoftAuthenticator':
      return {
        key: method.id,
        name: 'Authenticator app',
        detail: 'Notification and time-based one-time password (TOTP)',
      }
    case 'softwareOath':
      return { key: method.id, name: 'Authenticator app', detail: 'Another app, time-based one-time password (TOTP)' }
    case 'phone':
      return { key: method.phoneType, name: 'Phone', detail: method.phoneNumber }
    case 'email':
      return { key: 'email', name: 'Email', detail: method.emailAddress }
  }
}

const methodRow = (method: Method): Html => {
  const { key, name, detail } = describe(method)
  return html`<li>
    <span class="grow"><strong>${name}</strong><span class="quiet">${detail}</span></span>
    ${form({ id: `delete-${key}`, action: `/security-info/delete/${key}`, submit: 'Delete', kind: 'plain' })}
  </li>`
}

/** "Security info" (manage) and the registration inside an interrupted sign-in, over one wizard. */
export function createSecurityInfoApp(site: Site, box: PendingBox): Hono {
  const app = new Hono()
  mountManage(app, site, box)
  mountInterrupt(app, site, box)
  return app
}

function mountManage(app: Hono, site: Site, box: PendingBox): void {
  const { practice, sessions } = site
  const placeOf = (context: Context): WizardPlace | Response => {
    const user = sessions.userOf(context)
    if (!user) return goTo(context, '/signin?to=/security-info')
    return { base: '/security-info/add', room, cancelPath: '/security-info', user }
  }

  app.get('/security-info', (context) => {
    const place = placeOf(context)
    if (place instanceof Response) return place
    const { user } = place
    const added = context.req.query('added')
    return sendPage(site, context, {
      title: 'Security info',
      room,
      shape: 'wide',
      body: html`<h1>Security info</h1>
        <p>These are the methods you use to sign into your account or reset your password.</p>
        ${added === undefined ? nothing : notice('good', 'The sign-in method was added.')}
        <p class="quiet">
          Signed in as <strong>${user.displayName}</strong> (${user.userPrincipalName}).
          <a href="/signin?to=/security-info">Sign in as another user</a>
        </p>
        <p><a class="button" href="/security-info/add">+ Add sign-in method</a></p>
        <ul class="rows">
          <li>
            <span class="grow"
              ><strong>Password</strong
              ><span class="quiet"
                >Last changed ${new Date(user.passwordChangedAt).toISOString().slice(0, 10)}</span
              ></span
            >
          </li>
          ${user.methods.map(methodRow)}
        </ul>`,
    })
  })

  app.get('/security-info/add', (context) => {
    const place = placeOf(context)
    if (place instanceof Response) return place
    const offered = registrationChoices(practice.store.state, place.user)
    return sendPage(site, context, choosePage(place, offered, 'Add a sign-in method', nothing))
  })

  mountWizard(app, site, box, {
    pattern: '/security-info/add',
    placeOf,
    finished: (context) => goTo(context, '/security-info?added=yes'),
    cancelled: (context) => goTo(context, '/security-info'),
  })

  app.post('/security-info/delete/:key', (context) => {
    const place = placeOf(context)
    if (place instanceof Response) return place
    const { user } = place
    const gone = user.methods.find((method) => describe(method).key === context.req.param('key'))
    if (gone) {
      user.methods = user.methods.filter((method) => method !== gone)
      writeRegistration(practice.store.state, {
        at: practice.clock(),
        user,
        activity: 'User deleted security info',
        reason: `User deleted ${describe(gone).name}`,
      })
      practice.store.touch()
    }
    return goTo(context, '/security-info')
  })
}

/** "Keep your account secure": the wizard of a sign-in that asked for more information. */
function mountInterrupt(app: Hono, site: Site, box: PendingBox): void {
  const { practice, flows } = site
  const flowOf = (context: Context): { flow: SignInFlow; user: User } | null => {
    const flow = flows.find(context.req.param('flow') ?? '')
    const user = flow && provenUser(practice.store.state, flow)
    return flow?.step === 'register' && user ? { flow, user } : null
  }
  const placeOf = (context: Context): WizardPlace | Response => {
    const found = flowOf(context)
    if (!found) return goTo(context, `/signin/flow/${context.req.param('flow') ?? ''}`)
    const base = flowPath(found.flow, '/register')
    return {
      base,
      room: 'Keep your account secure',
      cancelPath: flowPath(found.flow, '/stop-registering'),
      user: found.user,
    }
  }

  app.get('/signin/flow/:flow/register', (context) => {
    const place = placeOf(context)
    if (place instanceof Response) return place
    const { state } = practice.store
    const now = practice.clock()
    const { required } = gatePolicyOf(state, place.user, now)
    const done = registeredGates(state, place.user, now).length
    const intro = html`<p class="steps">
        <strong>Method ${Math.min(done + 1, required)} of ${required}</strong>
      </p>
      <p>Your organization requires you to set up the following methods of proving who you are.</p>`
    const offered = offeredFor(site, place.user)
    return sendPage(site, context, choosePage(place, offered, 'Keep your account secure', intro))
  })

  mountWizard(app, site, box, {
    pattern: '/signin/flow/:flow/register',
    placeOf,
    finished(context, place) {
      const found = flowOf(context)
      if (found && hasEnoughGates(practice.store.state, found.user, practice.clock())) found.flow.step = 'registered'
      return goTo(context, found?.flow.step === 'registered' ? flowPath(found.flow) : place.base)
    },
    cancelled: (context, place) => goTo(context, place.base),
  })

  app.get('/signin/flow/:flow/stop-registering', (context) => {
    const found = flowOf(context)
    if (found) found.flow.step = 'more'
    return goTo(context, `/signin/flow/${context.req.param('flow')}`)
  })
}

/** In the interrupt, an app that would not count as another method is not offered. */
function offeredFor(site: Site, user: User) {
  const { store, clock } = site.practice
  const hasApp = registeredGates(store.state, user, clock()).includes('authenticatorCode')
  const { required } = gatePolicyOf(store.state, user, clock())
  const offered = registrationChoices(store.state, user).filter(
    (choice) => choice !== 'authenticator' || doesAuthenticatorCount(store.state, user, required),
  )
  return hasApp ? offered.filter((choice) => choice !== 'authenticator' && choice !== 'otherAuthenticator') : offered
}
