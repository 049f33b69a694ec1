import { type Context, Hono } from 'hono'

import type { Practice } from '../context.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import { notice } from '../pages/form.ts'
import { readForm } from '../pages/read-form.ts'
import { goTo, sendPage } from '../site.ts'
import { mountCallPages } from './call-pages.ts'
import { ControlError } from './control-error.ts'
import type { ControlParts } from './control-parts.ts'
import { controlForms, fieldOf } from './forms.ts'
import { overview } from './json-calls.ts'
import type { View } from './page-view.ts'
import { wantsPage } from './read-request.ts'
import { faultsSection, requestsSection, switchesSection } from './sections/request-sections.ts'
import { applicationsSection, rolesSection, syncedSection, tenantSection } from './sections/tenant-sections.ts'
import { clockSection, waitsSection } from './sections/time-sections.ts'
import { callsSection, startOverSection, stateSection, tenantsSection } from './sections/world-sections.ts'
import { findTenant } from './tenants.ts'

const sections: readonly { id: string; name: string; render: (view: View) => Html }[] = [
  { id: 'clock', name: 'Clock', render: clockSection },
  { id: 'waits', name: 'Waits', render: waitsSection },
  { id: 'requests', name: 'Quotas, latency, codes', render: requestsSection },
  { id: 'faults', name: 'Faults', render: faultsSection },
  { id: 'switches', name: 'Switches', render: switchesSection },
  { id: 'start-over', name: 'Start over', render: startOverSection },
  { id: 'tenant', name: 'Shape of the tenant', render: tenantSection },
  { id: 'roles', name: 'Directory roles', render: rolesSection },
  { id: 'synced', name: 'People on premises', render: syncedSection },
  { id: 'applications', name: 'Applications', render: applicationsSection },
  { id: 'tenants', name: 'Tenants', render: tenantsSection },
  { id: 'state', name: 'Export and import', render: stateSection },
  { id: 'calls', name: 'Request inspector', render: callsSection },
]

const menu = html`<nav class="menu" aria-label="Control room">
  <h2>Control room</h2>
  <ul>
    ${sections.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}
  </ul>
</nav>`

function sendControlPage(context: Context, view: View, status: 200 | 400 | 403 | 404 | 409 | 413 = 200): Response {
  const site = view.parts.siteOf(view.practice)
  const form = view.draft === null ? undefined : controlForms.get(view.draft.form)
  return sendPage(
    site,
    context,
    {
      title: view.draft === null ? 'Control room' : 'Error: Control room',
      room: 'Control room',
      shape: 'wide',
      menu,
      body: html`<h1>Control room</h1>
        ${form === undefined ? nothing : notice('error', html`Nothing was changed. <a href="#${form.section}">To the message</a>`)}
        <p>
          What a rehearsal may change that nobody could at Microsoft. Clock, waits, faults and switches hold for every
          tenant of this server. Each part is an HTTP call too, under <code>/control</code>.
        </p>
        <div class="control">${sections.map(({ render }) => render(view))}</div>`,
    },
    status,
  )
}

/** The tenant that is asked for; one that is not there any more is not missed on a page. */
const shownTenant = ({ world }: ControlParts, context: Context): Practice =>
  world.find(context.req.query('tenant') ?? '') ?? findTenant(world, undefined)

async function runForm(context: Context, parts: ControlParts, name: string): Promise<Response> {
  const form = controlForms.get(name)
  if (!form) throw new ControlError(404, 'unknown-call', 'The control room has no such form.')
  const fields = await readForm(context)
  const typed = (field: string): string => fields(field).trim()
  const practice = shownTenant(parts, context)
  try {
    await form.run({ parts, practice, typed })
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    const draft = { form: name, typed, field: fieldOf(form, error), message: error.message }
    return sendControlPage(context, { parts, practice, draft, done: null }, error.status)
  }
  const { domain } = practice.store.state.tenant
  return goTo(context, `/control?tenant=${domain}&done=${name}#${form.section}`)
}

/** The page of the control room and its forms. Works without a script. */
export function createControlPages(parts: ControlParts): Hono {
  const app = new Hono()
  app.get('/control', (context) => {
    if (!wantsPage(context.req.raw)) return context.json(overview(parts))
    const practice = shownTenant(parts, context)
    return sendControlPage(context, { parts, practice, draft: null, done: context.req.query('done') ?? null })
  })
  mountCallPages(app, parts)
  app.post('/control/forms/:name', (context) => runForm(context, parts, context.req.param('name')))
  return app
}
