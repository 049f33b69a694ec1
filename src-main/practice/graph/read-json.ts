import type { IncomingMessage } from 'node:http'

import { isTooLong } from '../pages/read-body.ts'
import { GraphError } from './answer.ts'

/** No resource nests deeper than a handful; what does could be kept, but never be written out as text again. */
const deepestJson = 50

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner: unknown) => isDeeper(inner, levels - 1)))

const malformed = (): GraphError => new GraphError(400, 'BadRequest', 'Unable to read JSON request payload.')
const tooLarge = (): GraphError => new GraphError(413, 'RequestEntityTooLarge', 'The request body is too large.')

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw malformed()
    bytes += chunk.byteLength
    // Chunked bodies announce no length; the rest is not read.
    if (isTooLong(String(bytes))) throw tooLarge()
    chunks.push(chunk)
  }
  const [first] = chunks
  return chunks.length === 1 && first ? first.toString('utf8') : Buffer.concat(chunks).toString('utf8')
}

/** The body of a request; `undefined` when there is none. Throws 413 or 400. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (request.method === 'GET' || request.headers['content-length'] === '0') return undefined
  const text = await readText(request)
  if (text === '') return undefined
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw error instanceof SyntaxError ? malformed() : error
  }
  if (isDeeper(body, deepestJson)) throw malformed()
  return body
}
