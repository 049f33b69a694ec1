import type { WizardStep } from '@contract/draft'
import { wizardSteps } from '@contract/draft'
import type { Lab } from '@contract/lab'

import { t, tn } from '../../i18n/i18n'
import { expandUsers } from './lab-rules'

export const stepTitle = (step: WizardStep): string => t(`setup.step.${step}`)

/** One line on what a step will do to the tenant. */
export function stepSentence(step: WizardStep, lab: Lab): string {
  switch (step) {
    case 'tenant':
      return t('setup.does.tenant')
    case 'group':
      return t('setup.does.group', { group: lab.group.displayName || '…' })
    case 'users':
      return tn('setup.does.users', expandUsers(lab).length)
    case 'licences':
      return licencesSentence(lab)
    case 'sspr':
      return t('setup.does.sspr')
    case 'review':
      return t('setup.does.review')
  }
}

function licencesSentence(lab: Lab): string {
  const users = expandUsers(lab).length
  const { assign, operator } = lab.licences
  switch (assign) {
    case 'users':
      return tn(operator ? 'setup.does.licenceUsersAndYou' : 'setup.does.licenceUsers', users)
    case 'group':
      return tn(operator ? 'setup.does.licenceGroupAndYou' : 'setup.does.licenceGroup', users)
    case 'keep':
      return t(operator ? 'setup.does.licenceKeepAndYou' : 'setup.does.licenceKeep')
  }
}

export type StepStanding = 'finished' | 'current' | 'coming'

export interface StepItem {
  readonly step: WizardStep
  readonly number: number
  readonly title: string
  readonly standing: StepStanding
}

/** The steps as the stepper draws them; those up to the furthest one reached can be opened. */
export function stepItems(current: WizardStep, furthest: WizardStep): StepItem[] {
  const reached = Math.max(wizardSteps.indexOf(furthest), wizardSteps.indexOf(current))
  return wizardSteps.map((step, index) => ({
    step,
    number: index + 1,
    title: stepTitle(step),
    standing: step === current ? 'current' : index <= reached ? 'finished' : 'coming',
  }))
}

export const nextStep = (step: WizardStep): WizardStep | null => wizardSteps[wizardSteps.indexOf(step) + 1] ?? null
export const stepBefore = (step: WizardStep): WizardStep | null => wizardSteps[wizardSteps.indexOf(step) - 1] ?? null
