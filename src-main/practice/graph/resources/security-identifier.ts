/** `S-1-12-1-` and the object id as four unsigned 32-bit numbers, little-endian. */
export function securityIdentifier(id: string): string {
  const [a = '', b = '', c = '', d = '', e = ''] = id.split('-')
  const bytes = Buffer.concat([
    Buffer.from(a, 'hex').reverse(),
    Buffer.from(b, 'hex').reverse(),
    Buffer.from(c, 'hex').reverse(),
    Buffer.from(d + e, 'hex'),
  ])
  return `S-1-12-1-${[0, 4, 8, 12].map((at) => String(bytes.readUInt32LE(at))).join('-')}`
}
