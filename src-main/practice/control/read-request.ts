import type { Context } from 'hono'

import { readBodyText } from '../pages/read-body.ts'
import { ControlError } from './control-error.ts'

const formTypes: readonly string[] = ['application/x-www-form-urlencoded', 'multipart/form-data']

export const mediaType = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** A form of a page: it is answered with a page, or led to one. */
export const isForm = (request: Request): boolean => formTypes.includes(mediaType(request))

/** A browser that shows a page. Scripts that say nothing, or that they take anything, get JSON. */
export const wantsPage = (request: Request): boolean =>
  (request.headers.get('accept') ?? '').toLowerCase().includes('text/html')

/** The JSON a call was sent with; an empty body is `{}`. Throws 400 and 413. */
export async function readJsonBody(context: Context): Promise<unknown> {
  const text = await readBodyText(context.req.raw)
  if (text === null) throw new ControlError(413, 'too-large', 'The body is too large.')
  if (text.trim() === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    return body
  } catch (error) {
    if (error instanceof SyntaxError) throw new ControlError(400, 'malformed', 'The body is not JSON.')
    throw error
  }
}
