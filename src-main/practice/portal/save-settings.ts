import { changed, otherTarget, writeAudit } from '../audit/audit-log.ts'
import type { Practice } from '../context.ts'
import { takesEffectLater } from '../due.ts'
import { groupById } from '../rules/directory.ts'
import { readEmail } from '../security-info/contact.ts'
import type { SsprPolicy, User } from '../state/model.ts'
import type { PracticeState } from '../state/practice-state.ts'
import type { BladePath } from './blade-form.ts'

type Field = (name: string) => string
type Change = Partial<SsprPolicy> | { error: { field: string; text: string } }

const refuse = (field: string, text: string): Change => ({ error: { field, text } })

function readProperties(state: PracticeState, field: Field): Change {
  const scope = field('scope')
  if (scope === 'none') return { enablementType: 0 }
  if (scope === 'all') return { enablementType: 2 }
  if (scope !== 'selected') return refuse('scope', 'Choose None, Selected or All.')
  const group = groupById(state, field('group'))
  if (!group) return refuse('group', 'Select the one group whose members may reset their passwords.')
  return { enablementType: 1, passwordResetEnabledGroupId: group.id }
}

function readRegistration(field: Field): Change {
  const days = Number(field('days').trim())
  if (field('days').trim() === '' || !Number.isInteger(days) || days < 0 || days > 730) {
    return refuse('days', 'Enter a whole number from 0 to 730.')
  }
  return { registrationRequiredOnSignIn: field('require') === 'yes', registrationReconfirmIntervalInDays: days }
}

function readCustomization(field: Field): Change {
  const contact = field('helpdesk').trim()
  const isContact = readEmail(contact) !== null || (URL.canParse(contact) && /^https?:/i.test(contact))
  if (field('customize') !== 'yes') return { customizeHelpdeskLink: false }
  if (!isContact || contact.length > 256)
    return refuse('helpdesk', 'Enter an email address or a link that begins with https://.')
  return { customizeHelpdeskLink: true, customHelpdeskEmailOrUrl: contact }
}

/** Null where there is nothing to save. */
function read(path: BladePath, state: PracticeState, field: Field): Change | null {
  switch (path) {
    case 'properties':
      return readProperties(state, field)
    case 'authentication-methods':
      if (field('required') !== '1' && field('required') !== '2') return refuse('required', 'Choose 1 or 2.')
      return { numberOfAuthenticationMethodsRequired: field('required') === '2' ? 2 : 1 }
    case 'registration':
      return readRegistration(field)
    case 'notifications':
      return {
        notifyUsersOnPasswordReset: field('users') === 'yes',
        notifyOnAdminPasswordReset: field('admins') === 'yes',
      }
    case 'customization':
      return readCustomization(field)
    case 'on-premises-integration':
    case 'administrator-policy':
      return null
  }
}

/** Saves one blade and writes the audit row; returns what is wrong instead when something is. */
export function saveBlade(
  practice: Practice,
  administrator: User,
  path: BladePath,
  field: Field,
): { field: string; text: string } | null {
  const { state } = practice.store
  const change = read(path, state, field)
  if (change === null) return null
  if ('error' in change) return change.error
  const before = state.sspr
  state.sspr = { ...before, ...change }
  writeAudit(state, {
    at: practice.clock(),
    service: 'sspr',
    activity: 'Self-service password reset policy changes',
    category: 'DirectoryManagement',
    actor: administrator,
    targets: [otherTarget('Policy', 'default', 'Password reset policy', changesBetween(before, state.sspr))],
  })
  takesEffectLater(practice, 'sspr')
  return null
}

function changesBetween(before: SsprPolicy, after: SsprPolicy) {
  const old = new Map<string, unknown>(Object.entries(before))
  return Object.entries(after)
    .filter(([name, value]) => old.get(name) !== value)
    .map(([name, value]) => changed(name, old.get(name), value))
}
