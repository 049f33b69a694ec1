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
import { bladeBody, type BladePath, blades, bladeUrl, type BladeView } from './blades.ts'
import { saveBlade } from './save-settings.ts'

const room = 'Entra admin center'
const allowedRoles: readonly string[] = [roles.globalAdministrator, ...rolesFor.methodsPolicy]

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
    return sendBlade(site, context, path, { error: null, typed: () => null, groupSearch: '' })
  })

  app.post('/portal/password-reset/:blade', async (context) => {
    const user = admit(site, context)
    if (user instanceof Response) return user
    const path = context.req.param('blade')
    if (!isBlade(path)) return goTo(context, bladeUrl('properties'))
    const field = await readForm(context)
    if (field('find') === 'yes') {
      return sendBlade(site, context, path, { error: null, typed: field, groupSearch: field('search').trim() })
    }
    const error = saveBlade(practice, user, path, field)
    return error === null
      ? goTo(context, `${bladeUrl(path)}?saved`)
      : sendBlade(site, context, path, { error, typed: field, groupSearch: '' })
  })
  return app
}

/** Who may be here: signed in, with a role, and with P1 or P2 on their own account. */
function admit(site: Site, context: Context): User | Response {
  const user = site.sessions.userOf(context)
  if (!user) {
    const to = new URL(context.req.url).pathname
    return goTo(context, `/signin?to=${encodeURIComponent(to)}`)
  }
  if (!user.roles.some((role) => allowedRoles.includes(role))) {
    return sendPage(site, context, noAccessPage(user), 403)
  }
  return hasPremium(user) ? user : sendPage(site, context, trialPage)
}

const noAccessPage = (user: User): Page => ({
  title: 'You do not have access',
  room,
  shape: 'card',
  body: html`<h1>You do not have access</h1>
    ${notice('error', `${user.userPrincipalName} may not see the password reset settings. An administrator may.`)}
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
  const page: Page = {
    title: `Password reset | ${nameOf(path)}`,
    room,
    shape: 'wide',
    menu: menu(path),
    body: html`<p class="quiet">${state.tenant.displayName} › Password reset</p>
      <h1>Password reset | ${nameOf(path)}</h1>
      ${saved} ${bladeBody(path, { state, ...view })}`,
  }
  return sendPage(site, context, page, view.error === null ? 200 : 400)
}

const savedNotice = notice('good', 'Successfully updated the password reset policy.')
