import { z } from 'zod'

/** The languages ResetLab speaks. */
export const Language = z.enum(['en', 'de'])
export type Language = z.infer<typeof Language>

/** What a person chose; `system` follows the browser or the desktop. */
export const LanguageChoice = z.enum(['system', ...Language.options])
export type LanguageChoice = z.infer<typeof LanguageChoice>

/** The one of ours that comes first among these language tags, such as `de-AT`; English where none does. */
export function systemLanguage(preferred: readonly string[]): Language {
  const ours = preferred.map((tag) => Language.options.find((one) => one === tag.toLowerCase().split('-')[0]))
  return ours.find((one) => one !== undefined) ?? 'en'
}
