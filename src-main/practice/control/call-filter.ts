import type { CallFilter } from '../inspector/inspector.ts'
import { invalid } from './control-error.ts'

/** What the list can be narrowed to; 0 is a call that was cut off. */
export const statusClasses = ['2', '3', '4', '5', '0'] as const

/** `?status=4&path=users&text=denied`; what is empty narrows nothing. Throws 400. */
export function readCallFilter(query: (name: string) => string | undefined): CallFilter {
  const status = query('status') ?? ''
  const path = query('path') ?? ''
  const text = query('text') ?? ''
  const known = statusClasses.find((candidate) => candidate === status.replace(/xx$/, ''))
  if (status !== '' && known === undefined) throw invalid(`One of: ${statusClasses.join(', ')}.`, 'status')
  return {
    ...(known === undefined ? {} : { statusClass: Number(known) }),
    ...(path === '' ? {} : { path }),
    ...(text === '' ? {} : { text }),
  }
}
