import { z } from 'zod'

import { LanguageChoice } from './language.ts'

/** The stops of the tour, in their order. */
export const tourStops = ['sign-in', 'choose', 'apply', 'portal', 'test', 'evidence', 'activity'] as const

/** Where somebody is in the tour; closed, it goes on there. */
export const Tour = z.object({ stop: z.enum(tourStops), isOpen: z.boolean() })
export type Tour = z.infer<typeof Tour>

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
  /** A place in a tour that is not known (any more) is no reason to call the settings damaged. */
  tour: Tour.catch({ stop: 'sign-in', isOpen: false }),
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
    tour: Tour,
  })
  .partial()
export type SettingsChange = z.infer<typeof SettingsChange>

/** The settings in force. `isHeldReadOnly`: ResetLab was started so, and no switch turns it off. */
export const SettingsInForce = Settings.extend({ isHeldReadOnly: z.boolean() })
export type SettingsInForce = z.infer<typeof SettingsInForce>
