import { isCountry } from '@contract/countries'

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** The country of a two-letter code (ISO 3166-1), or a plain word that there is none. */
export function countryName(code: string): string {
  return (isCountry(code) && names.of(code)) || 'Two capital letters, such as US'
}
