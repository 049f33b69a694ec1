import { z } from 'zod'

import type { WizardStep } from '@contract/draft'
import type { Problem } from '@contract/failure'
import { type ContactKind, Lab, type LabUser, type MethodId } from '@contract/lab'
import { nameProblems } from '@contract/lab-names'
import { personText } from '@contract/person-texts'

import { contractTexts } from '../../i18n/contract-texts'
import { number, t } from '../../i18n/i18n'
import { said } from '../../i18n/sentences'

// The window's content security policy forbids code made from text, which zod would otherwise try.
z.config({ jitless: true })

/** As many as a list or a series may name. */
const mostUsers = 5000

/** The lab's users one by one: the list, then the series with `{n}` as 01, 02, … (two digits at least). */
export function expandUsers(lab: Lab): LabUser[] {
  const { list, series } = lab.users
  const count = Math.min(Math.max(series?.count ?? 0, 0), mostUsers)
  const width = Math.max(2, String(count).length)
  const numbered = Array.from({ length: count }, (_, index) => {
    const suffix = String(index + 1).padStart(width, '0')
    const fill = (text = ''): string => text.replaceAll('{n}', suffix)
    return { userName: fill(series?.userName), displayName: fill(series?.displayName) }
  })
  return [...list, ...numbered]
}

/** Everything wrong with a lab as it stands in the form, in the order of the fields on the page. */
export function problemsOf(lab: Lab): Problem[] {
  const parsed = Lab.safeParse(lab)
  const ofShape = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ field: issue.path.map(String).join('.'), reason: reasonOf(issue) }))
  const ofNames = nameProblems(lab).map(({ field, said }) => ({
    field,
    reason: personText(said, contractTexts().people),
  }))
  return [...ofShape, ...ofNames, ...userProblems(lab), ...checklistProblems(lab)]
    .map((problem) => ({ problem, place: placeOf(problem.field) }))
    .sort((left, right) => left.place - right.place)
    .map(({ problem }) => problem)
}

/** The fields as the steps show them, one below the other. */
const parts = [
  ['group.displayName', 'group.description'],
  ['users.list', 'users.series', 'users.usageLocation', 'checklist.testUser'],
  ['controlUser.userName', 'controlUser.displayName'],
  ['licences'],
  ['sspr.scope', 'sspr.methodsRequired', 'sspr.methods', 'sspr.registration', 'sspr.helpdesk'],
  ['checklist.register', 'checklist.resetWith', 'checklist.route', 'checklist.entrance'],
].flat()
const columns = ['userName', 'displayName', 'usageLocation', 'domain', 'group', 'licence', 'count']

/** A number that grows down the page, within a row of users to the right. */
function placeOf(field: string): number {
  const part = parts.findIndex((one) => field === one || field.startsWith(`${one}.`))
  const row = Number(/^users\.list\.(\d+)/.exec(field)?.[1] ?? 0)
  const column = columns.indexOf(field.split('.').at(-1) ?? '')
  return ((part < 0 ? parts.length : part) * mostUsers + row) * columns.length + Math.max(column, 0)
}

/** What is saved while some fields do not fit yet: the parts that do, and for the others what was saved last. */
export function savableLab(edited: Lab, saved: Lab): Lab {
  const { shape } = Lab
  return {
    ...saved,
    group: fitting(shape.group, edited.group, saved.group),
    furtherGroups: fitting(shape.furtherGroups, edited.furtherGroups, saved.furtherGroups),
    users: fitting(shape.users, edited.users, saved.users),
    controlUser: fitting(shape.controlUser, edited.controlUser, saved.controlUser),
    licences: fitting(shape.licences, edited.licences, saved.licences),
    sspr: fitting(shape.sspr, edited.sspr, saved.sspr),
    checklist: fitting(shape.checklist, edited.checklist, saved.checklist),
  }
}

function fitting<S extends z.ZodType>(schema: S, edited: unknown, saved: z.output<S>): z.output<S> {
  const parsed = schema.safeParse(edited)
  return parsed.success ? parsed.data : saved
}

/** The step in which a field such as `users.list.0.userName` is edited. */
export function stepOfField(field: string): WizardStep {
  const [part] = field.split('.')
  if (part === 'group' || part === 'furtherGroups') return 'group'
  if (part === 'users' || part === 'controlUser' || field === 'checklist.testUser') return 'users'
  if (part === 'licences') return 'licences'
  return part === 'sspr' || part === 'checklist' ? 'sspr' : 'review'
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') {
    if (issue.origin === 'string') return t('setup.problem.empty')
    if (issue.origin === 'array') return t('setup.problem.chooseOne')
    return t('setup.problem.least', { least: number(Number(issue.minimum)) })
  }
  if (issue.code === 'too_big') {
    const most = number(Number(issue.maximum))
    return t(issue.origin === 'string' ? 'setup.problem.tooLong' : 'setup.problem.most', { most })
  }
  if (issue.code === 'invalid_type') return t('setup.problem.noValue')
  return sentence(said(issue.message))
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!]$/.test(text) ? '' : '.'}`

function userProblems(lab: Lab): Problem[] {
  const problems: Problem[] = []
  const add = (field: string, reason: string): number => problems.push({ field, reason })
  const users = expandUsers(lab)
  const seen = new Set<string>()
  users.forEach((user, index) => {
    const name = user.userName.trim().toLowerCase()
    if (name !== '' && seen.has(name)) {
      const isListed = index < lab.users.list.length
      add(
        isListed ? `users.list.${String(index)}.userName` : 'users.series.userName',
        t('setup.problem.twice', { name }),
      )
    }
    seen.add(name)
  })
  if (users.length === 0) add('users.list', t('setup.problem.noUsers'))
  const unfit = users.slice(lab.users.list.length).find(({ userName }) => !/^[A-Za-z0-9'._!#^~-]{1,64}$/.test(userName))
  if (unfit) add('users.series.userName', t('setup.problem.unfitSeries', { name: unfit.userName }))
  if (seen.has(lab.controlUser.userName.trim().toLowerCase())) {
    add('controlUser.userName', t('setup.problem.controlAmongUsers'))
  }
  if (lab.controlUser.group?.trim().toLowerCase() === lab.group.displayName.trim().toLowerCase()) {
    add('controlUser.group', t('setup.problem.controlInPilot'))
  }
  if (!seen.has(lab.checklist.testUser.trim().toLowerCase())) {
    add('checklist.testUser', t('setup.problem.noTestUser', { name: lab.checklist.testUser }))
  }
  return problems
}

/** The methods of the policy that serve each kind of contact. */
const servedBy: Record<ContactKind, readonly MethodId[]> = {
  authenticatorCode: ['MicrosoftAuthenticator', 'SoftwareOath'],
  phoneText: ['Sms'],
  email: ['Email'],
}

function checklistProblems(lab: Lab): Problem[] {
  const { register, resetWith, route } = lab.checklist
  const { methodsRequired, scope, methods, registration } = lab.sspr
  const problems: Problem[] = []
  const add = (field: string, reason: string): number => problems.push({ field, reason })
  if (scope === 'none') add('sspr.scope', t('setup.problem.scopeNone'))
  if (register.length > 0 && register.length < methodsRequired) {
    add('checklist.register', t('setup.problem.registerLeast', { least: methodsRequired }))
  }
  if (resetWith.length > 0 && resetWith.length !== methodsRequired) {
    add('checklist.resetWith', t('setup.problem.resetExactly', { required: methodsRequired }))
  } else if (resetWith.some((kind) => !register.includes(kind))) {
    add('checklist.resetWith', t('setup.problem.notRegistered'))
  }
  const isUnserved = (kind: ContactKind): boolean =>
    Object.keys(methods).length > 0 && !servedBy[kind].some((id) => (methods[id] ?? 'off') !== 'off')
  if (register.some(isUnserved)) add('sspr.methods', t('setup.problem.notServed'))
  if (route === 'interrupt' && !registration.requireAtSignIn) {
    add('checklist.route', t('setup.problem.notAsked'))
  }
  return problems
}
