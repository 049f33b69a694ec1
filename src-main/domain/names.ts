/** The name a user of a lab has in a tenant: in the domain the lab says, else in the tenant's initial one. */
export const principalName = (
  { userName, domain }: { readonly userName: string; readonly domain?: string | undefined },
  initialDomain: string,
): string => `${userName}@${domain ?? initialDomain}`

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
