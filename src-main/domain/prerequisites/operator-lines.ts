import type { Lab } from '../../contract/lab.ts'
import { labSteps, onlyActiveRoles, permissionSteps, scopesOfStep } from '../../contract/permissions.ts'
import type { Reading } from '../reading.ts'
import { isEnough } from '../roles.ts'
import { isGranted } from '../scopes.ts'
import { couldNotCheck, type Finding, needsYou, note, ready } from './finding.ts'

interface HeldRole {
  readonly templateId: string
  readonly displayName: string
}

/** Least roles for setting a whole lab up and proving it, with what for. */
function rolesFor({ licences: { assign, operator } }: Lab): [role: string, what: string][] {
  const all = (['set-up', 'verify'] as const).flatMap((step) => Object.entries(permissionSteps[step].roles))
  const needsLicences = assign !== 'keep' || operator
  return all.filter(([role]) => needsLicences || role !== 'License Administrator')
}

const asGuest =
  'You are a guest in this tenant: a guest may read less than a member of the same role, and the service may refuse a row.'
const beMember = 'If something is refused, sign in with an account of the tenant itself.'

export function rolesFinding(reading: Reading<readonly HeldRole[]>, lab: Lab, isGuest: boolean): Finding {
  if ('trouble' in reading) return couldNotCheck('roles', reading)
  const held = reading.value.map(({ templateId }) => templateId)
  const names = reading.value.map(({ displayName }) => displayName).join(', ')
  const told = names === '' ? 'No directory role of yours is active.' : `You hold: ${names}.`
  const missing = rolesFor(lab).filter(([role]) => !isEnough(held, role))
  if (missing.length === 0) return isGuest ? note(told, [asGuest], beMember) : ready(told)
  return needsYou(
    told,
    'Activate or ask for what is missing (Global Administrator covers all of it), then sign in again.',
    [...missing.map(([role, what]) => `Missing: ${role}, to ${what}.`), onlyActiveRoles, ...(isGuest ? [asGuest] : [])],
  )
}

/** `granted`: scopes of the token; null when they are not known. */
export function permissionsFinding(granted: readonly string[] | null): Finding {
  if (granted === null)
    return couldNotCheck('permissions', { trouble: 'The sign-in does not say what was granted.', isRefusal: true })
  const steps = labSteps.map((step) => {
    const all = scopesOfStep(step)
    return { step, all, missing: all.filter((scope) => !isGranted(granted, scope)) }
  })
  const more = steps.map(({ step, all, missing }) => {
    const { title } = permissionSteps[step]
    return missing.length === 0
      ? `${title}: all ${String(all.length)} granted.`
      : `${title}: missing ${missing.join(', ')}.`
  })
  const lacking = steps.filter(({ missing }) => missing.length > 0)
  if (lacking.length === 0) return ready('Everything a lab needs was granted.', more)
  const menu = 'To give them at once, open Permissions in the menu of your account.'
  return lacking.some(({ step }) => step === 'look')
    ? needsYou('Not even everything for looking was granted, so some lines here stay unread.', menu, more)
    : note('You are asked for the rest when a step needs it.', more, menu)
}
