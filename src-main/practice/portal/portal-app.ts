import type { Context } from 'hono'
import { Hono } from 'hono'

import { rolesFor } from '../graph/roles.ts'
import { notice } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import { readForm } from '../pages/read-form.ts'
import { hasPremium } from '../rules/licences.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import { roles } from '../state/catalogue.ts'
import type { User } from '../state/model.ts'
import { minuteMs } from '../time.ts'
import { type BladePath, blades, bladeUrl, type BladeView } from './blade-form.ts'
import { bladeBody } from './blades.ts'
import { saveBlade } from './save-settings.ts'

const room = 'Entra admin center'
const writers: readonly string[] = [roles.globalAdministrator, ...rolesFor.methodsPolicy]
const readers: readonly string[] = [...writers, ...rolesFor.readPolicies]

const readOnlyText =
  'You can look at these settings but not change them: that takes the role Authentication Policy Administrator or Global Administrator.'

const readOnlyFor = (user: User): string | null =>
  user.roles.some((role) => writers.includes(role)) ? null : readOnlyText

/** Blades on which nothing can be set here. */
const withoutForm: readonly BladePath[] = ['on-premises-integration', 'administrator-policy']

const isBlade = (path: string): path is BladePath => blades.some((blade) => blade.path === path)
const nameOf = (path: BladePath): string => blades.find((blade) => blade.path === path)?.name ?? ''

const menu = (current: BladePath): Html =>
  html`<nav class="menu" aria-label="Password reset">
    <h2>Password reset</h2>
    <ul>
      ${blades.map(
        ({ path, name }) =>
          html`<li>
            <a href="${bladeUrl(path)}" ${path === current ? html` aria-current="page"` : nothing}>${name}</a>
          </li>`,
      )}
    </ul>
  </nav>`

/** The one place where self-service password reset is switched on. No Graph call leads here, as at Microsoft. */
export function createPortalApp(site: Site): Hono {
  const app = new Hono()
  const { practice } = site

  app.get('/portal', (context) => goTo(context, bladeUrl('properties')))
  app.get('/portal/password-reset', (context) => goTo(context, bladeUrl('properties')))

  app.get('/portal/password-reset/:blade', (context) => {
    const user = admit(site, context)
    if (user instanceof Response) return user
    const path = context.req.param('blade')
    if (!isBlade(path)) return goTo(context, bladeUrl('properties'))
    const readOnly = readOnlyFor(user)
    return sendBlade(site, context, path, { readOnly, error: null, typed: () => null, groupSearch: '' })
  })

  app.post('/portal/password-reset/:blade', async (context) => {
    const user = admit(site, context)
    if (user instanceof Response) return user
    const path = context.req.param('blade')
    if (!isBlade(path)) return goTo(context, bladeUrl('properties'))
    if (withoutForm.includes(path)) return goTo(context, bladeUrl(path))
    const field = await readForm(context)
    const readOnly = readOnlyFor(user)
    if (readOnly !== null) return sendPage(site, context, noAccessPage(user), 403)
    const view = { readOnly, typed: field, groupSearch: field('search').trim() }
    if (field('find') === 'yes') return sendBlade(site, context, path, { ...view, error: null })
    const error = saveBlade(practice, user, path, field)
    return error === null
      ? goTo(context, `${bladeUrl(path)}?saved`)
      : sendBlade(site, context, path, { ...view, error })
  })
  return app
}

/** Who may be here: signed in, with a role, and with P1 or P2 on their own account. */
function admit(site: Site, context: Context): User | Response {
  const user = site.sessions.userOf(context, site.practice)
  if (!user) {
    const { pathname } = new URL(context.req.url)
    const to = context.req.method === 'POST' ? `${pathname}?unsaved` : pathname
    return goTo(context, `/signin?to=${encodeURIComponent(to)}`)
  }
  if (!user.roles.some((role) => readers.includes(role))) {
    return sendPage(site, context, noAccessPage(user), 403)
  }
  return hasPremium(user) ? user : sendPage(site, context, trialPage)
}

const noAccessPage = (user: User): Page => ({
  title: 'You do not have access',
  room,
  shape: 'card',
  body: html`<h1>You do not have access</h1>
    ${notice('error', `${user.userPrincipalName} may not do this with the password reset settings. An administrator may.`)}
    <p><a href="/signin?to=/portal/password-reset/properties">Sign in as another user</a></p>`,
})

const trialPage: Page = {
  title: 'Password reset',
  room,
  shape: 'card',
  body: html`<h1>Password reset</h1>
    ${notice('info', 'Get a free Premium trial to use this feature')}
    <p>
      This page shows only to an administrator who holds a Microsoft Entra ID P1 or P2 licence. The tenant has one:
      assign it to your own account, then reload this page.
    </p>
    <p><a class="button plain" href="/portal/password-reset/properties">Reload</a></p>`,
}

function sendBlade(site: Site, context: Context, path: BladePath, view: Omit<BladeView, 'state'>): Response {
  const { state } = site.practice.store
  const saved = context.req.query('saved') === undefined ? nothing : savedNotice
  const unsaved = context.req.query('unsaved') === undefined ? nothing : unsavedNotice
  const page: Page = {
    title: `Password reset | ${nameOf(path)}`,
    room,
    shape: 'wide',
    menu: menu(path),
    body: html`<p class="quiet">${state.tenant.displayName} › Password reset</p>
      <h1>Password reset | ${nameOf(path)}</h1>
      ${saved} ${unsaved} ${waitingNotice(site)} ${bladeBody(path, { state, ...view })}`,
  }
  return sendPage(site, context, page, view.error === null ? 200 : 400)
}

const savedNotice = notice('good', 'Successfully updated the password reset policy.')

const unsavedNotice = notice('error', 'Your session had ended, so the last change was not saved. Make it again.')

/** What was saved is not in force yet. */
function waitingNotice({ practice }: Site): Html {
  const { waiting } = practice.store.state
  const dueAt = waiting.reduce((at, { what, dueAt: due }) => (what === 'sspr' ? Math.max(at, due) : at), 0)
  const left = Math.ceil((dueAt - practice.clock()) / minuteMs)
  return left > 0
    ? notice('info', `What was saved takes effect in about ${String(left)} ${left === 1 ? 'minute' : 'minutes'}.`)
    : nothing
}
