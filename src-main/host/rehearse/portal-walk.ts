import type { PageView } from './page-view.ts'
import type { PrivateWindow } from './private-window.ts'

/** What the operator sets in the portal. */
export interface PasswordResetSettings {
  scope: 'none' | 'selected' | 'all'
  /** Display name of the one group; only for `selected`. */
  groupName: string | null
  methodsRequired: number
  requireAtSignIn: boolean
  reconfirmDays: number
  notifyUsers: boolean
  notifyAdmins: boolean
  /** An address or link; null leaves the help-desk link as it is. */
  helpdesk: string | null
}

const scopeLabels = { none: 'None', selected: 'Selected', all: 'All' } as const
const yesNo = (on: boolean): string => (on ? 'Yes' : 'No')

/** Goes through the blades from "Properties" on, saving each; stops at the first that does not say it was saved. */
export async function walkPortal(
  window: PrivateWindow,
  properties: PageView,
  settings: PasswordResetSettings,
): Promise<void> {
  let page = await saveScope(window, properties, settings)

  const open = async (blade: string): Promise<PageView> => window.visit(page.link(blade))
  page = await open('Authentication methods')
  const methods = page.form('authentication-methods')
  methods.chooseIn('Number of methods required to reset', String(settings.methodsRequired))
  page = await save(window, methods, 'saving the number of methods')

  page = await open('Registration')
  const registration = page
    .form('registration')
    .chooseIn('Require users to register when signing in?', yesNo(settings.requireAtSignIn))
    .fill(
      'Number of days before users are asked to re-confirm their authentication information',
      String(settings.reconfirmDays),
    )
  page = await save(window, registration, 'saving the registration settings')

  page = await open('Notifications')
  const notifications = page
    .form('notifications')
    .chooseIn('Notify users on password resets?', yesNo(settings.notifyUsers))
    .chooseIn('Notify all admins when other admins reset their password?', yesNo(settings.notifyAdmins))
  page = await save(window, notifications, 'saving the notifications')

  if (settings.helpdesk === null) return
  page = await open('Customization')
  const customization = page
    .form('customization')
    .chooseIn('Customize helpdesk link?', 'Yes')
    .fill('Custom helpdesk email or URL', settings.helpdesk)
  await save(window, customization, 'saving the help-desk link')
}

/** Searches for the group where the list does not show it. */
async function saveScope(
  window: PrivateWindow,
  properties: PageView,
  { scope, groupName }: PasswordResetSettings,
): Promise<PageView> {
  const form = properties.form('properties').choose(scopeLabels[scope])
  if (scope !== 'selected' || groupName === null) return save(window, form, 'saving the properties')
  if (form.choiceTexts().includes(groupName)) return save(window, form.choose(groupName), 'saving the properties')
  const found = await window.submit(form.fill('Search groups by name', groupName).press('Search'))
  return save(window, found.form('properties').choose(groupName), 'saving the properties')
}

async function save(window: PrivateWindow, form: ReturnType<PageView['form']>, doing: string): Promise<PageView> {
  const page = await window.submit(form.press('Save'))
  if (page.goodText === '') throw page.unexpected(doing)
  return page
}
