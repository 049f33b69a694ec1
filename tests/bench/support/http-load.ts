import { connect, type Socket } from 'node:net'

export interface LoadRequest {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
}

/**
 * Sends the requests over `connections` kept-alive connections, one at a time on each, and gives requests per second and
 * how many answers were not 2xx. Raw sockets: a client that costs as much as the server would hide the difference.
 */
export async function load(
  baseUrl: string,
  next: () => LoadRequest | null,
  connections: number,
): Promise<{ perSecond: number; refused: number; sent: number }> {
  const url = new URL(baseUrl)
  const began = performance.now()
  const results = await Promise.all(Array.from({ length: connections }, () => one(url, next)))
  const seconds = (performance.now() - began) / 1000
  const sent = results.reduce((sum, result) => sum + result.sent, 0)
  const refused = results.reduce((sum, result) => sum + result.refused, 0)
  return { perSecond: sent / seconds, refused, sent }
}

function textOf(url: URL, { method, path, headers, body = '' }: LoadRequest): string {
  const all = { host: url.host, 'content-length': String(Buffer.byteLength(body)), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}

function one(url: URL, next: () => LoadRequest | null): Promise<{ sent: number; refused: number }> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(url.port), url.hostname)
    let sent = 0
    let refused = 0
    let buffer: Buffer = Buffer.alloc(0)
    const send = (): void => {
      const request = next()
      if (request === null) {
        socket.end()
        resolve({ sent, refused })
        return
      }
      socket.write(textOf(url, request))
    }
    const take = (): boolean => {
      const end = endOfAnswer(buffer)
      if (end === null) return false
      const status = Number(buffer.subarray(9, 12).toString('latin1'))
      if (status < 200 || status > 299) refused += 1
      sent += 1
      buffer = buffer.subarray(end)
      return true
    }
    socket.on('connect', send)
    socket.on('data', (chunk: Buffer) => {
      buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk])
      if (take()) send()
    })
    socket.on('error', reject)
  })
}

/** Where the first whole answer in the buffer ends; null while it is not whole. */
function endOfAnswer(buffer: Buffer): number | null {
  const head = buffer.indexOf('\r\n\r\n')
  if (head < 0) return null
  const headers = buffer.subarray(0, head).toString('latin1')
  const length = /content-length: (\d+)/i.exec(headers)?.[1]
  if (length !== undefined) {
    const end = head + 4 + Number(length)
    return buffer.length >= end ? end : null
  }
  if (!/transfer-encoding: chunked/i.test(headers)) return head + 4
  const last = buffer.indexOf('0\r\n\r\n', head + 2)
  return last < 0 ? null : last + 5
}
