import { Hono } from 'hono'

import { startTenantOver } from '../control/start-over.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import { form } from './form.ts'
import { type Html, html, nothing } from './html.ts'

const rooms: { href: string; name: string; what: string }[] = [
  {
    href: '/portal',
    name: 'Entra admin center (rehearsal)',
    what: 'Password reset settings. Sign in as the administrator.',
  },
  {
    href: '/security-info',
    name: 'Security info',
    what: 'Where a user registers a phone, an authenticator app or an e-mail address.',
  },
  { href: '/reset', name: 'Reset your password', what: 'Where a user who forgot the password gets back in.' },
  {
    href: '/inbox',
    name: 'Phone & inbox',
    what: 'Texts, mails and app prompts the practice tenant "sent", and the codes of the practice phone.',
  },
  { href: '/signin', name: 'Sign in', what: 'The sign-in page, and then your account.' },
  {
    href: '/control',
    name: 'Control room',
    what: 'Clock, waits, faults, tenants, and every Graph call with its answer.',
  },
]

const roomItem = ({ href, name, what }: (typeof rooms)[number]): Html =>
  html`<li>
    <span class="grow"
      ><strong><a href="${href}">${name}</a></strong
      ><span class="quiet">${what}</span></span
    >
  </li>`

/** Every tenant of this server; with a single one there is nothing to choose. */
function tenantList({ world, practice }: Site): Html {
  if (world.tenants.length < 2) return nothing
  return html`<h2>Tenants</h2>
    <ul class="rows">
      ${world.tenants.map(({ store }) => {
        const { domain, displayName } = store.state.tenant
        const isShown = store === practice.store
        return html`<li>
          <span class="grow"
            ><strong>${isShown ? displayName : html`<a href="/?tenant=${domain}">${displayName}</a>`}</strong
            ><span class="quiet">${domain}</span></span
          >${isShown ? html`<span class="quiet">this one</span>` : nothing}
        </li>`
      })}
    </ul>`
}

/** Front page, the account page, and "Start over". */
export function createHomeApp(site: Site): Hono {
  const app = new Hono()
  const { practice } = site

  app.get('/', (context) => {
    const { tenant, admin, users } = practice.store.state
    const administrator = users.get(admin.userId)
    return sendPage(site, context, {
      title: 'Practice tenant',
      room: 'Front page',
      shape: 'wide',
      body: html`<h1>${tenant.displayName}: a tenant to practise in</h1>
        ${context.req.query('started') === 'over' ? html`<div class="notice good-notice" role="status">The practice tenant is as new.</div>` : nothing}
        <p>
          Everything here runs on this computer and plays Microsoft Entra ID for a password-reset lab: no account, no
          licence and no phone are needed, and nothing you do here touches a real tenant.
        </p>
        <ul class="rows">
          ${rooms.map(roomItem)}
        </ul>
        <h2>The administrator</h2>
        <dl>
          <dt>User name</dt>
          <dd><code>${administrator?.userPrincipalName ?? ''}</code></dd>
          <dt>Password</dt>
          <dd><code>${admin.password}</code></dd>
          <dt>Tenant</dt>
          <dd><code>${tenant.domain}</code></dd>
        </dl>
        ${tenantList(site)}
        <h2>Start over</h2>
        <p>
          Puts the tenant back to how it was at first: users, groups, settings, messages and logs that were added are
          gone. The <a href="/control?tenant=${tenant.domain}#start-over">control room</a> can make it with more people.
        </p>
        <p><a class="button plain" href="/start-over">Start over…</a></p>`,
    })
  })

  app.get('/start-over', (context) =>
    sendPage(site, context, {
      title: 'Start over?',
      room: 'Front page',
      shape: 'card',
      body: html`<h1>Start over?</h1>
        <p>
          All users, groups, settings, messages and logs you added to the practice tenant will be gone. This cannot be
          undone.
        </p>
        ${form({ id: 'start-over', action: '/start-over', submit: 'Yes, start over', kind: 'danger' })}
        <p></p>
        <p><a href="/">No, keep everything</a></p>`,
    }),
  )

  app.post('/start-over', async (context) => {
    await startTenantOver(practice)
    return goTo(context, '/?started=over')
  })

  mountAccount(app, site)
  return app
}

function mountAccount(app: Hono, site: Site): void {
  const { practice, sessions } = site
  app.get('/account', (context) => {
    const user = sessions.userOf(context, practice)
    if (!user) return goTo(context, '/signin?to=/account')
    return sendPage(site, context, {
      title: 'My account',
      room: 'My account',
      shape: 'card',
      body: html`<h1>You are signed in</h1>
        <p>${user.displayName}<br /><code>${user.userPrincipalName}</code></p>
        <p><a href="/security-info">Security info</a></p>
        <p><a href="/signin">Sign in as another user</a></p>`,
    })
  })
}
