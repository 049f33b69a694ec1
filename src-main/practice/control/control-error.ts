import type { z } from 'zod'

export type ControlStatus = 400 | 403 | 404 | 409 | 413

/** A call the control room refuses: `{ error: { code, message, field } }`, or a message at the field of a form. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: ControlStatus
  readonly code: string
  /** Path of what is wrong in the body, with dots: `lags.audit`; null when it is about the whole. */
  readonly field: string | null

  constructor(status: ControlStatus, code: string, message: string, field: string | null = null) {
    super(message)
    this.status = status
    this.code = code
    this.field = field
  }
}

export const invalid = (message: string, field: string | null): ControlError =>
  new ControlError(400, 'invalid', message, field)

/** Reads a value from outside, or throws 400 with the first thing that is wrong. `at` is where the value stands. */
export function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown, at = ''): z.output<Schema> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const path = [...(at === '' ? [] : [at]), ...(issue?.path ?? []).map(String)]
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    throw invalid(`There is nothing called '${key.slice(0, 60)}' here.`, [...path, key].join('.'))
  }
  throw invalid(issue?.message ?? 'It cannot be read.', path.length === 0 ? null : path.join('.'))
}
