import { isCountry } from '@contract/countries'

import { language, t } from '../../i18n/i18n'

/** The country of a two-letter code (ISO 3166-1) in the language in use, or a plain word that there is none. */
export function countryName(code: string): string {
  const names = new Intl.DisplayNames([language()], { type: 'region', fallback: 'none' })
  return (isCountry(code) && names.of(code)) || t('setup.users.noCountry')
}
