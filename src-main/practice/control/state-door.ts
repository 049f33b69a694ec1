import { Hono } from 'hono'
import { parseBody } from 'hono/utils/body'

import { html } from '../pages/html.ts'
import { type Page, renderPage } from '../pages/layout.ts'
import { guard } from '../pages/security-headers.ts'
import type { World } from '../world.ts'
import { ControlError } from './control-error.ts'
import { mediaType } from './read-request.ts'
import { type Archive, readArchive } from './state-archive.ts'

export const statePath = '/control/state'
const mostBytes = 64 * 1024 * 1024

/** `PUT` with the .zip as the body, or the form of the control room. */
export const isStateUpload = ({ method, url }: Request): boolean =>
  (method === 'PUT' || method === 'POST') && new URL(url).pathname === statePath

const tooLarge = (): ControlError => new ControlError(413, 'too-large', 'The file is larger than 64 MB.', 'file')

async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const body: ReadableStream<Uint8Array> | null = request.body
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/** The file in a form: the part called `file`. */
async function readFormFile(bytes: Uint8Array<ArrayBuffer>, request: Request): Promise<Uint8Array> {
  const nothingChosen = new ControlError(400, 'invalid', 'Choose the file of an export first.', 'file')
  const headers = { 'Content-Type': request.headers.get('content-type') ?? '' }
  try {
    const { file } = await parseBody(new Request(request.url, { method: 'POST', headers, body: bytes }))
    if (!(file instanceof Blob) || file.size === 0) throw nothingChosen
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    if (error instanceof ControlError) throw error
    if (error instanceof TypeError) throw nothingChosen
    throw error
  }
}

const refusedPage = (message: string): Page => ({
  title: 'Nothing was replaced',
  room: 'Control room',
  shape: 'card',
  body: html`<h1>Nothing was replaced</h1>
    <p role="alert">${message}</p>
    <p>The tenants are as they were.</p>
    <p><a href="/control#state">Back to the control room</a></p>`,
})

function refusal(world: World, error: ControlError, isForm: boolean): Response {
  const { status, code, message, field } = error
  const [first] = world.tenants
  if (isForm && first) {
    const headers = { 'Content-Type': 'text/html; charset=utf-8' }
    return new Response(renderPage(first, refusedPage(message)), { status, headers })
  }
  return Response.json({ error: { code, message, field } }, { status })
}

/**
 * Takes an export in. It stands before all other rooms, because it ends them; the guard is asked like everywhere, but
 * about the headers only: an export may be longer than what other rooms read.
 */
export function createStateDoor(
  worldNow: () => World,
  replace: (archive: Archive) => Promise<void>,
): (request: Request) => Promise<Response> {
  const take = async (request: Request): Promise<Response> => {
    const isForm = mediaType(request) === 'multipart/form-data'
    try {
      if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge()
      const bytes = await readBytes(request)
      const archive = readArchive(isForm ? await readFormFile(bytes, request) : bytes)
      await replace(archive)
      return isForm
        ? new Response(null, { status: 303, headers: { Location: '/control?done=imported#state' } })
        : Response.json({ tenants: archive.tenants })
    } catch (error) {
      if (error instanceof ControlError) return refusal(worldNow(), error, isForm)
      worldNow().onFailure(error)
      const failed = {
        code: 'failed',
        message: 'The practice tenant failed to take it in. This is a bug.',
        field: null,
      }
      return Response.json({ error: failed }, { status: 500 })
    }
  }
  return async (request) => {
    const gate = new Hono()
    gate.use('*', guard(worldNow()))
    gate.all('*', () => take(request))
    const headers = new Headers(request.headers)
    headers.delete('content-length')
    return gate.fetch(new Request(request.url, { method: request.method, headers }))
  }
}
