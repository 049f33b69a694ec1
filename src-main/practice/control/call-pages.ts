import type { Context, Hono, Next } from 'hono'

import type { Practice } from '../context.ts'
import { type InspectedCall } from '../inspector/inspector.ts'
import { whyRefused } from '../inspector/explain.ts'
import { form, notice } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import { sendPage } from '../site.ts'
import { readCallFilter, statusClasses } from './call-filter.ts'
import { ControlError } from './control-error.ts'
import type { ControlParts } from './control-parts.ts'
import { inputField, selectField } from './controls.ts'
import { wantsPage } from './read-request.ts'
import { findTenant } from './tenants.ts'

/** With the day: the simulated clock jumps over days. */
const timeOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')
const statusText = ({ status }: InspectedCall): string => (status === 0 ? 'cut off' : String(status))

const callLink = (call: InspectedCall): Html =>
  html`<a href="/control/calls/${call.seq}">${call.method} ${call.url}</a>`

const callRow = (parts: ControlParts, call: InspectedCall): Html =>
  html`<tr>
    <td><time datetime="${new Date(call.at).toISOString()}">${timeOf(call.at)}</time></td>
    <td>${statusText(call)}</td>
    <td class="wide-cell">
      ${call.batchId === null ? nothing : html`<span class="quiet">in a batch: </span>`}${callLink(call)}
      <small>${whyRefused(parts.world, call) ?? ''}</small>
    </td>
    <td class="who-cell">${call.userPrincipalName ?? ''}</td>
    <td>${call.units}</td>
  </tr>`

const classNames: Record<(typeof statusClasses)[number], string> = {
  2: '2xx: done',
  3: '3xx',
  4: '4xx: refused',
  5: '5xx: failed',
  0: 'Cut off',
}
const refreshEach = 5

function filterForm(query: (name: string) => string): Html {
  const statuses = [
    { value: '', label: 'Every status' },
    ...statusClasses.map((value) => ({ value, label: classNames[value] })),
  ]
  return html`<form id="filter" class="search" method="get" action="/control/calls" role="search">
    ${selectField({ id: 'filter-status', name: 'status', label: 'Status', options: statuses, chosen: query('status') })}
    ${inputField({ id: 'filter-path', name: 'path', label: 'Part of the address', value: query('path') })}
    ${inputField({ id: 'filter-text', name: 'text', label: 'Any text', value: query('text') })}
    <label class="choice">
      <input type="checkbox" name="refresh" value="on" ${query('refresh') === 'on' ? html` checked` : nothing} />
      <span>Look again every ${String(refreshEach)} seconds</span>
    </label>
    <button class="plain" type="submit">Show</button>
  </form>`
}

function listPage(parts: ControlParts, query: (name: string) => string): Page {
  const calls = parts.inspector.calls(readCallFilter(query))
  return {
    title: 'Request inspector',
    room: 'Control room',
    shape: 'wide',
    ...(query('refresh') === 'on' ? { refreshSeconds: refreshEach, script: 'refresh.js' } : {}),
    body: html`<p><a href="/control">Control room</a></p>
      <h1>Request inspector</h1>
      <p>The Graph calls of the last while, newest first. Tokens, passwords, codes and phone numbers are not kept.</p>
      ${filterForm(query)}
      <div id="calls" class="scroll" data-refresh="${refreshEach}">
        ${
          calls.length === 0
            ? notice('info', 'No call to show.')
            : html`<table>
                <thead>
                  <tr>
                    <th scope="col">Time</th>
                    <th scope="col">Status</th>
                    <th scope="col">Call</th>
                    <th scope="col">Who</th>
                    <th scope="col">Units</th>
                  </tr>
                </thead>
                <tbody>
                  ${calls.map((call) => callRow(parts, call))}
                </tbody>
              </table>`
        }
      </div>
      ${form({ id: 'calls-clear', action: '/control/forms/calls-clear', submit: 'Clear the list', kind: 'danger' })}`,
  }
}

const json = (value: unknown): Html =>
  value === undefined
    ? html`<p class="quiet">Nothing.</p>`
    : html`<pre class="json" tabindex="0">${JSON.stringify(value, null, 2)}</pre>`

function batchPart({ inspector }: ControlParts, call: InspectedCall): Html {
  const batch = inspector.batchOf(call)
  const items = inspector.itemsOf(call.requestId)
  return html`${batch === null ? nothing : html`<p>Part of this batch: ${callLink(batch)}</p>`}
  ${
    items.length === 0
      ? nothing
      : html`<h2>Requests of this batch</h2>
          <ul class="rows">
            ${items.map((item) => html`<li><span class="grow">${callLink(item)}</span><span class="quiet">${statusText(item)}</span></li>`)}
          </ul>`
  }`
}

function callPage(parts: ControlParts, call: InspectedCall): Page {
  const why = whyRefused(parts.world, call)
  return {
    title: `${call.method} ${call.url.slice(0, 60)}`,
    room: 'Control room',
    shape: 'wide',
    body: html`<p><a href="/control/calls">Request inspector</a></p>
      <h1>${call.method} ${call.url}</h1>
      ${why === null ? nothing : notice(call.status >= 400 || call.status === 0 ? 'error' : 'info', html`<strong>Why:</strong> ${why}`)}
      <dl>
        <dt>Status</dt>
        <dd>${statusText(call)}</dd>
        ${
          call.error === null
            ? nothing
            : html`<dt>Error</dt>
                <dd><code>${call.error.code}</code> ${call.error.message}</dd>`
        }
        <dt>Time</dt>
        <dd>${new Date(call.at).toISOString()}</dd>
        <dt>Who</dt>
        <dd>${call.userPrincipalName ?? 'nobody known'}</dd>
        <dt>Application</dt>
        <dd>${call.clientId ?? 'none'}</dd>
        <dt>Tenant</dt>
        <dd>${call.tenant ?? 'none'}</dd>
        <dt>Resource units</dt>
        <dd>${call.units}</dd>
        <dt>request-id</dt>
        <dd><code>${call.requestId}</code></dd>
      </dl>
      ${batchPart(parts, call)}
      <h2>Request</h2>
      ${json(call.request)}
      <h2>Answer</h2>
      ${json(call.answer)}`,
  }
}

/** The pages of the inspector. Whoever asks for no page is passed on to the calls. */
export function mountCallPages(app: Hono, parts: ControlParts): void {
  const send = (context: Context, page: Page, status: 200 | 400 | 404 = 200): Response => {
    const practice: Practice = findTenant(parts.world, undefined)
    return sendPage(parts.siteOf(practice), context, page, status)
  }
  app.get('/control/calls', (context, next: Next) => {
    if (!wantsPage(context.req.raw)) return next()
    const query = (name: string): string => context.req.query(name) ?? ''
    return send(context, listPage(parts, query))
  })
  app.get('/control/calls/:seq', (context, next: Next) => {
    if (!wantsPage(context.req.raw)) return next()
    const call = parts.inspector.find(Number(context.req.param('seq')))
    if (!call) throw new ControlError(404, 'unknown-call', 'This call is not kept any more.', 'seq')
    return send(context, callPage(parts, call))
  })
}
