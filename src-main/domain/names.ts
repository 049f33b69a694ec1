export const principalName = (userName: string, domain: string): string => `${userName}@${domain}`

/** At most 64 of a–z, 0–9 and hyphen: safe within Graph's rule for `mailNickname`. */
export function mailNickname(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain.slice(0, 64) || 'lab'
}
