import { AppError } from '../app-error.ts'

/** A file of people that cannot be read at all. `why` is a clause without a full stop; `fileName` carries no path. */
export const unreadable = (fileName: string, why: string): AppError =>
  AppError.of('invalid-input', 'people.unreadable', { params: { file: fileName, why } })
