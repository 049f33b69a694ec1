import { isAbsolute, resolve } from 'node:path'

import { Place } from '../../contract/shell.ts'

/** `resetlab://open/<place>`; registered with the system by the installer. */
export const deepLinkScheme = 'resetlab'

/** What somebody outside asks of the window. It can show a place, or look into an evidence file; it can do nothing. */
export type Arrival =
  { readonly kind: 'place'; readonly place: Place } | { readonly kind: 'file'; readonly path: string }

const link = new RegExp(`^${deepLinkScheme}://open/([a-z-]{1,20})/?$`)

/**
 * Reads a deep link. Any page on the web can make the system hand us one, so it is compared letter by letter and never
 * taken apart: no query, no fragment, no port, no escapes, no other case. Null for everything else.
 */
export function readDeepLink(text: string): Arrival | null {
  const place = Place.safeParse(link.exec(text)?.[1])
  return place.success ? { kind: 'place', place: place.data } : null
}

/** A path to an evidence file. On Windows one that leads to another computer is none: opening it would sign in there. */
export function readEvidencePath(text: string, folder: string): Arrival | null {
  const isOdd = text.includes('\0') || /^(\\\\|\/\/)/.test(text) || /^[a-z][a-z0-9+.-]+:/i.test(text)
  if (isOdd || !text.toLowerCase().endsWith('.resetlab')) return null
  return { kind: 'file', path: isAbsolute(text) ? text : resolve(folder, text) }
}

/**
 * What a command line asks for, without the program's own name: one deep link, or one evidence file. Chromium adds
 * switches of its own to it, which are passed over; of two wishes neither counts.
 */
export function readArguments(args: readonly string[], folder: string): Arrival | null {
  const wishes = args.filter((arg) => !arg.startsWith('-'))
  const [wish] = wishes
  if (wish === undefined || wishes.length > 1) return null
  return readDeepLink(wish) ?? readEvidencePath(wish, folder)
}
