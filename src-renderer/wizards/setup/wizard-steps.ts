import type { WizardStep } from '@contract/draft'
import { wizardSteps } from '@contract/draft'
import type { Lab } from '@contract/lab'

import { expandUsers } from './lab-rules'

export const stepTitles: Record<WizardStep, string> = {
  tenant: 'Tenant',
  group: 'Group',
  users: 'Users',
  licences: 'Licences',
  sspr: 'SSPR',
  review: 'Review',
}

const usersText = (count: number): string => (count === 1 ? '1 user' : `${count} users`)

/** One line on what a step will do to the tenant. */
export function stepSentence(step: WizardStep, lab: Lab): string {
  switch (step) {
    case 'tenant':
      return 'Only reads: what the tenant is, what it holds, and whether the lab can be done in it.'
    case 'group':
      return `Creates the security group ${lab.group.displayName || '…'}, or uses the one that is there.`
    case 'users':
      return `Creates ${usersText(expandUsers(lab).length)} inside the group and 1 control user outside it.`
    case 'licences':
      return licencesSentence(lab)
    case 'sspr':
      return 'Allows the methods for the group; the rest you set in the portal, with exact values from here.'
    case 'review':
      return 'Nothing has been written yet. This is everything that will be.'
  }
}

function licencesSentence(lab: Lab): string {
  const users = usersText(expandUsers(lab).length)
  const andYou = lab.licences.operator ? ' and to you' : ''
  switch (lab.licences.assign) {
    case 'users':
      return `Assigns a licence to ${users}${andYou}.`
    case 'group':
      return `Assigns a licence to the group, and so to ${users}${andYou ? ', and one to you' : ''}.`
    case 'keep':
      return `Leaves the users’ licences alone${andYou ? ', and makes sure you hold one' : ''}.`
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
    title: stepTitles[step],
    standing: step === current ? 'current' : index <= reached ? 'finished' : 'coming',
  }))
}

export const nextStep = (step: WizardStep): WizardStep | null => wizardSteps[wizardSteps.indexOf(step) + 1] ?? null
export const stepBefore = (step: WizardStep): WizardStep | null => wizardSteps[wizardSteps.indexOf(step) - 1] ?? null
