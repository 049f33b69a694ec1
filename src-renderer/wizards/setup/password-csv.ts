import type { InitialPassword } from '@contract/plan'

/** What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"). */
const likeFormula = /^[=+\-@\t\r]/

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
const harmless = (cell: string): string => (likeFormula.test(cell) ? `'${cell}` : cell)

/** How many passwords get an apostrophe in front, so that a spreadsheet shows them instead of reckoning. */
export const guardedPasswords = (passwords: readonly InitialPassword[]): number =>
  passwords.filter(({ password }) => likeFormula.test(password)).length

/** The hand-out as CSV for spreadsheets: UTF-8 with its mark, every cell in quotes, no cell a formula. */
export function passwordCsv(passwords: readonly InitialPassword[], signInUrl: string | null): string {
  const header = ['Display name', 'User name', 'Initial password', 'Sign-in address']
  const rows = passwords.map((one) => [one.displayName, one.userPrincipalName, one.password, signInUrl ?? ''])
  return `\ufeff${[header, ...rows].map((cells) => cells.map(harmless).map(quoted).join(',')).join('\r\n')}\r\n`
}
