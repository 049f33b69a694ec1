import { type Html, html, nothing } from './html.ts'

export interface Field {
  label: string
  name: string
  /** Where the same name stands more than once on a page. */
  id?: string
  value?: string
  type?: 'text' | 'password' | 'email' | 'tel' | 'number'
  error?: string | undefined
  hint?: string
  autocomplete?: string
  inputmode?: 'numeric' | 'email' | 'tel'
  focus?: boolean
  min?: number
  max?: number
}

const attribute = (name: string, value: string | number | undefined): Html =>
  value === undefined ? nothing : html` ${name}="${value}"`

/** A labelled input; its error stands right under it and is announced with it. */
export function textField(field: Field): Html {
  const id = field.id ?? `f-${field.name}`
  const notes = [field.error === undefined ? null : `${id}-error`, field.hint === undefined ? null : `${id}-hint`]
  const describedBy = notes.filter((note) => note !== null).join(' ')
  return html`<div class="field">
    <label for="${id}">${field.label}</label>
    <input
      id="${id}"
      name="${field.name}"
      type="${field.type ?? 'text'}"
      value="${field.value ?? ''}"
      autocomplete="${field.autocomplete ?? 'off'}"
      spellcheck="false"
      autocapitalize="none"
      ${attribute('inputmode', field.inputmode)}${attribute('min', field.min)}${attribute('max', field.max)}${attribute('aria-describedby', describedBy === '' ? undefined : describedBy)}${field.error === undefined ? nothing : html` aria-invalid="true"`}${field.focus === true ? html` autofocus` : nothing}
    />
    ${field.error === undefined ? nothing : html`<p class="error" id="${id}-error" role="alert">${field.error}</p>`}
    ${field.hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${field.hint}</p>`}
  </div>`
}

export interface Choice {
  value: string
  label: string
  hint?: string
}

/** Radio buttons under one legend. */
export const choices = (legend: string, name: string, options: readonly Choice[], chosen: string): Html =>
  html`<fieldset class="choices">
    <legend>${legend}</legend>
    ${options.map(
      ({ value, label, hint }) =>
        html`<label class="choice">
          <input type="radio" name="${name}" value="${value}" ${value === chosen ? html` checked` : nothing} />
          <span>${label}${hint === undefined ? nothing : html`<small>${hint}</small>`}</span>
        </label>`,
    )}
  </fieldset>`

/** A further button of the same form: it sends `name=value`, or sends the form to another path. */
export interface OtherButton {
  label: string
  name?: string
  value?: string
  action?: string
}

export interface Form {
  id: string
  action: string
  fields?: Html | Html[]
  submit: string
  others?: OtherButton[]
  kind?: 'primary' | 'plain' | 'danger'
}

export const form = ({ id, action, fields, submit, others, kind }: Form): Html =>
  html`<form id="${id}" method="post" action="${action}" novalidate>
    ${fields ?? nothing}
    <div class="buttons">
      <button class="${kind ?? 'primary'}" type="submit">${submit}</button>
      ${(others ?? []).map(
        ({ label, name, value, action: elsewhere }) =>
          html`<button
            class="plain"
            type="submit"
            ${attribute('name', name)}${attribute('value', value)}${attribute('formaction', elsewhere)}
          >
            ${label}
          </button>`,
      )}
    </div>
  </form>`

/** A message about the whole page; errors are announced at once. */
export const notice = (kind: 'error' | 'good' | 'info', text: string | Html): Html =>
  kind === 'error'
    ? html`<div class="notice error-notice" role="alert">${text}</div>`
    : html`<div class="notice ${kind}-notice" role="status">${text}</div>`
