import { hideInText } from './redact-text.ts'
import { redactLater } from './redact-later.ts'

const kept = 500

/** One Graph call as the control room shows it: no token, no password, no code, no phone number in it. */
export interface InspectedCall {
  /** Counts up from 1 for the life of the server. */
  seq: number
  at: number
  method: string
  /** Below the server's root, with its query: `/v1.0/users?$top=5`. */
  url: string
  tenant: string | null
  userPrincipalName: string | null
  clientId: string | null
  /** 0: the connection was cut before anything was done. */
  status: number
  /** Code and text of the error; null when the call was answered as asked. */
  error: { code: string; message: string } | null
  /** What was injected, in words; null when nothing was. */
  fault: string | null
  /** `x-ms-throttle-information` of a 429, where the server says it. */
  throttle?: string | undefined
  units: number
  requestId: string
  /** For an item of a batch: the request id of the batch. */
  batchId: string | null
  request: unknown
  answer: unknown
}

export interface CallFilter {
  /** First digit of the status, 2 to 5; 0 is a call that was cut off. */
  statusClass?: number | undefined
  /** Part of the address. */
  path?: string | undefined
  /** Part of anything that is shown of the call. */
  text?: string | undefined
}

/** The last calls. In memory only. */
export class Inspector {
  private readonly list: InspectedCall[] = []
  private next = 1

  /** Keeps a call as it is now. What is read of it here later holds no secret. */
  record({ request, answer, ...call }: Omit<InspectedCall, 'seq'>): void {
    const { url, error } = call
    const [shownRequest, shownAnswer] = [redactLater(request), redactLater(answer)]
    this.list.push({
      seq: this.next,
      ...call,
      url: hideInText(url),
      error: error && { code: hideInText(error.code), message: hideInText(error.message) },
      get request() {
        return shownRequest()
      },
      get answer() {
        return shownAnswer()
      },
    })
    this.next += 1
    // Trimmed in strides: moving the whole list for every call would be felt.
    if (this.list.length > 2 * kept) this.list.splice(0, this.list.length - kept)
  }

  /** Newest first. */
  calls(filter: CallFilter = {}): InspectedCall[] {
    return this.list
      .slice(-kept)
      .filter((call) => isWanted(call, filter))
      .toReversed()
  }

  find(seq: number): InspectedCall | null {
    return this.list.find((call) => call.seq === seq) ?? null
  }

  /** The items of a batch, in the order they ran. */
  itemsOf(requestId: string): InspectedCall[] {
    return this.list.filter(({ batchId }) => batchId === requestId)
  }

  /** The batch an item was sent in; null when it is no item, or the batch is forgotten. */
  batchOf({ batchId }: InspectedCall): InspectedCall | null {
    return this.list.find((call) => batchId !== null && call.requestId === batchId) ?? null
  }

  clear(): void {
    this.list.length = 0
  }
}

const has = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase())

function isWanted(call: InspectedCall, { statusClass, path, text }: CallFilter): boolean {
  if (statusClass !== undefined && Math.floor(call.status / 100) !== statusClass) return false
  if (path !== undefined && !has(call.url, path)) return false
  return text === undefined || has(JSON.stringify(call), text)
}
