/** Reading what people type as a phone number or an address. */

/** Country calling codes offered in the list: the commonest first, then by name. */
export const countries: { code: string; name: string }[] = [
  { code: '1', name: 'United States, Canada (+1)' },
  { code: '44', name: 'United Kingdom (+44)' },
  { code: '61', name: 'Australia (+61)' },
  { code: '43', name: 'Austria (+43)' },
  { code: '32', name: 'Belgium (+32)' },
  { code: '55', name: 'Brazil (+55)' },
  { code: '45', name: 'Denmark (+45)' },
  { code: '358', name: 'Finland (+358)' },
  { code: '33', name: 'France (+33)' },
  { code: '49', name: 'Germany (+49)' },
  { code: '91', name: 'India (+91)' },
  { code: '353', name: 'Ireland (+353)' },
  { code: '39', name: 'Italy (+39)' },
  { code: '81', name: 'Japan (+81)' },
  { code: '52', name: 'Mexico (+52)' },
  { code: '31', name: 'Netherlands (+31)' },
  { code: '64', name: 'New Zealand (+64)' },
  { code: '47', name: 'Norway (+47)' },
  { code: '48', name: 'Poland (+48)' },
  { code: '351', name: 'Portugal (+351)' },
  { code: '65', name: 'Singapore (+65)' },
  { code: '27', name: 'South Africa (+27)' },
  { code: '34', name: 'Spain (+34)' },
  { code: '46', name: 'Sweden (+46)' },
  { code: '41', name: 'Switzerland (+41)' },
  { code: '380', name: 'Ukraine (+380)' },
]

const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** `+1 2065550100`, or null when it cannot be a number. A leading zero of the national form is dropped. */
export function readPhone(country: string, number: string): string | null {
  const digits = digitsOf(number).replace(/^0+/, '')
  const isNumber = /^[\d\s().\-/]+$/.test(number.trim()) && digits.length >= 4 && digits.length <= 14
  return isNumber && countries.some(({ code }) => code === country) ? `+${country} ${digits}` : null
}

/** Whether what was typed is this number, with or without its country code. An extension is not typed. */
export function isSamePhone(registered: string, typed: string): boolean {
  const [plain = ''] = registered.split('x')
  const [, country = '', rest = plain] = /^\+(\d{1,3}) (.*)$/.exec(plain) ?? []
  const number = digitsOf(rest)
  const digits = digitsOf(typed)
  return digits !== '' && [number, `0${number}`, country + number, `00${country}${number}`].includes(digits)
}

/** An address as mail programs accept it, roughly (RFC 5321): something, an @, and a name with a dot. */
export const readEmail = (text: string): string | null =>
  /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,}$/.test(text.trim()) ? text.trim() : null

/** The first business phone as a method keeps it, `+1 4255550100`; without a country code it is taken for North American. */
export function readOfficePhone(businessPhones: readonly string[]): string | null {
  const [first = ''] = businessPhones
  const digits = digitsOf(first.replace(/x\d+$/i, ''))
  if (!first.trim().startsWith('+')) return readPhone('1', digits)
  const country = countries
    .map(({ code }) => code)
    .filter((code) => digits.startsWith(code))
    .sort((a, b) => b.length - a.length)[0]
  return country === undefined ? null : readPhone(country, digits.slice(country.length))
}
