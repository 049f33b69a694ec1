import type { ContactKind, Lab, MethodSetting } from '@contract/lab'

import { t } from '../../i18n/i18n'

interface Choice<V> {
  readonly value: V
  readonly label: string
  readonly description?: string
}
type Choices<V> = Choice<V>[]

export const groupChoices = (): Choices<Lab['group']['whenItExists']> => [
  { value: 'adopt', label: t('setup.group.adopt'), description: t('setup.group.adoptText') },
  { value: 'leave', label: t('setup.group.leave'), description: t('setup.group.leaveText') },
  { value: 'stop', label: t('setup.stop'), description: t('setup.stopText') },
]

export const existingUserChoices = (): Choices<Lab['users']['whenTheyExist']> => [
  { value: 'adopt', label: t('setup.users.adopt'), description: t('setup.users.adoptText') },
  { value: 'leave', label: t('setup.users.leave'), description: t('setup.users.leaveText') },
  { value: 'stop', label: t('setup.stop'), description: t('setup.stopText') },
]

export const assignChoices = (): Choices<Lab['licences']['assign']> => [
  { value: 'users', label: t('setup.licences.users'), description: t('setup.licences.usersText') },
  { value: 'group', label: t('setup.licences.group'), description: t('setup.licences.groupText') },
  { value: 'keep', label: t('setup.licences.keep'), description: t('setup.licences.keepText') },
]

export const scopeChoices = (): Choices<Lab['sspr']['scope']> => [
  { value: 'selected', label: t('setup.sspr.selected'), description: t('setup.sspr.selectedText') },
  { value: 'all', label: t('setup.sspr.all'), description: t('setup.sspr.allText') },
]

export const requiredChoices = (): Choices<Lab['sspr']['methodsRequired']> => [
  { value: 1, label: t('setup.sspr.one') },
  { value: 2, label: t('setup.sspr.two') },
]

export const settingChoices = (): Choices<MethodSetting> => [
  { value: 'on', label: t('setup.sspr.on') },
  { value: 'keep', label: t('setup.sspr.keep') },
  { value: 'off', label: t('setup.sspr.off') },
]

const contactKinds = ['authenticatorCode', 'email', 'phoneText'] as const satisfies readonly ContactKind[]

export const contactChoices = (): Choices<ContactKind> =>
  contactKinds.map((value) => ({ value, label: t(`setup.sspr.contact.${value}`) }))

export const routeChoices = (): Choices<Lab['checklist']['route']> => [
  { value: 'security-info', label: t('setup.sspr.routePage') },
  { value: 'interrupt', label: t('setup.sspr.routeInterrupt') },
]

export const entranceChoices = (): Choices<Lab['checklist']['entrance']> => [
  { value: 'reset-page', label: t('setup.sspr.entrancePage') },
  { value: 'forgot-my-password', label: t('setup.sspr.entranceForgot') },
  { value: 'cant-access', label: t('setup.sspr.entranceCantAccess') },
]
