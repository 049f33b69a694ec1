import type { Lab } from '@contract/lab'

import { t } from '../../../i18n/i18n'
import { expandUsers } from '../lab-rules'

/** The user names a lab has already, in small letters and without a domain, each with a sentence on who has it. */
export function takenNames(lab: Lab): Map<string, string> {
  const listed = lab.users.list.length
  const names = expandUsers(lab).map(
    ({ userName }, index) =>
      [userName, index < listed ? t('people.leftOut.inLab') : t('people.leftOut.inSeries')] as const,
  )
  const control = [lab.controlUser.userName, t('people.leftOut.isControl')] as const
  return new Map([...names, control].map(([name, who]) => [name.trim().toLowerCase(), who]))
}
