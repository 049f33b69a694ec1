import { app } from 'electron'

import { type LanguageChoice, systemLanguage } from '../../contract/language.ts'
import { speak } from '../texts.ts'

/**
 * The shell speaks what was chosen. For `system` it looks at what the window has as `navigator.languages`: Electron
 * gives it the language of the app, then those of the system (WebContents::InitWithSessionAndOptions).
 */
export function followLanguage(choice: LanguageChoice): void {
  // The language of the app is known once it is ready.
  const own = app.isReady() ? [app.getLocale()] : []
  speak(choice === 'system' ? systemLanguage([...own, ...app.getPreferredSystemLanguages()]) : choice)
}
