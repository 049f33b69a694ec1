import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { getRequestListener } from '@hono/node-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'

import { AppError } from '../../domain/app-error.ts'
import type { EventHub } from '../event-hub.ts'
import { failureLine } from '../failure-line.ts'
import { readJson } from '../read-json.ts'
import { openRendererFiles, type RendererFiles } from '../renderer-files.ts'
import { createDispatcher, type Dispatch, type Handlers } from '../serve-calls.ts'
import { t } from '../texts.ts'
import { createEntrance, type Entrance } from './entrance.ts'
import { createEventStreams, type EventStreams } from './event-stream.ts'
import { guard, safely } from './guards.ts'
import { languageOf } from './language-of.ts'

export interface BrowserHostOptions {
  handlers: Handlers
  hub: EventHub
  /** The built window: a folder with an `index.html`. */
  rendererDir: string
  /** 0 for any free one. */
  port: number
  /** One line per failed call; never a secret, never a person's data. */
  log: (line: string) => void
  /** Milliseconds since 1970; tests set it. */
  now?: () => number
}

export interface BrowserHost {
  /** With a one-time token in its fragment, which a browser never sends to a server. */
  url: string
  /** A fresh address; the one before it, if not yet used, stops working. */
  newUrl(): string
  /** Ends every connection, event streams included. */
  close(): Promise<void>
}

/** Holds an evidence file of some 20 MB, which base64 makes a third larger. */
const largestBodyBytes = 32 * 1024 * 1024

const Enter = z.strictObject({ token: z.string().min(1).max(200) })
const Call = z.strictObject({ ask: z.unknown() })

/** The whole body, or null when it is too large; then the rest is not read. */
async function readText(c: Context): Promise<string | null> {
  if (Number(c.req.header('content-length') ?? 0) > largestBodyBytes) return null
  const body: ReadableStream<Uint8Array> | null = c.req.raw.body
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > largestBodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The body read by its schema; a refusal (413 or 400) when it is too large, no JSON, or not of that shape. */
async function readBody<T extends z.ZodType>(c: Context, shape: T): Promise<z.output<T> | Response> {
  const text = await readText(c)
  if (text === null) return c.text('Refused: too large.\n', 413)
  const body = shape.safeParse(readJson(text))
  return body.success ? body.data : c.text('Refused: not of the right shape.\n', 400)
}

interface Rooms {
  authority: () => string
  cookieName: () => string
  entrance: Entrance
  files: RendererFiles
  streams: EventStreams
  dispatch: Dispatch
}

function bridgeRoutes({ cookieName, entrance, streams, dispatch }: Rooms): Hono {
  const hasSession = (c: Context): boolean => entrance.isSession(getCookie(c, cookieName()))
  const sessionOnly: MiddlewareHandler = async (c, next) =>
    hasSession(c) ? next() : c.text('Refused: open the address that ResetLab printed last.\n', 401)
  // A form cannot send this media type and a page of another origin cannot send this header without being asked first.
  const scriptOnly: MiddlewareHandler = async (c, next) =>
    (c.req.header('content-type') ?? '').split(';')[0]?.trim() === 'application/json'
      ? next()
      : c.text('Refused: JSON only.\n', 415)

  const routes = new Hono()
  routes.post('/enter', scriptOnly, async (c) => {
    const body = await readBody(c, Enter)
    if (body instanceof Response) return body
    const key = entrance.enter(body.token)
    if (key !== null) {
      setCookie(c, cookieName(), key, { httpOnly: true, sameSite: 'Strict', path: '/' })
      return c.body(null, 204)
    }
    // The same address opened again in the browser that already used it: nothing to give, nothing to refuse.
    return hasSession(c) ? c.body(null, 204) : c.text('Refused: this address was used or has expired.\n', 401)
  })
  routes.post('/call/:name', sessionOnly, scriptOnly, async (c) => {
    if (c.req.header('x-resetlab') !== '1') return c.text('Refused: not from the window.\n', 403)
    const body = await readBody(c, Call)
    if (body instanceof Response) return body
    return c.json(await dispatch(c.req.param('name'), body.ask ?? undefined))
  })
  routes.get('/events', sessionOnly, (c) => c.body(streams.open(), 200, { 'Content-Type': 'text/event-stream' }))
  return routes
}

function buildApp(rooms: Rooms, log: (line: string) => void): Hono {
  const app = new Hono()
  app.use(safely)
  app.use(guard(rooms.authority))
  app.route('/bridge', bridgeRoutes(rooms))
  app.get('*', async (c) => {
    const found = await rooms.files.find(new URL(c.req.url).pathname)
    if (found === null) return c.notFound()
    return c.body(await readFile(found.file), 200, { 'Content-Type': found.type })
  })
  app.notFound((c) => c.text(`${t('refused.place', {}, languageOf(c))}\n`, 404))
  app.onError((error, c) => {
    log(failureLine('request', error))
    return c.text(`${t('refused.bug', {}, languageOf(c))}\n`, 500)
  })
  return app
}

/** Listens on 127.0.0.1 only. Fails with `host.port-in-use`. */
async function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', (cause: NodeJS.ErrnoException) => {
    const taken = cause.code === 'EADDRINUSE'
    reject(taken ? AppError.of('in-use', 'host.port-in-use', { params: { port: String(port) }, cause }) : cause)
  })
  server.listen({ host: '127.0.0.1', port }, () => {
    // A TCP server that listens has an address object; a string is for pipes only.
    resolve((server.address() as AddressInfo).port)
  })
  return promise
}

/**
 * Serves the window and its calls to the user's own browser, for machines where Electron cannot be installed.
 *
 * Fails with `host.port-in-use` or `host.renderer-missing`.
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { handlers, hub, rendererDir, log } = options
  const entrance = createEntrance(options.now ?? Date.now)
  const streams = createEventStreams(hub)
  let port = options.port
  const rooms: Rooms = {
    authority: () => `127.0.0.1:${port}`,
    // Cookies do not tell ports apart, so two hosts on one machine need two names.
    cookieName: () => `resetlab_session_${port}`,
    entrance,
    files: await openRendererFiles(rendererDir),
    streams,
    dispatch: createDispatcher(handlers, {
      onFailure: (call, error) => {
        log(failureLine(call, error))
      },
    }),
  }
  const answer = getRequestListener(buildApp(rooms, log).fetch, { overrideGlobalObjects: false })
  const server = createServer((request, response) => {
    // Never rejects: what an app throws becomes its 500.
    void answer(request, response)
  })
  port = await listen(server, port)
  const newUrl = (): string => `http://127.0.0.1:${port}/#token=${entrance.newToken()}`

  return {
    url: newUrl(),
    newUrl,
    async close() {
      streams.closeAll()
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
      server.closeAllConnections()
      await closed
    },
  }
}
