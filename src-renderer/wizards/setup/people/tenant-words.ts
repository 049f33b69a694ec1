import type { Lab } from '@contract/lab'
import type { UserHindrance } from '@contract/people-in-tenant'
import { principalNameOf } from '@contract/user-name'

import { type TenantFinding, useTenantPeopleStore } from '../../../stores/tenant-people'

/** What the tenant has of a user name in a sentence, and whether it must be mended before the lab can use the name. */
export interface TenantWord {
  readonly text: string
  readonly isProblem: boolean
}

/** The end of a sentence that begins with a user's name. */
export const hindranceTexts: Record<UserHindrance, string> = {
  operator: 'is you, who are signed in',
  guest: 'is a guest, whose password is kept elsewhere',
  synced: 'is kept on premises, and so is the password',
  disabled: 'may not sign in',
}

const whenThere: Record<Lab['users']['whenTheyExist'], string> = {
  adopt: 'and will be used',
  leave: 'and will be left as they are',
  stop: 'and the lab stops then',
}

/** What a finding means for a lab that does so with users who are there already. */
export function tenantWord(finding: TenantFinding, whenTheyExist: Lab['users']['whenTheyExist']): TenantWord | null {
  if (finding.has === 'free') return null
  const mayUse = whenTheyExist !== 'stop'
  if (finding.has === 'unusable-domain') {
    return { text: 'Its domain is not verified in the tenant, or keeps its passwords elsewhere.', isProblem: true }
  }
  if (finding.has === 'deleted') {
    return { text: 'A deleted user of this name lies in the recycle bin; a new one is made.', isProblem: !mayUse }
  }
  const { displayName, hindrance } = finding.user
  return hindrance === null
    ? { text: `In the tenant already, as ${displayName}, ${whenThere[whenTheyExist]}.`, isProblem: !mayUse }
    : { text: `In the tenant already: ${displayName} ${hindranceTexts[hindrance]}.`, isProblem: true }
}

interface TenantWords {
  /** The whole name of `anna`, or of `anna@another.domain`; null when nobody is signed in, or there is no name. */
  fullName: (userName: string) => string | null
  /** What the tenant has of a user name, as far as it was asked and as the lab takes it. */
  wordFor: (userName: string) => TenantWord | null
}

/** User names of a lab beside what the tenant has. `initialDomain` stands behind names without a domain. */
export function useTenantWords(lab: Lab, initialDomain: () => string | null): TenantWords {
  const store = useTenantPeopleStore()

  function fullName(userName: string): string | null {
    const domain = initialDomain()
    if (domain === null || userName === '') return null
    return userName.includes('@') ? userName : principalNameOf({ userName }, domain)
  }

  return {
    fullName,
    wordFor(userName) {
      const finding = store.findings.get((fullName(userName) ?? '').toLowerCase())
      return finding ? tenantWord(finding, lab.users.whenTheyExist) : null
    },
  }
}
