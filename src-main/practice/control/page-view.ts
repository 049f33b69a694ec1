import type { Practice } from '../context.ts'
import { notice } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { ControlParts } from './control-parts.ts'

/** A form that was refused: what was typed, and what is wrong. */
export interface Draft {
  form: string
  typed: (name: string) => string
  /** Name of the field; null when it is about the whole form. */
  field: string | null
  message: string
}

/** What a section of the page is made from. */
export interface View {
  parts: ControlParts
  /** The tenant the sections about one tenant are about. */
  practice: Practice
  draft: Draft | null
  /** The form that was just carried out. */
  done: string | null
}

/** Where a form is posted: it stays with the tenant that is shown. */
export const formAction = (view: View, form: string): string =>
  `/control/forms/${form}?tenant=${encodeURIComponent(view.practice.store.state.tenant.domain)}`

/** Values and messages for the fields of one form: as it was typed when it was refused, else as it is. */
export interface FormState {
  value(name: string, otherwise: string): string
  error(name: string): string | undefined
  /** The message when it belongs to none of these fields. */
  problem(fields?: readonly string[]): Html
}

export function stateOf({ draft }: View, form: string): FormState {
  const own = draft?.form === form ? draft : null
  return {
    value: (name, otherwise) => own?.typed(name) ?? otherwise,
    error: (name) => (own?.field === name ? own.message : undefined),
    problem: (fields = []) => (own && !fields.includes(own.field ?? '') ? notice('error', own.message) : nothing),
  }
}

/** What stands above a section after one of its forms was carried out. */
export const doneNotice = ({ done }: View, texts: Record<string, string>): Html => {
  const text = done !== null && Object.hasOwn(texts, done) ? texts[done] : undefined
  return text === undefined ? nothing : notice('good', text)
}

export const section = (id: string, title: string, body: Html | Html[]): Html =>
  html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section>`
