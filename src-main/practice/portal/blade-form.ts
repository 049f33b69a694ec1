import { form } from '../pages/form.ts'
import { type Html, html } from '../pages/html.ts'
import type { PracticeState } from '../state/practice-state.ts'

/** The blades of "Password reset", in the order of the real menu. */
export const blades = [
  { path: 'properties', name: 'Properties' },
  { path: 'authentication-methods', name: 'Authentication methods' },
  { path: 'registration', name: 'Registration' },
  { path: 'notifications', name: 'Notifications' },
  { path: 'customization', name: 'Customization' },
  { path: 'on-premises-integration', name: 'On-premises integration' },
  { path: 'administrator-policy', name: 'Administrator policy' },
] as const
export type BladePath = (typeof blades)[number]['path']

export const bladeUrl = (path: BladePath): string => `/portal/password-reset/${path}`

/** What a blade shows besides the settings: an error with what was typed, and the search of the group picker. */
export interface BladeView {
  state: PracticeState
  /** Why nothing can be saved by who is signed in; null when it can. */
  readOnly: string | null
  error: { field: string; text: string } | null
  typed: (name: string) => string | null
  groupSearch: string
}

/** The form of a blade with "Save"; for who may only look, the same with everything switched off and the reason. */
export function bladeForm(path: BladePath, { state, readOnly }: BladeView, fields: Html[]): Html {
  // Its own tenant, whichever the browser was at meanwhile.
  const action = `${bladeUrl(path)}?tenant=${state.tenant.domain}`
  if (readOnly === null) return form({ id: path, action, submit: 'Save', fields })
  return html`<div id="${path}">
    <fieldset disabled>${fields}</fieldset>
    <div class="buttons">
      <button class="plain" type="button" disabled aria-describedby="read-only">Save</button>
    </div>
    <p class="hint" id="read-only">${readOnly}</p>
  </div>`
}
