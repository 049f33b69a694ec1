import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { AppError } from '../../../src-main/domain/app-error.ts'
import { type BrowserHost, startBrowserHost } from '../../../src-main/host/browser/browser-host.ts'
import { createEventHub, type EventHub } from '../../../src-main/host/event-hub.ts'
import { about, signedOut, standInHandlers } from './stand-in-handlers.ts'

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

let dir: string
let host: BrowserHost
let hub: EventHub
let clockMs: number
let logged: string[]
let origin: string
let port: number

const tokenOf = (url: string): string => url.split('#token=')[1] ?? ''

/** Plain `node:http`, because `fetch` neither sets Host nor sends a path with dots in it as it stands. */
async function send(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const asked = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
    let text = ''
    answer.setEncoding('utf8')
    answer.on('data', (chunk: string) => (text += chunk))
    answer.on('end', () => {
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text })
    })
  })
  asked.on('error', reject)
  asked.end(body)
  return promise
}

const json = (extra: Record<string, string> = {}) => ({ origin, 'content-type': 'application/json', ...extra })

async function enter(url = host.url): Promise<string> {
  const { status, headers } = await send('POST', '/bridge/enter', json(), JSON.stringify({ token: tokenOf(url) }))
  expect(status).toBe(204)
  const [cookie] = headers['set-cookie'] ?? []
  return cookie?.split(';')[0] ?? ''
}

const call = async (name: string, ask: unknown, headers: Record<string, string>) =>
  send('POST', `/bridge/call/${name}`, json({ 'x-resetlab': '1', ...headers }), JSON.stringify({ ask }))

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'resetlab-browser-'))
  await mkdir(join(dir, 'renderer/assets'), { recursive: true })
  await writeFile(join(dir, 'renderer/index.html'), '<!doctype html><title>ResetLab</title>')
  await writeFile(join(dir, 'renderer/assets/app.js'), 'export {}')
  await writeFile(join(dir, 'outside.txt'), 'outside')
  await symlink(join(dir, 'outside.txt'), join(dir, 'renderer/link.txt'))
  clockMs = Date.UTC(2026, 10, 21)
  logged = []
  hub = createEventHub(() => undefined)
  host = await startBrowserHost({
    handlers: standInHandlers({
      'app.about': async () => about,
      'session.current': async () => {
        throw new Error('password=hunter2')
      },
      'lab.write': async () => ({ fileName: 'a.yaml', text: 'x' }),
      'lab.load': async () => {
        throw AppError.of('not-found', 'lab.unknown', { params: { id: 'x' } })
      },
    }),
    hub,
    rendererDir: join(dir, 'renderer'),
    port: 0,
    log: (line) => logged.push(line),
    now: () => clockMs,
  })
  origin = new URL(host.url).origin
  port = Number(new URL(host.url).port)
})

afterEach(async () => {
  await host.close()
  await rm(dir, { recursive: true })
})

describe('what a person sees of the host itself', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'Hier ist nichts.'],
    ['fr-FR, de;q=0.3, en;q=0.7', 'Not here.'],
    ['de;q=0, en', 'Not here.'],
    ['*', 'Not here.'],
    ['', 'Not here.'],
  ])('is in the language their browser accepts: %j', async (accepted, text) => {
    const headers = { host: `127.0.0.1:${port}`, 'accept-language': accepted }
    expect((await send('GET', '/nowhere', headers)).text).toBe(`${text}\n`)
  })

  it('says what to open where the name is not the one that was printed', async () => {
    const headers = { host: `localhost:${port}`, 'accept-language': 'de' }
    expect(await send('GET', '/', headers)).toMatchObject({
      status: 421,
      text: expect.stringContaining('Öffnen Sie die Adresse, die ResetLab ausgegeben hat.') as unknown,
    })
  })
})

describe('the address', () => {
  it('is on 127.0.0.1 and carries 256 bits in its fragment', () => {
    expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/)
  })

  it('lets one browser in, once', async () => {
    const { status, headers } = await send(
      'POST',
      '/bridge/enter',
      json(),
      JSON.stringify({ token: tokenOf(host.url) }),
    )
    expect(status).toBe(204)
    expect(headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^resetlab_session_${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    )
    const again = await send('POST', '/bridge/enter', json(), JSON.stringify({ token: tokenOf(host.url) }))
    expect(again.status).toBe(401)
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  it('is no refusal to the browser that already used it', async () => {
    const cookie = await enter()
    const again = await send('POST', '/bridge/enter', json({ cookie }), JSON.stringify({ token: tokenOf(host.url) }))
    expect(again.status).toBe(204)
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  it('expires after ten minutes', async () => {
    clockMs += 10 * 60 * 1000 + 1
    const late = await send('POST', '/bridge/enter', json(), JSON.stringify({ token: tokenOf(host.url) }))
    expect(late.status).toBe(401)
  })

  it('can be issued anew, which ends the one before', async () => {
    const fresh = host.newUrl()
    const old = await send('POST', '/bridge/enter', json(), JSON.stringify({ token: tokenOf(host.url) }))
    expect(old.status).toBe(401)
    expect(await enter(fresh)).toContain(`resetlab_session_${port}=`)
  })

  it.each(['{"token":"wrong"}', '{"token":""}', '{"token":7}', '{}', 'not json', '[]'])(
    'refuses %s in its place',
    async (body) => {
      const { status, headers } = await send('POST', '/bridge/enter', json(), body)
      expect([400, 401]).toContain(status)
      expect(headers['set-cookie']).toBeUndefined()
    },
  )
})

describe('a call', () => {
  it('is answered to a browser that was let in', async () => {
    const { status, text } = await call('app.about', null, { cookie: await enter() })
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({ ok: true, value: about })
  })

  it('carries failures as data', async () => {
    const cookie = await enter()
    expect(JSON.parse((await call('lab.load', { id: 'x' }, { cookie })).text)).toEqual({
      ok: false,
      failure: { kind: 'not-found', code: 'lab.unknown', params: { id: 'x' } },
    })
    expect(JSON.parse((await call('no.such', null, { cookie })).text)).toMatchObject({
      ok: false,
      failure: { code: 'bridge.unknown-call' },
    })
  })

  it('shows nothing of a bug, neither to the window nor in the log', async () => {
    const { text } = await call('session.current', null, { cookie: await enter() })
    expect(JSON.parse(text)).toEqual({ ok: false, failure: { kind: 'bug', code: 'bug.unexpected' } })
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain('session.current failed: Error')
    expect(logged[0]).not.toContain('hunter2')
  })

  it('is refused without the cookie, and with a wrong one', async () => {
    expect((await call('app.about', null, {})).status).toBe(401)
    expect((await call('app.about', null, { cookie: `resetlab_session_${port}=${'A'.repeat(43)}` })).status).toBe(401)
  })

  it('is refused under another Host', async () => {
    const cookie = await enter()
    for (const other of [`localhost:${port}`, `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${port + 1}`]) {
      expect((await call('app.about', null, { cookie, host: other })).status).toBe(421)
    }
  })

  it('is refused from another origin, from none, and from another port of this machine', async () => {
    const cookie = await enter()
    for (const other of ['https://evil.example', 'null', `http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`]) {
      expect((await call('app.about', null, { cookie, origin: other })).status).toBe(403)
    }
    const headers = { cookie, 'x-resetlab': '1', 'content-type': 'application/json' }
    expect((await send('POST', '/bridge/call/app.about', headers, '{"ask":null}')).status).toBe(403)
  })

  it.each(['cross-site', 'same-site'])('is refused when the browser says it is %s', async (site) => {
    expect((await call('app.about', null, { cookie: await enter(), 'sec-fetch-site': site })).status).toBe(403)
  })

  it('is refused without our header, as another media type, and as a broken body', async () => {
    const cookie = await enter()
    const bare = json({ cookie })
    expect((await send('POST', '/bridge/call/app.about', bare, '{"ask":null}')).status).toBe(403)
    expect((await call('app.about', null, { cookie, 'content-type': 'text/plain' })).status).toBe(415)
    const marked = json({ cookie, 'x-resetlab': '1' })
    expect((await send('POST', '/bridge/call/app.about', marked, '{"ask":')).status).toBe(400)
    expect((await send('POST', '/bridge/call/app.about', marked, '{"more":1}')).status).toBe(400)
    expect((await send('GET', '/bridge/call/app.about', { cookie })).status).toBe(404)
  })

  it('may come in pieces of unknown length', async () => {
    const headers = json({ cookie: await enter(), 'x-resetlab': '1', 'transfer-encoding': 'chunked' })
    const { text } = await send('POST', '/bridge/call/app.about', headers, '{"ask":null}')
    expect(JSON.parse(text)).toEqual({ ok: true, value: about })
  })

  it('is refused when it is larger than 32 MB, announced or not', async () => {
    const cookie = await enter()
    const headers = json({ cookie, 'x-resetlab': '1' })
    const announced = { ...headers, 'content-length': String(33 * 1024 * 1024) }
    expect((await send('POST', '/bridge/call/lab.read', announced)).status).toBe(413)
    const body = `{"ask":"${'a'.repeat(33 * 1024 * 1024)}"}`
    const inPieces = { ...headers, 'transfer-encoding': 'chunked' }
    expect((await send('POST', '/bridge/call/lab.read', inPieces, body)).status).toBe(413)
  })
})

describe('events', () => {
  it('reach a browser that was let in, as whole snapshots', async () => {
    const cookie = await enter()
    const answer = await fetch(`${origin}/bridge/events`, { headers: { cookie } })
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe('retry: 1000\n\n')
    hub.publish('session.changed', signedOut)
    expect((await reader?.read())?.value).toBe(`event: session.changed\ndata: ${JSON.stringify(signedOut)}\n\n`)
    await host.close()
    const [last] = await Promise.allSettled([reader?.read()])
    expect(last.status === 'rejected' || last.value?.done).toBe(true)
  })

  it('stop being sent to a browser that went away', async () => {
    const cookie = await enter()
    const left = Promise.withResolvers<null>()
    const subscribe = hub.subscribe.bind(hub)
    hub.subscribe = (listener) => {
      const leave = subscribe(listener)
      return () => {
        leave()
        left.resolve(null)
      }
    }
    const gone = new AbortController()
    await fetch(`${origin}/bridge/events`, { headers: { cookie }, signal: gone.signal })
    gone.abort()
    expect(await left.promise).toBeNull()
  })

  it('are refused without the cookie, under another Host and from another origin', async () => {
    const cookie = await enter()
    expect((await send('GET', '/bridge/events')).status).toBe(401)
    expect((await send('GET', '/bridge/events', { cookie, host: 'evil.example' })).status).toBe(421)
    expect((await send('GET', '/bridge/events', { cookie, origin: 'https://evil.example' })).status).toBe(403)
  })
})

describe('files', () => {
  it('are the built window, with their types', async () => {
    const page = await send('GET', '/')
    expect(page.status).toBe(200)
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.text).toContain('<title>ResetLab</title>')
    const script = await send('GET', '/assets/app.js?v=1')
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect((await send('HEAD', '/')).status).toBe(200)
  })

  it('are found after a rebuild gave them new names', async () => {
    await writeFile(join(dir, 'renderer/assets/app-2.js'), 'export {}')
    expect((await send('GET', '/assets/app-2.js')).status).toBe(200)
  })

  it.each([
    '/../outside.txt',
    '/assets/../../outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e/outside.txt',
    '/..%5coutside.txt',
    '//outside.txt',
    '/link.txt',
    '/assets',
    '/assets/',
    '/index.html%00.js',
    '/__proto__',
  ])('outside the built window are not there: %s', async (path) => {
    const { status, text } = await send('GET', path)
    expect(status).toBe(404)
    expect(text).not.toContain('outside')
  })

  it('are refused to another Host and to other sites', async () => {
    expect((await send('GET', '/', { host: `evil.example:${port}` })).status).toBe(421)
    expect((await send('GET', '/', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await send('GET', '/', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await send('GET', '/', { 'sec-fetch-site': 'none' })).status).toBe(200)
  })
})

it('marks every answer, refusals included, as private to this page', async () => {
  const cookie = await enter()
  const answers = [
    await send('GET', '/'),
    await send('GET', '/nowhere'),
    await send('GET', '/', { host: 'evil.example' }),
    await send('POST', '/bridge/enter', json(), '{}'),
    await call('app.about', null, { cookie }),
    await call('app.about', null, {}),
  ]
  for (const { headers } of answers) {
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['permissions-policy']).toContain('camera=()')
    expect(headers['access-control-allow-origin']).toBeUndefined()
  }
})

describe('starting', () => {
  const start = (overrides: { port?: number; rendererDir?: string }) =>
    startBrowserHost({
      handlers: standInHandlers(),
      hub,
      rendererDir: join(dir, 'renderer'),
      port: 0,
      log: () => undefined,
      ...overrides,
    })

  it('says that a port is in use', async () => {
    const other = createServer()
    const { promise, resolve } = Promise.withResolvers<null>()
    other.listen(0, '127.0.0.1', () => {
      resolve(null)
    })
    await promise
    const address = other.address()
    const taken = address !== null && typeof address === 'object' ? address.port : 0
    await expect(start({ port: taken })).rejects.toMatchObject({
      failure: { kind: 'in-use', code: 'host.port-in-use', params: { port: String(taken) } },
    })
    other.close()
  })

  it('says that the window was not built', async () => {
    await expect(start({ rendererDir: join(dir, 'nowhere') })).rejects.toMatchObject({
      failure: { kind: 'not-found', code: 'host.renderer-missing' },
    })
    await expect(start({ rendererDir: join(dir, 'renderer/assets') })).rejects.toMatchObject({
      failure: { code: 'host.renderer-missing' },
    })
  })
})
