import { z } from 'zod'

import { Lab } from './lab.ts'

export const wizardSteps = ['tenant', 'group', 'users', 'licences', 'sspr', 'review'] as const
export const WizardStep = z.enum(wizardSteps)
export type WizardStep = z.infer<typeof WizardStep>

/** The lab being edited, kept on disk so that closing the app loses nothing. */
export const Draft = z.object({ lab: Lab, step: WizardStep })
export type Draft = z.infer<typeof Draft>
