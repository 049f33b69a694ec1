import type { Lab } from '../contract/lab.ts'
import type { PortalSetting } from '../contract/plan.ts'
import { helpdeskContact } from './lab.ts'
import type { TenantLinks } from './snapshot.ts'

const yesNo = (value: boolean): string => (value ? 'Yes' : 'No')

/** Every setting of the Password reset blades this lab asks for, in the order of the blades, with the exact value. */
export function portalSettings(
  lab: Lab,
  domain: string,
  links: TenantLinks,
  groupName = lab.group.displayName,
): PortalSetting[] {
  const { scope, registration, notifications, methodsRequired } = lab.sspr
  const { blades } = links
  const settings: PortalSetting[] = [
    {
      blade: 'Properties',
      name: 'Self service password reset enabled',
      value: { selected: 'Selected', all: 'All', none: 'None' }[scope],
      url: blades.properties,
    },
  ]
  if (scope === 'selected') {
    settings.push({ blade: 'Properties', name: 'Select group', value: groupName, url: blades.properties })
  }
  settings.push(
    {
      blade: 'Authentication methods',
      name: 'Number of methods required to reset',
      value: String(methodsRequired),
      url: blades.authenticationMethods,
    },
    {
      blade: 'Registration',
      name: 'Require users to register when signing in?',
      value: yesNo(registration.requireAtSignIn),
      url: blades.registration,
    },
    {
      blade: 'Registration',
      name: 'Number of days before users are asked to re-confirm their authentication information',
      value: String(registration.reconfirmDays),
      url: blades.registration,
    },
    {
      blade: 'Notifications',
      name: 'Notify users on password resets?',
      value: yesNo(notifications.users),
      url: blades.notifications,
    },
    {
      blade: 'Notifications',
      name: 'Notify all admins when other admins reset their password?',
      value: yesNo(notifications.admins),
      url: blades.notifications,
    },
  )
  const contact = helpdeskContact(lab, domain)
  if (contact !== null) {
    settings.push(
      { blade: 'Customization', name: 'Customize helpdesk link?', value: 'Yes', url: blades.customization },
      { blade: 'Customization', name: 'Custom helpdesk email or URL', value: contact, url: blades.customization },
    )
  }
  return settings
}
