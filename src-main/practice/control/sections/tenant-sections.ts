import { choices, form } from '../../pages/form.ts'
import { type Html, html, nothing } from '../../pages/html.ts'
import { inputField, rowButton, selectField } from '../controls.ts'
import { doneNotice, formAction, section, stateOf, type View } from '../page-view.ts'
import { roleHolders, roleList } from '../tenant-roles.ts'
import { syncedPeople } from '../tenant-synced.ts'
import { accessPoliciesForm } from './access-policies-form.ts'
import { historyForm } from './history-form.ts'
import { type Shape, shapeOf } from '../tenant-shape.ts'

const tenantTypes = [
  { value: 'AAD', label: 'For employees (workforce)' },
  { value: 'CIAM', label: 'For customers (External ID)' },
  { value: 'AAD B2C', label: 'For customers (Azure AD B2C)' },
]
const onOff = [
  { value: 'off', label: 'Off' },
  { value: 'on', label: 'On' },
]
const flag = (isOn: boolean): string => (isOn ? 'on' : 'off')

function protectionForm(view: View, shape: Shape): Html {
  const state = stateOf(view, 'protection')
  return html`<h3>Kind, protection and directory sync</h3>
    ${state.problem(['tenantType', 'securityDefaults', 'isSynced'])}
    ${form({
      id: 'protection',
      action: formAction(view, 'protection'),
      submit: 'Save',
      kind: 'plain',
      fields: html`<div class="grid">
        ${selectField({
          id: 'protection-kind',
          name: 'tenantType',
          label: 'Kind of tenant',
          options: tenantTypes,
          chosen: state.value('tenantType', shape.tenantType),
          error: state.error('tenantType'),
          hint: 'Only says so: a tenant for customers works like one for employees here.',
        })}
        ${selectField({
          id: 'protection-defaults',
          name: 'securityDefaults',
          label: 'Security defaults',
          options: onOff,
          chosen: state.value('securityDefaults', flag(shape.securityDefaults)),
          error: state.error('securityDefaults'),
          hint: 'Cannot be on beside an enabled Conditional Access policy.',
        })}
        ${selectField({
          id: 'protection-sync',
          name: 'isSynced',
          label: 'Directory sync',
          options: onOff,
          chosen: state.value('isSynced', flag(shape.isSynced)),
          error: state.error('isSynced'),
          hint: 'A tenant that is synced from an Active Directory, as most in production are.',
        })}
      </div>`,
    })}`
}

function domainForms(view: View, shape: Shape): Html {
  const { domain } = view.practice.store.state.tenant
  const state = stateOf(view, 'domain-add')
  return html`<h3>Domains</h3>
    ${stateOf(view, 'domain-remove').problem()}
    <ul class="rows">
      <li><span class="grow">${domain}</span><span class="quiet">initial domain</span></li>
      ${shape.customDomains.map(
        (name) =>
          html`<li>
            <span class="grow">${name}</span><span class="quiet">custom, verified</span>
            ${rowButton({ action: formAction(view, 'domain-remove'), label: 'Remove', about: name, fields: { domain: name } })}
          </li>`,
      )}
    </ul>
    ${state.problem(['domain'])}
    ${form({
      id: 'domain-add',
      action: formAction(view, 'domain-add'),
      submit: 'Add the domain',
      kind: 'plain',
      fields: inputField({
        id: 'domain-add-name',
        name: 'domain',
        label: 'A custom domain, verified at once',
        value: state.value('domain', ''),
        error: state.error('domain'),
        hint: 'Such as contoso.com.',
      }),
    })}`
}

function subscriptionForm(view: View, { subscription }: Shape): Html {
  const state = stateOf(view, 'subscription')
  const kinds = [
    { value: 'trial', label: 'Trial', hint: 'Ends by itself; no voice calls.' },
    { value: 'paid', label: 'Paid' },
    { value: 'none', label: 'None', hint: 'No Entra ID P1 or P2 at all.' },
  ]
  return html`<h3>Microsoft Entra ID P2</h3>
    <p>${String(subscription.consumed)} of ${String(subscription.totalLicenses)} units are in use.</p>
    ${state.problem(['totalLicenses', 'endsAt'])}
    ${form({
      id: 'subscription',
      action: formAction(view, 'subscription'),
      submit: 'Save the subscription',
      kind: 'plain',
      fields: [
        choices('Subscription', 'kind', kinds, state.value('kind', subscription.kind)),
        html`<div class="grid">
          ${inputField({ id: 'subscription-units', name: 'totalLicenses', label: 'Units', value: state.value('totalLicenses', String(subscription.totalLicenses)), error: state.error('totalLicenses'), inputmode: 'numeric' })}
          ${inputField({ id: 'subscription-end', name: 'endsAt', label: 'Ends (UTC)', value: state.value('endsAt', subscription.endsAt ?? ''), error: state.error('endsAt'), hint: 'A day, or a moment like 2026-12-24T09:00:00Z. Empty: a trial ends in 30 days, what is paid does not.' })}
        </div>`,
      ],
    })}`
}

export function tenantSection(view: View): Html {
  const shape = shapeOf(view.practice)
  const done = {
    protection: 'Saved.',
    subscription: 'The subscription is changed.',
    'domain-add': 'The domain is added.',
    'domain-remove': 'The domain is gone.',
    'policy-add': 'The policy is added.',
    'policy-state': 'The state of the policy is changed.',
    'policy-remove': 'The policy is gone.',
    history: 'Age and devices are changed.',
  }
  return section('tenant', `Shape of ${shape.displayName}`, [
    doneNotice(view, done),
    html`<p>What kind of tenant this one is: ${view.practice.store.state.tenant.domain}.</p>`,
    protectionForm(view, shape),
    domainForms(view, shape),
    subscriptionForm(view, shape),
    accessPoliciesForm(view, shape),
    historyForm(view, shape),
  ])
}

export function rolesSection(view: View): Html {
  const state = stateOf(view, 'role-add')
  const options = roleList().map(({ id, displayName }) => ({ value: id, label: displayName }))
  return section(
    'roles',
    'Directory roles',
    html` ${doneNotice(view, { 'role-add': 'The role is assigned.', 'role-remove': 'The role is taken away.' })}
      ${stateOf(view, 'role-remove').problem()}
      <ul class="rows">
        ${roleHolders(view.practice).flatMap(({ userPrincipalName, roles }) =>
          roles.map(
            ({ id, displayName }) =>
              html`<li>
                <span class="grow">${userPrincipalName}</span><span class="quiet">${displayName}</span>
                ${rowButton({ action: formAction(view, 'role-remove'), label: 'Take away', about: `${displayName} from ${userPrincipalName}`, fields: { user: userPrincipalName, role: id } })}
              </li>`,
          ),
        )}
      </ul>
      ${state.problem(['user', 'role'])}
      ${form({
        id: 'role-add',
        action: formAction(view, 'role-add'),
        submit: 'Assign the role',
        kind: 'plain',
        fields: html`<div class="grid">
          ${inputField({ id: 'role-user', name: 'user', label: 'User name', value: state.value('user', ''), error: state.error('user') })}
          ${selectField({ id: 'role-role', name: 'role', label: 'Role', options, chosen: state.value('role', options[0]?.value ?? ''), error: state.error('role') })}
        </div>`,
      })}`,
  )
}

export function syncedSection(view: View): Html {
  const state = stateOf(view, 'synced-add')
  const synced = syncedPeople(view.practice).map(
    (user) =>
      html`<li>
        <span class="grow">${user}</span>
        ${rowButton({ action: formAction(view, 'synced-remove'), label: 'Back to the cloud', about: user, fields: { user } })}
      </li>`,
  )
  return section(
    'synced',
    'People on premises',
    html` ${doneNotice(view, { 'synced-add': 'The person is kept on premises now.', 'synced-remove': 'The person is of the cloud again.' })}
      ${stateOf(view, 'synced-remove').problem()}
      <p>
        Synced from a directory on premises, where their password is. Without password writeback, which is not set up
        here, a reset refuses them with SSPR_0010.
      </p>
      ${
        synced.length === 0
          ? nothing
          : html`<ul class="rows">
              ${synced}
            </ul>`
      }
      ${state.problem(['user'])}
      ${form({
        id: 'synced-add',
        action: formAction(view, 'synced-add'),
        submit: 'Keep on premises',
        kind: 'plain',
        fields: inputField({
          id: 'synced-user',
          name: 'user',
          label: 'User name',
          value: state.value('user', ''),
          error: state.error('user'),
        }),
      })}`,
  )
}

export function applicationsSection(view: View): Html {
  const state = stateOf(view, 'application-add')
  const change = (appId: string, name: string, label: string, about: string, isOn: boolean): Html =>
    rowButton({
      action: formAction(view, 'application-change'),
      label,
      about,
      fields: { appId, [name]: flag(isOn) },
    })
  return section(
    'applications',
    'Applications',
    html` ${doneNotice(view, { 'application-add': 'The application is registered.', 'application-change': 'The application is changed.', 'application-remove': 'The application is gone.' })}
      ${stateOf(view, 'application-change').problem()} ${stateOf(view, 'application-remove').problem()}
      <ul class="rows">
        ${view.practice.store.state.applications.map(
          ({ appId, displayName, isFirstParty, isEnabled, requiresAssignment }) =>
            html`<li>
              <span class="grow"><strong>${displayName}</strong><code>${appId}</code></span>
              <span class="quiet">
                ${isFirstParty ? 'Microsoft’s' : 'own'},
                ${isEnabled ? 'enabled' : 'disabled'}${requiresAssignment ? ', asks for assignment' : ''}
              </span>
              ${change(appId, 'isEnabled', isEnabled ? 'Disable' : 'Enable', displayName, !isEnabled)}
              ${change(appId, 'requiresAssignment', requiresAssignment ? 'Let everybody use it' : 'Ask for assignment', displayName, !requiresAssignment)}
              ${isFirstParty ? nothing : rowButton({ action: formAction(view, 'application-remove'), label: 'Remove', about: displayName, fields: { appId }, kind: 'danger' })}
            </li>`,
        )}
      </ul>
      ${state.problem(['displayName'])}
      ${form({
        id: 'application-add',
        action: formAction(view, 'application-add'),
        submit: 'Register the application',
        kind: 'plain',
        fields: inputField({
          id: 'application-name',
          name: 'displayName',
          label: 'Name of a public client of your own',
          value: state.value('displayName', ''),
          error: state.error('displayName'),
          hint: 'It gets an application id; its redirect is http://localhost.',
        }),
      })}`,
  )
}
