import type { ContactKind, Lab, MethodId } from '../../contract/lab.ts'
import { servedBy } from '../lab.ts'
import type { Reading } from '../reading.ts'
import { couldNotCheck, type Finding, needsYou, note, ready } from './finding.ts'
import type { PilotFacts } from './protection-lines.ts'

/** A method as the policy has it. Ids are those of groups, or `all_users`. */
export interface AllowedMethod {
  readonly id: MethodId
  readonly isOn: boolean
  readonly includedIds: readonly string[]
  readonly excludedIds: readonly string[]
  /** False for a Microsoft Authenticator whose codes are switched off: only its prompts are left. */
  readonly makesCodes: boolean
}

export interface MethodsPolicyFacts {
  /** The service's word; null where it says nothing, as it does in tenants that never had the older lists. */
  readonly migrationState: string | null
  readonly methods: readonly AllowedMethod[]
}

/** Which lists of methods count (graph-facts §5.4). */
export function methodsPolicyFinding(reading: Reading<MethodsPolicyFacts>): Finding {
  if ('trouble' in reading) return couldNotCheck('methods-policy', reading)
  switch (reading.value.migrationState) {
    case null:
    case 'migrationComplete':
      return ready('It alone decides which methods count.')
    case 'migrationInProgress':
      return note(
        'The migration is under way: the older lists count beside it.',
        [],
        'A method that is off here may still be offered. Finish the migration to be sure.',
      )
    case 'preMigration':
      return needsYou(
        'The migration was not begun: password reset follows the older list alone, and what a plan switches on here has no effect.',
        'Finish the migration to the authentication methods policy first.',
      )
    default: {
      const trouble = `The service says “${reading.value.migrationState}”, which ResetLab does not know.`
      return couldNotCheck('methods-policy', { trouble })
    }
  }
}

const methodNames: Record<MethodId, string> = {
  MicrosoftAuthenticator: 'Microsoft Authenticator',
  SoftwareOath: 'Third-party authenticator codes',
  Email: 'E-mail',
  Sms: 'Text message',
  Voice: 'Voice call',
}

/** graph-facts §12.2. */
const limitTexts: Partial<Record<MethodId, string>> = { Voice: 'A tenant on a trial makes no calls.' }

const kindNames: Record<ContactKind, string> = {
  authenticatorCode: 'an authenticator app',
  phoneText: 'a phone for text messages',
  email: 'an e-mail address',
}

interface Wanted {
  readonly lab: Lab
  readonly methods: readonly AllowedMethod[]
  readonly pilot: PilotFacts
  /** Names of groups by id, as far as they could be read. */
  readonly groupNames: ReadonlyMap<string, string>
}

/** What the lab wants, beside what is allowed, and for whom. */
export function methodsFinding(
  reading: Reading<MethodsPolicyFacts>,
  pilot: Reading<PilotFacts>,
  lab: Lab,
  groupNames: ReadonlyMap<string, string>,
): Finding {
  if ('trouble' in reading) return couldNotCheck('methods', reading)
  const known = 'trouble' in pilot ? { displayName: lab.group.displayName, groupId: null } : pilot.value
  const wanted: Wanted = { lab, methods: reading.value.methods, pilot: known, groupNames }
  const limits = 'trouble' in pilot ? [`What the pilot group may use already is not known: ${pilot.trouble}`] : []
  const asked = askedMethods(lab)
  const more = [...asked.map((id) => methodText(id, wanted)), ...limits]
  const unserved = lab.checklist.register.filter((kind) => !servedBy[kind].some((id) => serves(id, kind, wanted)))
  if (unserved.length > 0) {
    const what = unserved.map((kind) => kindNames[kind]).join(' and ')
    const methods = unserved.flatMap((kind) => servedBy[kind]).map((id) => methodNames[id])
    return needsYou(
      `The test user is to register ${what}, and nothing will allow it.`,
      `Switch on ${methods.join(' or ')} in the step SSPR, and see that the policy leaves the pilot group in.`,
      more,
    )
  }
  const made = asked.filter((id) => lab.sspr.methods[id] === 'on' && !reaches(methodOf(id, wanted), known))
  return made.length === 0
    ? ready('Everything the lab uses is allowed for the pilot group.', more)
    : ready('The plan allows what is missing, for the pilot group alone.', more)
}

/** Those the lab names, and those its test user could register with. */
function askedMethods(lab: Lab): MethodId[] {
  const named = Object.entries(lab.sspr.methods).flatMap(([id, setting]) => (setting === 'on' ? [id] : []))
  const needed: readonly string[] = [...named, ...lab.checklist.register.flatMap((kind) => servedBy[kind])]
  const order: readonly MethodId[] = ['MicrosoftAuthenticator', 'SoftwareOath', 'Email', 'Sms', 'Voice']
  return order.filter((id) => needed.includes(id))
}

const methodOf = (id: MethodId, { methods }: Wanted): AllowedMethod | undefined =>
  methods.find((method) => method.id === id)

const leavesOutAll = ({ excludedIds }: AllowedMethod): boolean => excludedIds.includes('all_users')
const isLeftOut = (method: AllowedMethod, { groupId }: PilotFacts): boolean =>
  leavesOutAll(method) || (groupId !== null && method.excludedIds.includes(groupId))

function reaches(method: AllowedMethod | undefined, pilot: PilotFacts): boolean {
  if (!method?.isOn || isLeftOut(method, pilot)) return false
  return (
    method.includedIds.includes('all_users') || (pilot.groupId !== null && method.includedIds.includes(pilot.groupId))
  )
}

/** Whether the pilot group will be able to register this kind by this method, once the plan is applied. */
function serves(id: MethodId, kind: ContactKind, wanted: Wanted): boolean {
  const method = methodOf(id, wanted)
  const setting = wanted.lab.sspr.methods[id]
  if (method === undefined || leavesOutAll(method) || setting === 'off') return false
  if (kind === 'authenticatorCode' && !method.makesCodes) return false
  return setting === 'on' || reaches(method, wanted.pilot)
}

function methodText(id: MethodId, wanted: Wanted): string {
  const method = methodOf(id, wanted)
  const name = methodNames[id]
  if (method === undefined) return `${name}: this tenant does not know it.`
  const limits = [method.makesCodes ? '' : 'Its codes are switched off.', limitTexts[id] ?? '']
  return [standText(name, method, wanted), ...limits].filter((text) => text !== '').join(' ')
}

/** Whom the method is for now, and what the plan makes of it. */
function standText(name: string, method: AllowedMethod, wanted: Wanted): string {
  const { pilot, lab } = wanted
  const setting = lab.sspr.methods[method.id]
  if (setting === 'off') return `${name}: the lab leaves the pilot group out.`
  if (isLeftOut(method, pilot)) {
    return setting === 'on' && !leavesOutAll(method)
      ? `${name}: the policy leaves the pilot group out; the plan lets it in.`
      : `${name}: the policy leaves the pilot group out.`
  }
  if (setting === 'on' && !reaches(method, pilot)) {
    return method.isOn
      ? `${name}: on for ${whomText(method, wanted)}; the plan allows it for ${pilot.displayName}.`
      : `${name}: off; the plan allows it for ${pilot.displayName}.`
  }
  return method.isOn ? `${name}: on for ${whomText(method, wanted)}.` : `${name}: off.`
}

function whomText({ includedIds }: AllowedMethod, { pilot, groupNames }: Wanted): string {
  if (includedIds.includes('all_users')) return 'everybody'
  const named = includedIds.map((id) => (id === pilot.groupId ? pilot.displayName : groupNames.get(id)))
  const known = named.flatMap((name) => name ?? [])
  const others = named.length - known.length
  if (named.length === 0) return 'nobody'
  if (others === 0) return known.join(', ')
  if (known.length === 0) return others === 1 ? '1 other group' : `${String(others)} other groups`
  const names = known.join(', ')
  return others === 1 ? `${names} and 1 other group` : `${names} and ${String(others)} other groups`
}

/** Never to be read as "SSPR is on": it is the administrators' own switch (graph-facts §6, §12.2). */
export function adminSwitchFinding(reading: Reading<boolean>): Finding {
  if ('trouble' in reading) return couldNotCheck('admin-switch', reading)
  const told = reading.value
    ? 'It is on. This says nothing about ordinary users.'
    : 'It is off. This says nothing about ordinary users.'
  return note(told, [
    'Administrators need two methods as a rule, but only one in a trial or where no domain of your own is verified.',
  ])
}
