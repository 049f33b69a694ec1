import { form } from '../../pages/form.ts'
import { type Html, html, nothing } from '../../pages/html.ts'
import { groupById } from '../../rules/directory.ts'
import type { AccessPolicy } from '../access-policies.ts'
import { inputField, rowButton, selectField } from '../controls.ts'
import { formAction, stateOf, type View } from '../page-view.ts'
import type { Shape } from '../tenant-shape.ts'

const policyStates = [
  { value: 'enabledForReportingButNotEnforced', label: 'Report-only' },
  { value: 'enabled', label: 'On' },
  { value: 'disabled', label: 'Off' },
]
const abouts = [
  { value: 'allResources', label: 'All resources' },
  { value: 'registeringSecurityInfo', label: 'Registering security information' },
]
const controls = [
  { value: 'mfa', label: 'A second factor' },
  { value: 'block', label: 'Nothing: it blocks' },
  { value: 'compliantDevice', label: 'A compliant device' },
]
const labelOf = (options: readonly { value: string; label: string }[], value: string): string =>
  options.find((option) => option.value === value)?.label ?? value

function policyText({ practice }: View, { includeGroups, excludeGroups, about, asks }: AccessPolicy): string {
  const { state } = practice.store
  const names = (ids: readonly string[]): string =>
    ids.map((id) => groupById(state, id)?.displayName ?? 'a deleted group').join(', ')
  const whom = includeGroups.length === 0 ? 'everybody' : names(includeGroups)
  const without = excludeGroups.length === 0 ? '' : ` but ${names(excludeGroups)}`
  return `For ${whom}${without}; ${labelOf(abouts, about)}; asks for: ${labelOf(controls, asks)}`
}

const policyRow = (view: View, policy: AccessPolicy): Html =>
  html`<li>
    <span class="grow">${policy.displayName}<br /><span class="quiet">${policyText(view, policy)}</span></span>
    <form class="inline" method="post" action="${formAction(view, 'policy-state')}">
      <input type="hidden" name="id" value="${policy.id}" />
      <select name="state" aria-label="State of ${policy.displayName}">
        ${policyStates.map(({ value, label }) => html`<option value="${value}" ${value === policy.state ? html` selected` : nothing}>${label}</option>`)}
      </select>
      <button class="plain small" type="submit" aria-label="Set the state of ${policy.displayName}">Set</button>
    </form>
    ${rowButton({ action: formAction(view, 'policy-remove'), label: 'Remove', about: policy.displayName, fields: { id: policy.id } })}
  </li>`

export function accessPoliciesForm(view: View, shape: Shape): Html {
  const state = stateOf(view, 'policy-add')
  return html`<h3>Conditional Access policies</h3>
    <p class="hint">They are listed, and count as a sign of production; they let nobody in and keep nobody out here.</p>
    ${stateOf(view, 'policy-state').problem()}
    ${
      shape.conditionalAccessPolicies.length === 0
        ? nothing
        : html`<ul class="rows">
            ${shape.conditionalAccessPolicies.map((policy) => policyRow(view, policy))}
          </ul>`
    }
    ${state.problem(['displayName', 'state', 'group', 'without', 'about', 'asks'])}
    ${form({
      id: 'policy-add',
      action: formAction(view, 'policy-add'),
      submit: 'Add the policy',
      kind: 'plain',
      fields: html`<div class="grid">
        ${inputField({ id: 'policy-name', name: 'displayName', label: 'Name', value: state.value('displayName', ''), error: state.error('displayName') })}
        ${selectField({ id: 'policy-state', name: 'state', label: 'State', options: policyStates, chosen: state.value('state', 'enabledForReportingButNotEnforced'), error: state.error('state') })}
        ${inputField({ id: 'policy-group', name: 'group', label: 'For the group', value: state.value('group', ''), error: state.error('group'), hint: 'Empty: for everybody.' })}
        ${inputField({ id: 'policy-without', name: 'without', label: 'But not for the group', value: state.value('without', ''), error: state.error('without') })}
        ${selectField({ id: 'policy-about', name: 'about', label: 'About', options: abouts, chosen: state.value('about', 'allResources'), error: state.error('about') })}
        ${selectField({ id: 'policy-asks', name: 'asks', label: 'Asks for', options: controls, chosen: state.value('asks', 'mfa'), error: state.error('asks') })}
      </div>`,
    })}`
}
