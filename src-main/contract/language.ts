import { z } from 'zod'

/** The languages ResetLab speaks. */
export const Language = z.enum(['en', 'de'])
export type Language = z.infer<typeof Language>

/** What a person chose; `system` follows the browser or the desktop. */
export const LanguageChoice = z.enum(['system', ...Language.options])
export type LanguageChoice = z.infer<typeof LanguageChoice>
