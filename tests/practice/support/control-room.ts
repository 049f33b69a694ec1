import type { PracticeServer } from '../../../src-main/practice/index.ts'
import { Json } from './practice-bench.ts'

export interface ControlAnswer {
  status: number
  body: Json
}

/** The HTTP calls of the control room. */
export interface ControlRoom {
  get(path: string): Promise<ControlAnswer>
  send(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<ControlAnswer>
  /** A PATCH of the settings with a body that need not be JSON. */
  sendText(text: string): Promise<ControlAnswer>
  /** The .zip of all tenants. */
  exported(): Promise<Uint8Array<ArrayBuffer>>
  /** Takes a .zip in. */
  take(zip: Uint8Array<ArrayBuffer>): Promise<ControlAnswer>
}

export function controlOf({ baseUrl }: Pick<PracticeServer, 'baseUrl'>): ControlRoom {
  const call = async (path: string, init: RequestInit = {}): Promise<ControlAnswer> => {
    const answer = await fetch(`${baseUrl}/control${path}`, init)
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false
    return { status: answer.status, body: new Json(isJson && text !== '' ? (JSON.parse(text) as unknown) : text) }
  }
  return {
    get: (path) => call(path),
    send: (method, path, body) =>
      call(path, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    sendText: (body) => call('/settings', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body }),
    async exported() {
      const answer = await fetch(`${baseUrl}/control/state`)
      return new Uint8Array(await answer.arrayBuffer())
    },
    take: (zip) => call('/state', { method: 'PUT', headers: { 'content-type': 'application/zip' }, body: zip }),
  }
}

/** The error of a refused call: its status, code and field. */
export const refusalOf = ({ status, body }: ControlAnswer): unknown[] => [
  status,
  body.at('error', 'code').value,
  body.at('error', 'field').value,
]
