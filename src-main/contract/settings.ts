import { z } from 'zod'

import { LanguageChoice } from './language.ts'

/** What a person chose for this computer; every switch is off until somebody turns it on. */
export const Settings = z.object({
  /** Nothing is written to any tenant, the practice tenant included. */
  isReadOnly: z.boolean().default(false),
  /** A tenant that looks like production may be written to, after its domain was typed and a reason named. */
  mayWriteToProduction: z.boolean().default(false),
  /** Recordings ask the beta report of single registrations and resets, too. */
  asksBetaReport: z.boolean().default(false),
  language: LanguageChoice.default('system'),
  /** The desktop app looks for a newer one when it starts. */
  looksForUpdates: z.boolean().default(false),
})
export type Settings = z.infer<typeof Settings>

/** What is to be changed. */
export const SettingsChange = z
  .object({
    isReadOnly: z.boolean(),
    mayWriteToProduction: z.boolean(),
    asksBetaReport: z.boolean(),
    language: LanguageChoice,
    looksForUpdates: z.boolean(),
  })
  .partial()
export type SettingsChange = z.infer<typeof SettingsChange>

/** The settings in force. `isHeldReadOnly`: ResetLab was started so, and no switch turns it off. */
export const SettingsInForce = Settings.extend({ isHeldReadOnly: z.boolean() })
export type SettingsInForce = z.infer<typeof SettingsInForce>
