import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, expect, it, onTestFinished, vi } from 'vitest'

import { useProxy } from '../../../src-main/host/use-proxy.ts'
import { findTenant } from '../../../src-main/signin/find-tenant.ts'
import { json, stubServer } from '../../support/stub-server.ts'

const contoso = { tenant: 'contoso.onmicrosoft.com', cloud: 'global', addresses: null, clientId: null } as const
let stop = (): void => undefined
afterEach(() => {
  stop()
})

/** A proxy that lets nobody through; what it was asked for. */
async function refusingProxy(status: number) {
  const asked: string[] = []
  const proxy = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(status).end()
  })
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    socket.end(`HTTP/1.1 ${String(status)} No\r\nContent-Length: 0\r\n\r\n`)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    proxy.close()
  })
  // A server that listens on a port has an address of this kind.
  const { port } = proxy.address() as AddressInfo
  return { asked, url: `http://127.0.0.1:${String(port)}` }
}

it.each([407, 403])(
  'a sign-in goes through the proxy of the environment, whose %i is told as what it is',
  async (status) => {
    const proxy = await refusingProxy(status)
    stop = useProxy({ HTTPS_PROXY: proxy.url }, () => undefined)
    await expect(findTenant(contoso)).rejects.toMatchObject({
      failure: { kind: 'unreachable', code: 'signin.proxy-page', params: { status: String(status) } },
    })
    expect(proxy.asked).toEqual(['login.microsoftonline.com:443'])
  },
)

it('what stays on this computer goes past every proxy', async () => {
  const proxy = await refusingProxy(407)
  vi.stubEnv('HTTP_PROXY', proxy.url)
  stop = useProxy({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url }, () => undefined)
  await using server = await stubServer(json(200, { here: true }))
  expect(await (await fetch(server.url)).json()).toEqual({ here: true })
  expect(proxy.asked).toEqual([])
})

it('an address that is none is told without its words, and none is used', async () => {
  const told: string[] = []
  stop = useProxy({ HTTPS_PROXY: 'nonsense with secret-password' }, (line) => told.push(line))
  expect(told).toEqual(['HTTPS_PROXY is no address of a proxy, so none is used.'])
})
