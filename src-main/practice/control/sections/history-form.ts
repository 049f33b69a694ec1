import { form } from '../../pages/form.ts'
import { type Html, html } from '../../pages/html.ts'
import { inputField } from '../controls.ts'
import { formAction, stateOf, type View } from '../page-view.ts'
import type { Shape } from '../tenant-shape.ts'

/** When the tenant was made, and how many devices it has come to since. */
export function historyForm(view: View, shape: Shape): Html {
  const state = stateOf(view, 'history')
  return html`<h3>Age and devices</h3>
    ${state.problem(['createdAt', 'devices'])}
    ${form({
      id: 'history',
      action: formAction(view, 'history'),
      submit: 'Save age and devices',
      kind: 'plain',
      fields: html`<div class="grid">
        ${inputField({ id: 'history-made', name: 'createdAt', label: 'Made (UTC)', value: state.value('createdAt', shape.createdAt), error: state.error('createdAt'), hint: 'A day, or a moment like 2026-12-24T09:00:00Z.' })}
        ${inputField({ id: 'history-devices', name: 'devices', label: 'Registered devices', value: state.value('devices', String(shape.devices)), error: state.error('devices'), inputmode: 'numeric' })}
      </div>`,
    })}`
}
