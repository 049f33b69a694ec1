import { choices, textField } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import { groupById } from '../rules/directory.ts'
import { configurationOf } from '../rules/methods.ts'
import type { Group } from '../state/model.ts'
import { bladeForm, type BladePath, type BladeView } from './blade-form.ts'

const yesNo = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
]
const toggle = (legend: string, name: string, on: boolean): Html =>
  html`<div class="toggle">${choices(legend, name, yesNo, on ? 'yes' : 'no')}</div>`

export const scopeValues = ['none', 'selected', 'all'] as const

const shownGroups = 30

/** The chosen group first, then those whose names contain what is searched for. */
function foundGroups({ state, groupSearch }: BladeView, chosenId: string): Group[] {
  const wanted = groupSearch.toLowerCase()
  const chosen = groupById(state, chosenId)
  const found = state.groups
    .live()
    .filter((group) => group !== chosen && group.displayName.toLowerCase().includes(wanted))
  return chosen ? [chosen, ...found] : found
}

/** Only one group can be chosen. The search keeps what was chosen so far. */
function groupPicker(view: BladeView): Html {
  const { state, groupSearch, error, typed } = view
  const chosenId = typed('group') ?? state.sspr.passwordResetEnabledGroupId ?? ''
  const current = groupById(state, state.sspr.passwordResetEnabledGroupId ?? '')
  const found = foundGroups(view, chosenId)
  return html`<fieldset class="choices" id="group-picker">
    <legend>Select group</legend>
    <p class="hint">
      ${
        current
          ? html`The group is now <strong>${current.displayName}</strong>. Only one group can be selected: choosing
              another one replaces it.`
          : 'No groups selected. Exactly one group can be selected; groups nested inside it count.'
      }
    </p>
    <div class="search">
      ${textField({ label: 'Search groups by name', name: 'search', value: groupSearch })}
      <button class="plain" type="submit" name="find" value="yes">Search</button>
    </div>
    ${found.slice(0, shownGroups).map(
      (group) =>
        html`<label class="choice">
          <input type="radio" name="group" value="${group.id}" ${group.id === chosenId ? html` checked` : nothing} />
          <span>${group.displayName}<small>${group.description ?? ''}</small></span>
        </label>`,
    )}
    ${found.length > shownGroups ? html`<p class="quiet">${found.length - shownGroups} more: search by name.</p>` : nothing}
    ${found.length === 0 ? html`<p class="quiet">No group's name contains "${groupSearch}".</p>` : nothing}
    ${error?.field === 'group' ? html`<p class="error" role="alert">${error.text}</p>` : nothing}
  </fieldset>`
}

/** For who may only look: the group that is chosen, without the search. */
const chosenGroup = ({ state }: BladeView): Html =>
  html`<p>
    Selected group:
    <strong>${groupById(state, state.sspr.passwordResetEnabledGroupId ?? '')?.displayName ?? 'none'}</strong>
  </p>`

function propertiesBlade(view: BladeView): Html {
  const scope = view.typed('scope') ?? scopeValues[view.state.sspr.enablementType]
  return bladeForm('properties', view, [
    choices(
      'Self service password reset enabled',
      'scope',
      [
        { value: 'none', label: 'None', hint: 'Nobody can reset their own password.' },
        { value: 'selected', label: 'Selected', hint: 'Only members of one group can.' },
        { value: 'all', label: 'All', hint: 'Every user can.' },
      ],
      scope,
    ),
    view.readOnly === null ? groupPicker(view) : chosenGroup(view),
    html`<p class="hint">
      These settings only apply to end users in your organization. Admins are always enabled for self-service password
      reset and are required to use two authentication methods to reset their password.
    </p>`,
  ])
}

const methodNames = [
  { id: 'MicrosoftAuthenticator', name: 'Microsoft Authenticator (app code)' },
  { id: 'SoftwareOath', name: 'Third-party software OATH tokens' },
  { id: 'Email', name: 'Email OTP' },
  { id: 'Sms', name: 'SMS' },
  { id: 'Voice', name: 'Voice call (not with trial subscriptions)' },
]

function methodsBlade(view: BladeView): Html {
  const { state, typed } = view
  const targets = (id: string): string => {
    const configuration = configurationOf(state, id)
    if (configuration?.state !== 'enabled') return 'Off'
    const names = configuration.includeTargets.map((target) =>
      target.id === 'all_users' ? 'All users' : (groupById(state, target.id)?.displayName ?? 'A deleted group'),
    )
    return names.length === 0 ? 'On, for nobody' : `On: ${names.join(', ')}`
  }
  const required = typed('required') ?? String(state.sspr.numberOfAuthenticationMethodsRequired)
  return html`${bladeForm('authentication-methods', view, [
      html`<div class="toggle">
        ${choices(
          'Number of methods required to reset',
          'required',
          [
            { value: '1', label: '1' },
            { value: '2', label: '2' },
          ],
          required,
        )}
      </div>`,
    ])}
    <h2>Methods available to users</h2>
    <p class="quiet">
      Which methods users may register and use is decided by the authentication methods policy (Protection ›
      Authentication methods › Policies), not on this page. It says now:
    </p>
    <table>
      <tbody>
        ${methodNames.map(
          ({ id, name }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${targets(id)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

function registrationBlade(view: BladeView): Html {
  const { state, error, typed } = view
  return bladeForm('registration', view, [
    toggle(
      'Require users to register when signing in?',
      'require',
      (typed('require') ?? (state.sspr.registrationRequiredOnSignIn ? 'yes' : 'no')) === 'yes',
    ),
    textField({
      label: 'Number of days before users are asked to re-confirm their authentication information',
      name: 'days',
      type: 'number',
      min: 0,
      max: 730,
      value: typed('days') ?? String(state.sspr.registrationReconfirmIntervalInDays),
      error: error?.field === 'days' ? error.text : undefined,
      hint: '0 to 730; 0 means they are never asked again.',
      inputmode: 'numeric',
    }),
  ])
}

function notificationsBlade(view: BladeView): Html {
  const { state } = view
  return bladeForm('notifications', view, [
    toggle('Notify users on password resets?', 'users', state.sspr.notifyUsersOnPasswordReset),
    toggle(
      'Notify all admins when other admins reset their password?',
      'admins',
      state.sspr.notifyOnAdminPasswordReset,
    ),
  ])
}

function customizationBlade(view: BladeView): Html {
  const { state, error, typed } = view
  const { customizeHelpdeskLink, customHelpdeskEmailOrUrl } = state.sspr
  return bladeForm('customization', view, [
    toggle(
      'Customize helpdesk link?',
      'customize',
      (typed('customize') ?? (customizeHelpdeskLink ? 'yes' : 'no')) === 'yes',
    ),
    textField({
      label: 'Custom helpdesk email or URL',
      name: 'helpdesk',
      value: typed('helpdesk') ?? customHelpdeskEmailOrUrl,
      error: error?.field === 'helpdesk' ? error.text : undefined,
      hint: 'An address or a link that people see when they cannot get further.',
    }),
  ])
}

/** Only for tenants that are synced with a directory on premises. */
const onPremisesBlade = (): Html =>
  html`<p>
      Password writeback lets people who are synced from a directory on premises reset their password there. It is not
      set up in this tenant, so there is nothing to set here.
    </p>
    <dl>
      <dt>Password writeback</dt>
      <dd>Off</dd>
      <dt>Unlock without a reset</dt>
      <dd>Off</dd>
    </dl>`

const administratorBlade = (): Html =>
  html`<p>
      Administrators are always enabled for self-service password reset, whatever the other pages say, and follow a
      policy of their own: two methods, no security questions.
    </p>
    <p>
      While the subscription is a trial younger than 30 days, or as long as no custom domain is verified, one method (an
      e-mail address or a phone) is enough for them.
    </p>
    <p class="quiet">That is why a test with an administrator's account proves nothing about your users.</p>`

const bodies: Record<BladePath, (view: BladeView) => Html> = {
  properties: propertiesBlade,
  'authentication-methods': methodsBlade,
  registration: registrationBlade,
  notifications: notificationsBlade,
  customization: customizationBlade,
  'on-premises-integration': onPremisesBlade,
  'administrator-policy': administratorBlade,
}

export const bladeBody = (path: BladePath, view: BladeView): Html => bodies[path](view)
