import type { Context } from 'hono'
import { parseAccept } from 'hono/utils/accept'

import { type Language, systemLanguage } from '../../contract/language.ts'

/** The language for a page of the host's own: the first of ours that the browser accepts (RFC 9110, section 12.5.4). */
export function languageOf(c: Context): Language {
  const accepted = parseAccept(c.req.header('accept-language') ?? '').filter(({ q }) => q > 0)
  return systemLanguage(accepted.map(({ type }) => type))
}
