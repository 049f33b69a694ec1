import type { Lab, LabUser } from '../contract/lab.ts'

/** The lab's users one by one: the list, then the series with `{n}` as 01, 02, …; each with a usage location. */
export function expandUsers(lab: Lab): LabUser[] {
  const { usageLocation, list, series } = lab.users
  const numbered = Array.from({ length: series?.count ?? 0 }, (_, index) => {
    const number = String(index + 1).padStart(Math.max(2, String(series?.count ?? 0).length), '0')
    const fill = (text = ''): string => text.replaceAll('{n}', number)
    return { userName: fill(series?.userName), displayName: fill(series?.displayName) }
  })
  return [...list, ...numbered].map((user) => ({ usageLocation, ...user }))
}

/** The help-desk contact with the tenant's domain filled in; null when the lab leaves the link alone. */
export function helpdeskContact(lab: Lab, domain: string): string | null {
  return lab.sspr.helpdesk?.replaceAll('{domain}', domain) ?? null
}
