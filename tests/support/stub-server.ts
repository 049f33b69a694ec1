import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface StubRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

type Answer = (request: StubRequest, response: ServerResponse) => void

/** A loopback server that answers requests in turn, the last answer for all that follow; it keeps what it was asked. */
export async function stubServer(...answers: Answer[]) {
  const requests: StubRequest[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      requests.push(request)
      const answer = answers[Math.min(requests.length, answers.length) - 1]
      if (answer) answer(request, response)
      else response.writeHead(500).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'request-id': 'r-1', ...headers })
    response.end(body === null ? '' : JSON.stringify(body))
  }
}

/** Takes the request and then hangs up: the answer never comes. */
export const hangUp: Answer = (_request, response) => {
  response.destroy()
}
