import type { Problem } from '../contract/failure.ts'
import type { ContactKind, Lab, LabSummary, LabUser, MethodId } from '../contract/lab.ts'
import { nameProblems } from '../contract/lab-names.ts'
import { personText } from '../contract/person-texts.ts'
import { principalName } from './names.ts'

/** The lab's users one by one: the list, then the series with `{n}` as 01, 02, …; each with a usage location. */
export function expandUsers(lab: Lab): LabUser[] {
  const { usageLocation, list, series } = lab.users
  const count = series?.count ?? 0
  const width = Math.max(2, String(count).length)
  const numbered = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(width, '0')
    const fill = (text = ''): string => text.replaceAll('{n}', number)
    return { userName: fill(series?.userName), displayName: fill(series?.displayName) }
  })
  return [...list, ...numbered].map((user) => ({ usageLocation, ...user }))
}

/** A user of the lab, the control user too, by user name in any case. */
function labUser(lab: Lab, userName: string): LabUser | undefined {
  const wanted = userName.toLowerCase()
  return [...expandUsers(lab), lab.controlUser].find((user) => user.userName.toLowerCase() === wanted)
}

export const testUserName = (lab: Lab, initialDomain: string): string =>
  principalName(labUser(lab, lab.checklist.testUser) ?? { userName: lab.checklist.testUser }, initialDomain)

export const controlUserName = (lab: Lab, initialDomain: string): string =>
  principalName(lab.controlUser, initialDomain)

/** Names of the groups users are to be in beside the pilot group, each once, as it is spelt first. */
export function furtherGroupNames(lab: Lab): string[] {
  const pilot = lab.group.displayName.toLowerCase()
  const named = [...expandUsers(lab), lab.controlUser].flatMap(({ group }) => group ?? [])
  const names = new Map(named.toReversed().map((name) => [name.toLowerCase(), name]))
  names.delete(pilot)
  return [...names.values()].sort()
}

/** The help-desk contact with the tenant's domain filled in; null when the lab leaves the link alone. */
export function helpdeskContact(lab: Lab, domain: string): string | null {
  return lab.sspr.helpdesk?.replaceAll('{domain}', domain) ?? null
}

/** Dated changes at Microsoft that touch this lab (graph-facts §5.6). */
export function labNotices(lab: Lab): LabSummary['notices'] {
  const kinds = [...lab.checklist.register, ...lab.checklist.resetWith]
  return kinds.includes('phoneText') ? ['text-messages-end'] : []
}

export function summariseLab(lab: Lab): LabSummary {
  return {
    id: lab.id,
    title: lab.title,
    summary: lab.summary,
    minutes: lab.minutes,
    users: expandUsers(lab).length,
    methodsRequired: lab.sspr.methodsRequired,
    notices: labNotices(lab),
  }
}

/** The methods of the policy that serve each kind of contact. */
export const servedBy: Record<ContactKind, readonly MethodId[]> = {
  authenticatorCode: ['MicrosoftAuthenticator', 'SoftwareOath'],
  phoneText: ['Sms'],
  email: ['Email'],
}

/** Rules between fields, which a shape alone cannot say. Empty when the lab makes sense. */
export function checkLab(lab: Lab): Problem[] {
  const ofNames = nameProblems(lab).map(({ field, said }) => ({ field, reason: clause(personText(said)) }))
  return [...ofNames, ...userProblems(lab), ...checklistProblems(lab)]
}

/** A sentence as the end of one that begins with the field. */
const clause = (sentence: string): string =>
  sentence.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase()).replace(/\.$/, '')

function userProblems(lab: Lab): Problem[] {
  const names = expandUsers(lab).map((user) => user.userName.toLowerCase())
  const problems: Problem[] = []
  if (names.length === 0) problems.push({ field: 'users', reason: 'needs at least one user, in list or in series' })
  const before = new Set<string>()
  const twice = names.find((name) => before.size === before.add(name).size)
  if (twice !== undefined) problems.push({ field: 'users.list', reason: `${twice} is there twice` })
  const tooLong = expandUsers(lab).find((user) => !/^[A-Za-z0-9'._!#^~-]{1,64}$/.test(user.userName))
  if (tooLong) {
    problems.push({ field: 'users.series.userName', reason: `makes ${tooLong.userName}, which is no valid user name` })
  }
  if (names.includes(lab.controlUser.userName.toLowerCase())) {
    problems.push({
      field: 'controlUser.userName',
      reason: 'must not be one of the users: the control user stays outside',
    })
  }
  if (lab.controlUser.group?.toLowerCase() === lab.group.displayName.toLowerCase()) {
    problems.push({ field: 'controlUser.group', reason: 'is the pilot group: the control user stays outside' })
  }
  if (!names.includes(lab.checklist.testUser.toLowerCase())) {
    problems.push({ field: 'checklist.testUser', reason: `${lab.checklist.testUser} is not one of the users` })
  }
  return problems
}

function checklistProblems(lab: Lab): Problem[] {
  const { register, resetWith } = lab.checklist
  const { methodsRequired, scope, methods } = lab.sspr
  const problems: Problem[] = []
  const add = (field: string, reason: string) => problems.push({ field, reason })
  const wanted = String(methodsRequired)
  if (new Set(register).size !== register.length) add('checklist.register', 'names a kind twice')
  if (register.length < methodsRequired) add('checklist.register', `needs at least ${wanted}, as methodsRequired says`)
  if (resetWith.length !== methodsRequired)
    add('checklist.resetWith', `needs exactly ${wanted}, as methodsRequired says`)
  if (new Set(resetWith).size !== resetWith.length) add('checklist.resetWith', 'names a kind twice')
  const unregistered = resetWith.find((kind) => !register.includes(kind))
  if (unregistered) add('checklist.resetWith', `${unregistered} is not among the kinds in register`)
  if (scope === 'none') add('sspr.scope', 'none switches password reset off, so there would be nothing to test')
  const unserved = register.find(
    (kind) => Object.keys(methods).length > 0 && !servedBy[kind].some((id) => (methods[id] ?? 'off') !== 'off'),
  )
  if (unserved) {
    const [one = '', other] = servedBy[unserved]
    add(
      'sspr.methods',
      other === undefined
        ? `${unserved} needs ${one}: say keep or on`
        : `${unserved} needs ${one} or ${other}: say keep or on`,
    )
  }
  if (lab.checklist.route === 'interrupt' && !lab.sspr.registration.requireAtSignIn) {
    add('checklist.route', 'interrupt needs sspr.registration.requireAtSignIn: true')
  }
  return problems
}
