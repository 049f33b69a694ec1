export const redactedText = '(hidden)'

/** Names whose values are secrets, or lead to a person's phone or mailbox. Compared without case, `_` and `-`. */
const secretNames: ReadonlySet<string> = new Set([
  'secrettext',
  'temporaryaccesspass',
  'code',
  'usercode',
  'devicecode',
  'codeverifier',
  'clientassertion',
  'assertion',
  'verificationcode',
  'otp',
  'authorization',
  'cookie',
  'setcookie',
  'mail',
  'othermails',
  'emailaddress',
  'alternateemailaddress',
  'proxyaddresses',
  'imaddresses',
  'faxnumber',
])
const secretEndings = [
  'password',
  'secret',
  'secretkey',
  'token',
  'phone',
  'phones',
  'phonenumber',
  'phonenumbers',
  'telephonenumber',
]

const known = new Map<string, boolean>()
const mostKnown = 5000

/** Whether what stands under this name is a secret. */
export function isSecretName(name: string): boolean {
  const found = known.get(name)
  if (found !== undefined) return found
  const plain = name.toLowerCase().replace(/[_\-$@]/g, '')
  const isSecret = secretNames.has(plain) || secretEndings.some((ending) => plain.endsWith(ending))
  // Names come from requests: only so many of them are remembered.
  if (known.size >= mostKnown) known.clear()
  known.set(name, isSecret)
  return isSecret
}
