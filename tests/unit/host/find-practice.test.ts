import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { describe, expect, it, onTestFinished } from 'vitest'

import { findPractice } from '../../../src-main/host/tenant-endpoints.ts'

/** Answers for itself as a practice tenant does, with one address changed. */
async function practiceThatSays(change: Record<string, string>): Promise<string> {
  let base = ''
  const server = createServer((_request, response) => {
    const names = ['graphUrl', 'loginUrl', 'portalUrl', 'passwordResetUrl', 'registerUrl', 'resetUrl', 'inboxUrl']
    const urls = Object.fromEntries([...names, 'homeUrl', 'signInUrl'].map((name) => [name, `${base}/${name}`]))
    const tenantId = '11111111-1111-4111-8111-111111111111'
    const authority = `https://login.practice.invalid/${tenantId}`
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ ...urls, tenantId, authority, adminUpn: 'admin@lab', ...change }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  // A TCP server that listens has an address object; a string is for pipes only.
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return base
}

describe('a practice tenant that runs elsewhere', () => {
  it('is taken at its word for addresses of its own', async () => {
    const base = await practiceThatSays({})
    expect((await findPractice(base)).graphUrl).toBe(`${base}/graphUrl`)
  })

  it.each([
    { graphUrl: 'https://graph.evil.example' },
    { signInUrl: 'http://127.0.0.1:1/signin' },
    { homeUrl: 'http://127.0.0.1.evil.example/' },
  ])('is refused when it names an address elsewhere, since its password would go there (%o)', async (change) => {
    await expect(findPractice(await practiceThatSays(change))).rejects.toMatchObject({
      failure: { code: 'practice.foreign' },
    })
  })

  it.each(['http://example.com', 'https://127.0.0.1:1', 'file:///etc/passwd', 'nonsense'])(
    'is looked for on this computer only (%s)',
    async (url) => {
      await expect(findPractice(url)).rejects.toMatchObject({ failure: { code: 'practice.unreachable' } })
    },
  )
})
