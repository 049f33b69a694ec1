import { faultMethods, ruleText } from '../../faults/fault-rule.ts'
import { faultPresetNames, faultPresets, presetOfRules } from '../../faults/presets.ts'
import { choices, form } from '../../pages/form.ts'
import { type Html, html, nothing } from '../../pages/html.ts'
import { switchNames, switchRules } from '../../switches.ts'
import { inputField, rowButton, selectField } from '../controls.ts'
import { doneNotice, type FormState, formAction, section, stateOf, type View } from '../page-view.ts'

export function requestsSection(view: View): Html {
  const { quota, latencyMs, codes } = view.parts.world.settings
  const state = stateOf(view, 'requests')
  return section(
    'requests',
    'Quotas, latency, codes',
    html` ${doneNotice(view, { requests: 'Saved.' })} ${state.problem(['latencyMs'])}
    ${form({
      id: 'requests',
      action: formAction(view, 'requests'),
      submit: 'Save',
      kind: 'plain',
      fields: [
        choices(
          'Quotas of Microsoft Graph',
          'quota',
          [
            { value: 'on', label: 'On', hint: 'Who asks too much is answered 429, as the documentation says.' },
            { value: 'off', label: 'Off', hint: 'Not real: any number of requests.' },
          ],
          state.value('quota', quota ? 'on' : 'off'),
        ),
        inputField({
          id: 'requests-latency',
          name: 'latencyMs',
          label: 'Latency of each Graph request, in ms',
          value: state.value('latencyMs', String(latencyMs)),
          error: state.error('latencyMs'),
          hint: '0 to 60000.',
          inputmode: 'numeric',
        }),
        choices(
          'Codes in texts and mails',
          'codes',
          [
            { value: 'random', label: 'Random', hint: 'As real ones.' },
            {
              value: 'predictable',
              label: 'Predictable',
              hint: 'Not real: 123456 and the ones after it, for scripts.',
            },
          ],
          state.value('codes', codes),
        ),
      ],
    })}`,
  )
}

const thenKinds = [
  { value: 'answer', label: 'Answer with an error' },
  { value: 'hangUpBefore', label: 'Hang up before anything is done' },
  { value: 'hangUpAfter', label: 'Do it, then hang up: the answer is lost' },
  { value: 'wait', label: 'Wait, then answer' },
]

const ruleFields = [
  'method',
  'path',
  'rate',
  'every',
  'nth',
  'times',
  'status',
  'code',
  'retryAfterSeconds',
  'ms',
  'upToMs',
]

function ruleField(state: FormState, name: string, label: string, hint?: string): Html {
  return inputField({ id: `fault-${name}`, name, label, value: state.value(name, ''), error: state.error(name), hint })
}

function ruleBuilder(view: View): Html {
  const state = stateOf(view, 'fault-add')
  const methods = [
    { value: '', label: 'Any method' },
    ...faultMethods.map((method) => ({ value: method, label: method === 'writes' ? 'Any write' : method })),
  ]
  return html`<details ${view.draft?.form === 'fault-add' ? html` open` : nothing}>
    <summary>Add a rule of your own</summary>
    ${state.problem(ruleFields)}
    ${form({
      id: 'fault-add',
      action: formAction(view, 'fault-add'),
      submit: 'Add the rule',
      kind: 'plain',
      fields: html`<fieldset>
          <legend>When</legend>
          <div class="grid">
            ${selectField({ id: 'fault-method', name: 'method', label: 'Method', options: methods, chosen: state.value('method', ''), error: state.error('method') })}
            ${ruleField(state, 'path', 'Part of the path', 'Such as users/{id}, where {id} is any id or user name.')}
            ${ruleField(state, 'rate', 'Chance in %')} ${ruleField(state, 'every', 'Every n-th that fits')}
            ${ruleField(state, 'nth', 'Only the n-th that fits')} ${ruleField(state, 'times', 'At most so many times')}
          </div>
        </fieldset>
        <fieldset>
          <legend>Then</legend>
          <div class="grid">
            ${selectField({ id: 'fault-do', name: 'do', label: 'What happens', options: thenKinds, chosen: state.value('do', 'answer') })}
            ${ruleField(state, 'status', 'Status', 'For an error: 400 to 599.')}
            ${ruleField(state, 'code', 'Error code', 'For an error; empty for the usual one.')}
            ${ruleField(state, 'retryAfterSeconds', 'Retry-After, in s', 'For an error.')}
            ${ruleField(state, 'ms', 'Wait, in ms', 'For a wait: 1 to 60000.')}
            ${ruleField(state, 'upToMs', 'Up to, in ms', 'For a wait between two lengths.')}
          </div>
        </fieldset>`,
    })}
  </details>`
}

function activeRules(view: View): Html {
  const { world, faults } = view.parts
  const rules = world.settings.faults
  const struck = faults.struck()
  if (rules.length === 0) return html`<p>No rule is active: nothing goes wrong on purpose.</p>`
  return html`<h3>Active rules</h3>
    <ul class="rows" id="active-faults">
      ${rules.map(
        (rule, at) =>
          html`<li>
            <span class="grow">${ruleText(rule)}</span>
            <span class="quiet">struck ${String(struck[at] ?? 0)} ${struck[at] === 1 ? 'time' : 'times'}</span>
            ${rowButton({ action: formAction(view, 'fault-remove'), label: 'Remove', about: ruleText(rule), fields: { at: String(at) } })}
          </li>`,
      )}
    </ul>
    ${form({ id: 'faults-clear', action: formAction(view, 'faults-clear'), submit: 'Clear all rules', kind: 'danger' })}`
}

export function faultsSection(view: View): Html {
  const preset = presetOfRules(view.parts.world.settings.faults)
  const options = faultPresetNames.map((value) => ({
    value,
    label: faultPresets[value].label,
    hint: faultPresets[value].what,
  }))
  const done = {
    'faults-preset': 'The faults are set.',
    'fault-add': 'The rule is active.',
    'fault-remove': 'The rule is gone.',
    'faults-clear': 'All rules are gone.',
  }
  return section(
    'faults',
    'Faults',
    html` ${doneNotice(view, done)} ${activeRules(view)} ${stateOf(view, 'faults-preset').problem()}
    ${form({
      id: 'faults-preset',
      action: formAction(view, 'faults-preset'),
      submit: 'Set these faults',
      kind: 'plain',
      fields: choices('Bad days, ready made', 'preset', options, preset ?? ''),
    })}
    ${ruleBuilder(view)}`,
  )
}

export function switchesSection(view: View): Html {
  const { switches } = view.parts.world.settings
  const state = stateOf(view, 'switches')
  return section(
    'switches',
    'Switches',
    html` ${doneNotice(view, { switches: 'The switches are set.' })}
      <p>
        Where Microsoft’s documentation leaves something open, or two worlds may be met, this server can be told to be
        the other way. The first choice is the usual one.
      </p>
      ${state.problem(switchNames)}
      ${form({
        id: 'switches',
        action: formAction(view, 'switches'),
        submit: 'Save the switches',
        kind: 'plain',
        fields: switchNames.map((name) =>
          selectField({
            id: `switch-${name}`,
            name,
            label: switchRules[name].question,
            options: switchRules[name].choices.map((value) => ({ value, label: value })),
            chosen: state.value(name, switches[name]),
            error: state.error(name),
          }),
        ),
      })}`,
  )
}
