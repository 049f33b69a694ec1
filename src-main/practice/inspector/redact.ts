import { hideInText } from './redact-text.ts'
import { isSecretName, redactedText } from './secret-names.ts'

export { redactedText } from './secret-names.ts'

const mostItems = 40
const mostProperties = 200
const deepest = 30
const cutText = '…'

/** An error's code is what a reader is after; a code somebody types is digits. */
const errorCode = /^[a-z][\w.:]*$/i

/** Where a name stands beside its value: audit rows, and lists of keys and values. */
const nameProperties = ['displayName', 'key', 'name'] as const
const valueProperties: readonly string[] = ['oldValue', 'newValue', 'value']

const namesSecret = (object: object): boolean =>
  nameProperties.some((property) => {
    const name: unknown = Reflect.get(object, property)
    return typeof name === 'string' && isSecretName(name)
  })

/**
 * The same value with every secret replaced, so that it can be kept and shown: passwords, codes, keys, tokens, phone
 * numbers and mail addresses, by the name they stand under, in JSON inside of texts too, and by their look in any text.
 * Long lists and texts are cut. Never throws, however deep the value.
 */
export const redact = (value: unknown): unknown => redactAt(value, false, 0)

function redactAt(value: unknown, isError: boolean, depth: number): unknown {
  if (typeof value === 'string') return redactString(value, depth)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return cutText
  if (!Array.isArray(value)) return redactObject(value, isError, depth)
  const items: unknown[] = value
  const shown = items.slice(0, mostItems).map((item) => redactAt(item, isError, depth + 1))
  return items.length > mostItems ? [...shown, `${cutText} ${String(items.length - mostItems)} more`] : shown
}

function redactObject(object: object, isError: boolean, depth: number): Record<string, unknown> {
  const hidesValues = namesSecret(object)
  const shown = Object.entries(object)
    .slice(0, mostProperties)
    .map(([name, inner]: [string, unknown]): [string, unknown] => {
      const isErrorCode = isError && name === 'code' && typeof inner === 'string' && errorCode.test(inner)
      const isSecret = isSecretName(name) || (hidesValues && valueProperties.includes(name))
      const shownName = hideInText(name)
      if (isSecret && !isErrorCode) return [shownName, hidden(inner)]
      return [shownName, redactAt(inner, isError || name === 'error' || name === 'details', depth + 1)]
    })
  return Object.fromEntries(shown)
}

/** Whether something is there at all is no secret, nor is yes or no. */
const hidden = (value: unknown): unknown =>
  value === null || value === undefined || typeof value === 'boolean' ? value : redactedText

const longestParsed = 65_536

/** A text that is JSON is looked into; in any other one, what looks like a secret is hidden. */
function redactString(text: string, depth: number): string {
  const [first = ''] = text.trimStart()
  if (!'[{"'.includes(first) || first === '') return hideInText(text)
  if (text.length > longestParsed) return redactedText
  try {
    const inner: unknown = JSON.parse(text)
    return JSON.stringify(redactAt(inner, false, depth + 1))
  } catch (error) {
    if (error instanceof SyntaxError) return hideInText(text)
    throw error
  }
}
