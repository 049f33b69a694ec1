import type { Context, Hono } from 'hono'

import { writeRegistration } from '../audit/sspr-audit.ts'
import { form, notice } from '../pages/form.ts'
import { html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import { readForm } from '../pages/read-form.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { User } from '../state/model.ts'
import { defaultMethodForm, defaultMethodLine, describe, findMethod, methodList } from './method-list.ts'
import { capReached, fullKinds, offersFor } from './offers.ts'
import type { PageSessions } from './page-session.ts'
import type { PendingBox } from './pending.ts'
import { mustProve } from './prove.ts'
import { provePath } from './prove-pages.ts'
import { isFactor } from './second-factor.ts'
import { choosePage, type WizardPlace } from './wizard-pages.ts'
import { mountWizard, readChoice } from './wizard.ts'

const room = 'My Sign-Ins'
const base = '/security-info/add'

/** What a page of one's own says after something was done. */
const doneTexts = new Map(
  Object.entries({
    added: 'The sign-in method was added.',
    changed: 'The sign-in method was changed.',
    deleted: 'The sign-in method was deleted.',
    default: 'The default sign-in method was changed.',
  }),
)

/** Who is at work on their own page, or where to send people who may not be. */
export type PlaceOf = (context: Context) => WizardPlace | Response

export function createPlaceOf(site: Site, pages: PageSessions): PlaceOf {
  const { practice, sessions } = site
  return (context) => {
    const user = sessions.userOf(context, practice)
    if (!user) return goTo(context, '/signin?to=/security-info')
    const session = pages.of(context, user)
    if (session === null) return goTo(context, '/security-info')
    if (session === 'ended') return goTo(context, '/security-info?ended')
    if (mustProve(practice, user, session)) return goTo(context, provePath)
    return { base, room, cancelPath: '/security-info', differentPath: null, user }
  }
}

const overviewPage = (user: User, done: string | undefined, isEnded: boolean): Page => ({
  title: 'Security info',
  room,
  shape: 'wide',
  body: html`<h1>Security info</h1>
    <p>These are the methods you use to sign into your account or reset your password.</p>
    ${done === undefined ? nothing : notice('good', done)} ${isEnded ? notice('info', endedText) : nothing}
    <p class="quiet">
      Signed in as <strong>${user.displayName}</strong> (${user.userPrincipalName}).
      <a href="/signin?to=/security-info">Sign in as another user</a>
    </p>
    ${defaultMethodLine(user)}
    <p><a class="button" href="${base}">+ Add sign-in method</a></p>
    ${methodList(user)}`,
})

/** Somebody comes from a page of a method that is not being set up any more. */
export const endedError = (context: Context): string | undefined =>
  context.req.query('ended') === undefined
    ? undefined
    : 'Setting up that method has ended: it was cancelled, or took longer than 15 minutes. Start again.'

const endedText = 'Your visit had ended because more than 15 minutes had passed. Start again with what you were doing.'

/** "Security info": the list of one's methods, with adding, changing and deleting. */
export function mountManage(app: Hono, site: Site, box: PendingBox, pages: PageSessions): void {
  const { practice, sessions } = site
  const placeOf = createPlaceOf(site, pages)

  app.get('/security-info', (context) => {
    const user = sessions.userOf(context, practice)
    if (!user) return goTo(context, '/signin?to=/security-info')
    const known = pages.of(context, user)
    const session = known === null || known === 'ended' ? pages.open(context, user) : known
    if (mustProve(practice, user, session)) return goTo(context, provePath)
    const done = doneTexts.get(context.req.query('done') ?? '')
    return sendPage(site, context, overviewPage(user, done, context.req.query('ended') !== undefined))
  })

  const addPage = (user: User, place: WizardPlace, error?: string): Page => {
    const now = practice.clock()
    const full = fullKinds(practice.store.state, user, now)
    return choosePage(place, offersFor(practice.store.state, user, now), 'Add a sign-in method', { full, error })
  }
  app.get(base, (context) => {
    const place = placeOf(context)
    return place instanceof Response ? place : sendPage(site, context, addPage(place.user, place, endedError(context)))
  })

  mountWizard(app, site, box, {
    pattern: base,
    placeOf,
    mayStart(user, wanted) {
      const choice = readChoice(wanted)
      const isOffered = choice !== undefined && offersFor(practice.store.state, user, practice.clock()).includes(choice)
      if (isOffered) return { choice }
      const full = choice === undefined ? null : capReached(user, choice)
      return { error: full ?? 'Choose one of the methods below.' }
    },
    refuseStart: (context, place, error) => sendPage(site, context, addPage(place.user, place, error), 400),
    finished(context, place, pending) {
      pages.prove(context, place.user)
      return goTo(context, `/security-info?done=${pending.isChange ? 'changed' : 'added'}`)
    },
    cancelled: (context) => goTo(context, '/security-info'),
  })
  mountChange(app, placeOf, box)
  mountDelete(app, site, placeOf)
  mountDefault(app, site, placeOf)
}

/** "Change": the same verification as adding, then the new number or address takes the place of the old one. */
function mountChange(app: Hono, placeOf: PlaceOf, box: PendingBox): void {
  app.get('/security-info/change/:key', (context) => {
    const place = placeOf(context)
    if (place instanceof Response) return place
    const method = findMethod(place.user, context.req.param('key'))
    const choice = method ? describe(method).change : null
    if (choice === null) return goTo(context, '/security-info')
    const pending = box.start(place.user, choice, { isChange: true })
    return goTo(context, `${base}/step/${pending.id}`)
  })
}

/** "Delete": asks first. */
function mountDelete(app: Hono, site: Site, placeOf: PlaceOf): void {
  const { practice } = site

  app.get('/security-info/delete/:key', (context) => {
    const place = placeOf(context)
    if (place instanceof Response) return place
    const method = findMethod(place.user, context.req.param('key'))
    if (!method) return goTo(context, '/security-info')
    const { key, name, detail } = describe(method)
    return sendPage(site, context, {
      title: 'Delete this method?',
      room,
      shape: 'card',
      body: html`<h1>Are you sure you would like to delete this method for your account?</h1>
        <p><strong>${name}</strong><br />${detail}</p>
        ${form({ id: 'delete-method', action: `/security-info/delete/${key}`, submit: 'Delete', kind: 'danger' })}
        <p></p>
        <p><a href="/security-info">Cancel</a></p>`,
    })
  })

  app.post('/security-info/delete/:key', (context) => {
    const place = placeOf(context)
    if (place instanceof Response) return place
    const { user } = place
    const gone = findMethod(user, context.req.param('key'))
    if (!gone) return goTo(context, '/security-info')
    const { state } = practice.store
    user.methods = user.methods.filter((method) => method !== gone)
    state.users.put(user)
    const reason = `User deleted ${describe(gone).name}`
    writeRegistration(state, { at: practice.clock(), user, activity: 'User deleted security info', reason })
    return goTo(context, '/security-info?done=deleted')
  })
}

/** "Change default sign-in method": the chosen one is kept first. */
function mountDefault(app: Hono, site: Site, placeOf: PlaceOf): void {
  const { practice } = site

  app.get('/security-info/default', (context) => {
    const place = placeOf(context)
    if (place instanceof Response) return place
    return sendPage(site, context, {
      title: 'Change default method',
      room,
      shape: 'card',
      body: html`<h1>Change default method</h1>
        ${defaultMethodForm(place.user)}
        <p></p>
        <p><a href="/security-info">Cancel</a></p>`,
    })
  })

  app.post('/security-info/default', async (context) => {
    const field = await readForm(context)
    const place = placeOf(context)
    if (place instanceof Response) return place
    const { user } = place
    const chosen = findMethod(user, field('method'))
    if (!chosen || !isFactor(chosen)) return goTo(context, '/security-info/default')
    const { state } = practice.store
    user.methods = [chosen, ...user.methods.filter((method) => method !== chosen)]
    state.users.put(user)
    const reason = `User changed the default security info to ${describe(chosen).name}`
    const activity = 'User changed default security info'
    writeRegistration(state, { at: practice.clock(), user, activity, reason })
    return goTo(context, '/security-info?done=default')
  })
}
