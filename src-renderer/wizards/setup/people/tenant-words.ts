import type { Lab } from '@contract/lab'
import { principalNameOf } from '@contract/user-name'

import { t } from '../../../i18n/i18n'
import { type TenantFinding, useTenantPeopleStore } from '../../../stores/tenant-people'

/** What the tenant has of a user name in a sentence, and whether it must be mended before the lab can use the name. */
export interface TenantWord {
  readonly text: string
  readonly isProblem: boolean
}

/** What a finding means for a lab that does so with users who are there already. */
export function tenantWord(finding: TenantFinding, whenTheyExist: Lab['users']['whenTheyExist']): TenantWord | null {
  if (finding.has === 'free') return null
  const mayUse = whenTheyExist !== 'stop'
  if (finding.has === 'unusable-domain') {
    return { text: t('people.there.unusableDomain'), isProblem: true }
  }
  if (finding.has === 'deleted') {
    return { text: t('people.there.deleted'), isProblem: !mayUse }
  }
  const { displayName: name, hindrance } = finding.user
  return hindrance === null
    ? { text: t(`people.there.${whenTheyExist}`, { name }), isProblem: !mayUse }
    : { text: t(`people.hindered.${hindrance}`, { name }), isProblem: true }
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
