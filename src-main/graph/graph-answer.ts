/**
 * An answer of whatever status, as far as it is looked at: the `Response` of a request that went alone, or an item of a
 * batch.
 */
export type GraphAnswer = Pick<Response, 'status' | 'ok' | 'text'> & {
  readonly headers: Pick<Headers, 'get'>
  readonly body: { cancel(): Promise<void> } | null
}

/** An item of a batch: it has been read with the batch, so nothing is written out only to be read again. */
export class BatchedAnswer implements GraphAnswer {
  readonly status: number
  readonly headers: GraphAnswer['headers']
  readonly data: unknown
  readonly body = null

  constructor(status: number, headers: GraphAnswer['headers'], data: unknown) {
    this.status = status
    this.headers = headers
    this.data = data
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }

  text(): Promise<string> {
    return Promise.resolve(JSON.stringify(this.data ?? ''))
  }
}

/** What an answer holds: data, or plain text where it is no JSON; null where it is empty. */
export async function readJson(answer: GraphAnswer): Promise<unknown> {
  if (answer instanceof BatchedAnswer) return answer.data ?? null
  const text = await answer.text()
  if (text === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Gateways answer with HTML; the status is what counts then.
    return text
  }
}
