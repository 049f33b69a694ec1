import type { Context, Hono } from 'hono'

import { form, notice } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import { registeredGates } from '../rules/methods.ts'
import { demandedMethods, maySkipRegistration, mustRegister } from '../rules/scope.ts'
import { flowPath, provenUser, type SignInFlow } from '../signin/sign-in-flow.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { offersInInterrupt, type RegistrationChoice } from './offers.ts'
import { endedError } from './manage.ts'
import type { PageSessions } from './page-session.ts'
import type { PendingBox } from './pending.ts'
import { choiceTexts, choosePage, differentMethod, type WizardPlace } from './wizard-pages.ts'
import { mountWizard, readChoice } from './wizard.ts'

const heading = 'Keep your account secure'

const firstSteps: Record<RegistrationChoice, { title: string; text: string }> = {
  authenticator: {
    title: 'Start by getting the app',
    text: 'On your phone, install the Microsoft Authenticator app. After you installed it, choose Next. Phone & inbox stands in for a phone here.',
  },
  otherAuthenticator: {
    title: 'Set up your account',
    text: 'In your authenticator app, add a new account. Then choose Next.',
  },
  phone: { title: 'Phone', text: 'You can prove who you are by a code in a text message, or by a call.' },
  alternatePhone: { title: 'Alternate phone', text: 'You can prove who you are with another phone of yours.' },
  officePhone: { title: 'Office phone', text: 'You can prove who you are by answering a call on your office phone.' },
  email: { title: 'Email', text: 'You can prove who you are by a code that is mailed to a private address.' },
}

/** The first page of each method: what comes next, with the way to the others. */
function firstPage(place: WizardPlace, offered: readonly RegistrationChoice[], progress: Html): Page {
  const [choice] = offered
  if (choice === undefined) return choosePage(place, [], heading, { intro: progress })
  const { title, text } = firstSteps[choice]
  const hasOtherApp = choice === 'authenticator' && offered.includes('otherAuthenticator')
  const chosen = (value: RegistrationChoice): Html => html`<input type="hidden" name="choice" value="${value}" />`
  const action = `${place.base}/start`
  return {
    title: heading,
    room: place.room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      ${progress}
      <h2>${title}</h2>
      <p>${text}</p>
      ${form({ id: 'start-method', action, submit: 'Next', fields: chosen(choice) })}
      ${
        hasOtherApp
          ? html`<p></p>
              <form id="start-other-app" method="post" action="${action}">
                ${chosen('otherAuthenticator')}
                <button class="link" type="submit">${choiceTexts.otherAuthenticator.label}</button>
              </form>`
          : nothing
      }
      ${differentMethod(place)}
      ${place.cancelPath === null ? nothing : html`<p><a href="${place.cancelPath}">Skip setup</a></p>`}`,
  }
}

/** "Keep your account secure": the wizard of a sign-in that asked for more information. */
export function mountInterrupt(app: Hono, site: Site, box: PendingBox, pages: PageSessions): void {
  const { practice, flows } = site
  const pattern = '/signin/flow/:flow/register'

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
      room: heading,
      cancelPath: maySkipRegistration(practice.store.state, found.user, practice.clock())
        ? flowPath(found.flow, '/stop-registering')
        : null,
      differentPath: `${base}/choose`,
      user: found.user,
    }
  }
  const offersOf = (user: User) => offersInInterrupt(practice.store.state, user, practice.clock())
  const progressOf = (user: User): Html => {
    const { state } = practice.store
    const required = demandedMethods(state, user, practice.clock())
    const done = registeredGates(state, user, practice.clock()).length
    return html`<p class="steps"><strong>Method ${Math.min(done + 1, required)} of ${required}</strong></p>
      <p>Your organization requires you to set up the following methods of proving who you are.</p>`
  }
  const listPage = (place: WizardPlace, error?: string): Page =>
    choosePage({ ...place, cancelPath: place.base }, offersOf(place.user), 'Choose a different method', {
      intro: progressOf(place.user),
      error,
    })

  app.get(pattern, (context) => {
    const place = placeOf(context)
    if (place instanceof Response) return place
    const ended = endedError(context)
    const progress = progressOf(place.user)
    const intro = ended === undefined ? progress : html`${notice('error', ended)} ${progress}`
    return sendPage(site, context, firstPage(place, offersOf(place.user), intro))
  })
  app.get(`${pattern}/choose`, (context) => {
    const place = placeOf(context)
    return place instanceof Response ? place : sendPage(site, context, listPage(place))
  })

  mountWizard(app, site, box, {
    pattern,
    placeOf,
    mayStart(user, wanted) {
      const choice = readChoice(wanted)
      const isOffered = choice !== undefined && offersOf(user).includes(choice)
      return isOffered ? { choice } : { error: 'Choose one of the methods below.' }
    },
    refuseStart: (context, place, error) => sendPage(site, context, listPage(place, error), 400),
    finished(context, place) {
      pages.prove(context, place.user)
      const found = flowOf(context)
      if (found && !mustRegister(practice.store.state, found.user, practice.clock())) found.flow.step = 'registered'
      return goTo(context, found?.flow.step === 'registered' ? flowPath(found.flow) : place.base)
    },
    cancelled: (context, place) => goTo(context, place.base),
  })

  app.get('/signin/flow/:flow/stop-registering', (context) => {
    const found = flowOf(context)
    if (found && maySkipRegistration(practice.store.state, found.user, practice.clock())) found.flow.step = 'more'
    return goTo(context, `/signin/flow/${context.req.param('flow')}`)
  })
}
