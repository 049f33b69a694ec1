import { choices, form, notice } from '../../pages/form.ts'
import { type Html, html, nothing } from '../../pages/html.ts'
import { inputField } from '../controls.ts'
import { doneNotice, formAction, section, stateOf, type View } from '../page-view.ts'
import { statePath } from '../state-door.ts'
import { tenantLine } from '../tenants.ts'

const sizes = [
  { value: '8', label: '8 people', hint: 'A class or a small lab.' },
  { value: '200', label: '200 people' },
  { value: '50000', label: '50 000 people', hint: 'Lists have many pages then.' },
  { value: 'number', label: 'Another number', hint: 'Typed below.' },
]

/** Enter in a field sends a form: what cannot be undone needs more than that. */
const sureField = (error: string | undefined): Html =>
  html`<div class="field">
    <label class="choice">
      <input
        type="checkbox"
        name="sure"
        value="on"
        ${error === undefined ? nothing : html` aria-invalid="true" aria-describedby="sure-error" autofocus`}
      />
      <span>Yes, throw away what was added</span>
    </label>
    ${error === undefined ? nothing : html`<p class="error" id="sure-error" role="alert">${error}</p>`}
  </div>`

export function startOverSection(view: View): Html {
  const { displayName } = view.practice.store.state.tenant
  const { users, seed } = view.practice.store.state.population
  const state = stateOf(view, 'start-over')
  const usual = sizes.some(({ value }) => value === String(users)) ? String(users) : 'number'
  return section(
    'start-over',
    'Start over',
    html` ${doneNotice(view, { 'start-over': 'The tenant is as new.', 'start-all-over': 'Every tenant is as new, at this computer’s time.' })}
      <p>
        Puts ${displayName} back to how it was at first, perhaps with other people. Users, groups, settings, messages
        and logs that were added are gone; this cannot be undone.
      </p>
      ${state.problem(['users', 'seed', 'sure'])}
      ${form({
        id: 'start-over-form',
        action: formAction(view, 'start-over'),
        submit: 'Start this tenant over',
        kind: 'danger',
        fields: [
          choices('People', 'size', sizes, state.value('size', usual)),
          html`<div class="grid">
            ${inputField({ id: 'start-over-users', name: 'users', label: 'Another number', value: state.value('users', String(users)), error: state.error('users'), hint: '1 to 100000, the administrator included.', inputmode: 'numeric' })}
            ${inputField({ id: 'start-over-seed', name: 'seed', label: 'Seed word', value: state.value('seed', seed), error: state.error('seed'), hint: 'The same word makes the same people.' })}
          </div>`,
          sureField(state.error('sure')),
        ],
      })}
      <h3>All tenants</h3>
      <p>The clock is shared: it can go back to this computer’s time only when every tenant starts over.</p>
      ${stateOf(view, 'start-all-over').problem()}
      ${form({ id: 'start-all-over', action: formAction(view, 'start-all-over'), submit: 'Start every tenant over at this computer’s time', kind: 'danger' })}`,
  )
}

export function tenantsSection(view: View): Html {
  const state = stateOf(view, 'tenant-add')
  const shown = view.practice.store.state.tenant.domain
  return section(
    'tenants',
    'Tenants',
    html` ${doneNotice(view, { 'tenant-add': 'The tenant is made.' })}
      <ul class="rows">
        ${view.parts.world.tenants.map(tenantLine).map(
          ({ domain, displayName, people }) =>
            html`<li>
              <span class="grow"
                ><strong>${displayName}</strong><span class="quiet">${domain}, ${String(people)} people</span></span
              >
              <a href="/?tenant=${domain}" aria-label="Open: ${displayName}">Open</a>
              ${domain === shown ? html`<span class="quiet">shown here</span>` : html`<a href="/control?tenant=${domain}" aria-label="Show here: ${displayName}">Show here</a>`}
            </li>`,
        )}
      </ul>
      ${state.problem(['domain', 'displayName', 'people', 'word'])}
      <details ${view.draft?.form === 'tenant-add' ? html` open` : nothing}>
        <summary>Add another tenant</summary>
        ${form({
          id: 'tenant-add',
          action: formAction(view, 'tenant-add'),
          submit: 'Make the tenant',
          kind: 'plain',
          fields: html`<div class="grid">
            ${inputField({ id: 'tenant-name', name: 'displayName', label: 'Name', value: state.value('displayName', ''), error: state.error('displayName') })}
            ${inputField({ id: 'tenant-domain', name: 'domain', label: 'Initial domain', value: state.value('domain', ''), error: state.error('domain'), hint: 'contoso becomes contoso.onmicrosoft.com.' })}
            ${inputField({ id: 'tenant-people', name: 'people', label: 'People', value: state.value('people', '8'), error: state.error('people'), inputmode: 'numeric' })}
            ${inputField({ id: 'tenant-word', name: 'word', label: 'Seed word', value: state.value('word', 'practice'), error: state.error('word') })}
          </div>`,
        })}
      </details>`,
  )
}

export function stateSection(view: View): Html {
  const imported = view.done === 'imported'
  return section(
    'state',
    'Export and import',
    html` ${imported ? notice('good', 'The tenants of the file are here now. Everybody was signed out.') : nothing}
      <p>All tenants with their settings in one .zip file, to go on elsewhere or later.</p>
      <p class="hint">
        It holds the passwords and keys of the practice tenants, and what was typed into them: phone numbers and mail
        addresses too.
      </p>
      <p><a class="button plain" href="${statePath}" download>Download the state of all tenants</a></p>
      <form id="import" method="post" action="${statePath}" enctype="multipart/form-data">
        ${inputField({ id: 'import-file', name: 'file', type: 'file', label: 'Take a downloaded file in', value: '', hint: 'Replaces every tenant here and all settings. It is checked first: a damaged file changes nothing.' })}
        <div class="buttons"><button class="danger" type="submit">Replace everything with this file</button></div>
      </form>`,
  )
}

export function callsSection(view: View): Html {
  return section(
    'calls',
    'Request inspector',
    html` ${doneNotice(view, { 'calls-clear': 'The list is empty.' })}
      <p>Each Graph call of the last while, its answer, and why it was refused. No token, password or code is kept.</p>
      <p><a class="button plain" href="/control/calls">Look at the calls</a></p>`,
  )
}
