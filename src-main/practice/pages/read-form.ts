import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

import { readBodyText } from './read-body.ts'

/** The media type of every form here and of OAuth's requests; whatever else is posted holds no field. */
const formType = 'application/x-www-form-urlencoded'

/** Fields of a posted form as texts; of repeated names the last one counts. Throws status 413 when it is too long. */
export async function readForm(context: Context): Promise<(name: string) => string> {
  const text = await readBodyText(context.req.raw)
  if (text === null) throw new HTTPException(413, { message: 'Too large.' })
  const type = (context.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const fields = new URLSearchParams(type === formType ? text : '')
  return (name) => fields.getAll(name).at(-1) ?? ''
}
