import { type Html, html, nothing } from '../pages/html.ts'

interface Labelled {
  id: string
  label: string
  error?: string | undefined
  hint?: string | undefined
}

const notes = ({ id, error, hint }: Labelled): { describedBy: Html; below: Html } => {
  const ids = [error === undefined ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`].filter(Boolean)
  return {
    describedBy: html`${ids.length === 0 ? nothing : html` aria-describedby="${ids.join(' ')}"`}${error === undefined ? nothing : html` aria-invalid="true" autofocus`}`,
    below: html`${error === undefined ? nothing : html`<p class="error" id="${id}-error" role="alert">${error}</p>`}
    ${hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`}`,
  }
}

export interface Select extends Labelled {
  name: string
  options: readonly { value: string; label: string }[]
  chosen: string
}

export function selectField(field: Select): Html {
  const { describedBy, below } = notes(field)
  return html`<div class="field">
    <label for="${field.id}">${field.label}</label>
    <select id="${field.id}" name="${field.name}" ${describedBy}>
      ${field.options.map(
        ({ value, label }) =>
          html`<option value="${value}" ${value === field.chosen ? html` selected` : nothing}>${label}</option>`,
      )}
    </select>
    ${below}
  </div>`
}

export interface Input extends Labelled {
  name: string
  value: string
  type?: 'text' | 'datetime-local' | 'file'
  inputmode?: 'numeric' | 'decimal'
  list?: string
}

/** Numbers are typed as text: what is no number comes back with its message instead of getting lost. */
export function inputField(field: Input): Html {
  const { describedBy, below } = notes(field)
  const { type = 'text', inputmode, list } = field
  return html`<div class="field">
    <label for="${field.id}">${field.label}</label>
    <input
      id="${field.id}"
      name="${field.name}"
      type="${type}"
      ${type === 'file' ? html` accept=".zip,application/zip"` : html` value="${field.value}" autocomplete="off" spellcheck="false" autocapitalize="none"`}
      ${inputmode === undefined ? nothing : html` inputmode="${inputmode}"`}
      ${list === undefined ? nothing : html` list="${list}"`}
      ${describedBy}
    />
    ${below}
  </div>`
}

export interface RowForm {
  action: string
  /** What the button says, and what it is about, for those who hear it without its row. */
  label: string
  about: string
  fields?: Record<string, string>
  kind?: 'plain' | 'danger'
}

/** A button of a row in a list: a form of its own. */
export const rowButton = ({ action, label, about, fields = {}, kind = 'plain' }: RowForm): Html =>
  html`<form method="post" action="${action}">
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="${kind} small" type="submit" aria-label="${label}: ${about}">${label}</button>
  </form>`
