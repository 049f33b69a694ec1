/** Query options whose values are names of fields and numbers; of all others only the name is kept. */
const structural = new Set(['$select', '$top', '$skip', '$count', '$expand', '$orderby', '$filter', 'api-version'])

const removed = '…'
/** OData literals (OASIS OData 4.01, URL conventions 5.1.1.6.1): a quote inside is doubled. */
const literal = /'(?:[^']|'')*'|"[^"]*"/g
/** One literal after the other, as in a long `in (…)`. */
const manyLiterals = /'…'(?:\s*,\s*'…')+/g

/**
 * The path and query of a request as it may be shown and saved: what people typed or are called is taken out of the query,
 * and its structure stays. Names and ids in the path stay, too, but for what looks like a phone number.
 */
export function redactedAddress(address: string): string {
  const [path = '', ...rest] = address.split('?')
  const shown = path.split('/').map(withoutNumber).join('/')
  return rest.length === 0 ? shown : `${shown}?${redactedQuery(rest.join('?'))}`
}

function redactedQuery(query: string): string {
  const shown: string[] = []
  for (const option of query.split('&')) {
    const [name = '', ...rest] = option.split('=')
    const key = readable(name)
    const value = decoded(rest.join('='))
    const bare = value?.replace(literal, `'${removed}'`)
    // A quote that is never closed could hide anything behind it, what looks like further options, too.
    const isOpen = bare === undefined || /['"]/.test(bare.replaceAll(`'${removed}'`, ''))
    const isShown = !isOpen && structural.has(key.toLowerCase())
    shown.push(`${key}=${isShown ? bare.replace(manyLiterals, `'${removed}', ${removed}`) : removed}`)
    if (isOpen) return [...shown, removed].join('&')
  }
  return shown.join('&')
}

const withoutNumber = (segment: string): string =>
  /^\+?[\d ().-]{7,20}$/.test(decoded(segment) ?? '') ? removed : readable(segment)

/** Undefined where it is no encoding at all. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** The signs that make a path hard to read when they are encoded, and harm nobody when they are not. */
const readable = (text: string): string =>
  text.replace(/%(?:20|24|27|28|29|2C|3A|40)/gi, (sign) => decodeURIComponent(sign))
