import type { Practice } from '../context.ts'
import type { ControlParts } from './control-parts.ts'

export interface FormCall {
  parts: ControlParts
  /** The tenant that is shown. */
  practice: Practice
  /** A field of the form, without the blanks around it; empty when it was not sent. */
  typed: (name: string) => string
}

/** One form of the page. */
export interface ControlForm {
  /** The section it stands in. */
  section: string
  /** Names of its fields, where the call names them in another way; the last part of a path is a name already. */
  fields?: Readonly<Record<string, string>>
  run(call: FormCall): Promise<void>
}

/** A number as people type it; NaN when it is none, undefined when nothing was typed. */
export const numberOf = (text: string): number | undefined => (text === '' ? undefined : Number(text.replace(',', '.')))
export const textOf = (text: string): string | undefined => (text === '' ? undefined : text)
export const flagOf = (text: string): boolean => text === 'on'

/** Leaves out what was not given. */
export const given = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
