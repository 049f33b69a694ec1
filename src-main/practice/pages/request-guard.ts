import { isTooLong } from './read-body.ts'

/** What a request says of itself, wherever it is read. */
export interface Knock {
  method: string
  /** By lower-case name. */
  header: (name: string) => string | undefined
}

export interface Refusal {
  status: 403 | 413 | 421
  text: string
}

const foreign: Refusal = { status: 403, text: 'Requests from another origin are refused.' }

const readOnly: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * Why a request is turned away: it did not mean this server (DNS rebinding: a foreign Host), another site made the
 * browser send it (a foreign Origin on anything that changes state, anything but a link), or it is too long. Null lets it in.
 */
export function refusalOf(baseUrl: string, { method, header }: Knock): Refusal | null {
  const port = baseUrl.slice(baseUrl.lastIndexOf(':') + 1)
  const host = header('host')
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return { status: 421, text: 'Unknown host.' }
  if (isTooLong(header('content-length'))) return { status: 413, text: 'Too large.' }
  const site = header('sec-fetch-site')
  const isFromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none'
  if (readOnly.includes(method)) {
    // A link may lead here from anywhere; a picture, a script or a call of another site may not ask in its name.
    const mode = header('sec-fetch-mode')
    return isFromElsewhere && mode !== undefined && mode !== 'navigate' ? foreign : null
  }
  const origin = header('origin')
  const isForeign =
    origin !== undefined && origin !== `http://127.0.0.1:${port}` && origin !== `http://localhost:${port}`
  return isForeign || isFromElsewhere ? foreign : null
}
