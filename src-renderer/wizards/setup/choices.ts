import type { ContactKind, Lab, MethodId, MethodSetting } from '@contract/lab'

interface Choice<V> {
  readonly value: V
  readonly label: string
  readonly description?: string
}
type Choices<V> = Choice<V>[]

export const groupChoices: Choices<Lab['group']['whenItExists']> = [
  { value: 'adopt', label: 'Use it and complete it', description: 'Its members stay; the lab’s users are added.' },
  {
    value: 'leave',
    label: 'Use it as it is',
    description: 'Nobody is added and no licence is assigned to it; who is in it already can be tested.',
  },
  { value: 'stop', label: 'Stop', description: 'The plan says so, and nothing is written.' },
]

export const existingUserChoices: Choices<Lab['users']['whenTheyExist']> = [
  {
    value: 'adopt',
    label: 'Use and complete them',
    description: 'They get what the lab asks for; their passwords stay as they are.',
  },
  { value: 'leave', label: 'Use them as they are', description: 'No location, licence or group is changed of them.' },
  { value: 'stop', label: 'Stop', description: 'The plan says so, and nothing is written.' },
]

export const assignChoices: Choices<Lab['licences']['assign']> = [
  { value: 'users', label: 'Assign one to each user', description: 'Users who hold one already keep it.' },
  {
    value: 'group',
    label: 'Assign it to the group',
    description:
      'Every direct member gets one, whoever else is in the group too. The service needs a few minutes for it.',
  },
  { value: 'keep', label: 'Leave licences alone', description: 'For a tenant where users are licensed already.' },
]

export const scopeChoices: Choices<Lab['sspr']['scope']> = [
  { value: 'selected', label: 'Selected', description: 'Only members of the lab’s group.' },
  { value: 'all', label: 'All', description: 'Everybody in the tenant, the control user too.' },
]

export const requiredChoices: Choices<Lab['sspr']['methodsRequired']> = [
  { value: 1, label: 'One' },
  { value: 2, label: 'Two' },
]

export const methodTexts: Record<MethodId, { readonly label: string; readonly text: string }> = {
  MicrosoftAuthenticator: { label: 'Microsoft Authenticator', text: 'A notification or a code from Microsoft’s app.' },
  SoftwareOath: { label: 'Software OATH tokens', text: 'A six-digit code from any authenticator app.' },
  Email: { label: 'E-mail', text: 'A code to a private mail address. It serves for resetting only.' },
  Sms: { label: 'Text message', text: 'A code by text to a mobile phone.' },
  Voice: { label: 'Voice call', text: 'A call that is answered with the # key.' },
}

export const settingChoices: Choices<MethodSetting> = [
  { value: 'on', label: 'On for the group' },
  { value: 'keep', label: 'Left as it is' },
  { value: 'off', label: 'Off for the group' },
]

export const contactLabels: Record<ContactKind, string> = {
  authenticatorCode: 'Authenticator app (code)',
  phoneText: 'Phone (text message)',
  email: 'E-mail',
}

export const contactChoices: Choices<ContactKind> = [
  { value: 'authenticatorCode', label: contactLabels.authenticatorCode },
  { value: 'email', label: contactLabels.email },
  { value: 'phoneText', label: contactLabels.phoneText },
]

export const routeChoices: Choices<Lab['checklist']['route']> = [
  { value: 'security-info', label: 'Opens the security-info page' },
  { value: 'interrupt', label: 'Is asked at sign-in' },
]

export const entranceChoices: Choices<Lab['checklist']['entrance']> = [
  { value: 'reset-page', label: 'The reset page' },
  { value: 'forgot-my-password', label: '“Forgot my password” at sign-in' },
  { value: 'cant-access', label: '“Can’t access your account?” at sign-in' },
]
