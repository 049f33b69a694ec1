import { readBodyText } from '../pages/read-body.ts'
import { GraphError } from './answer.ts'

/** No resource nests deeper than a handful; what does could be kept, but never be written out as text again. */
const deepestJson = 50

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner: unknown) => isDeeper(inner, levels - 1)))

/** The body of a request; `undefined` when there is none. Throws 413 or 400. */
export async function readJson(request: Request): Promise<unknown> {
  if (request.method === 'GET') return undefined
  const text = await readBodyText(request)
  if (text === null) throw new GraphError(413, 'RequestEntityTooLarge', 'The request body is too large.')
  if (text === '') return undefined
  const malformed = new GraphError(400, 'BadRequest', 'Unable to read JSON request payload.')
  try {
    const body: unknown = JSON.parse(text)
    if (isDeeper(body, deepestJson)) throw malformed
    return body
  } catch (error) {
    throw error instanceof SyntaxError ? malformed : error
  }
}
