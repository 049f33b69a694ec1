import type { Lab } from '../contract/lab.ts'
import type { LabGroup } from './lab-groups.ts'
import { type PlanFindings, someOf } from './plan-findings.ts'
import type { Snapshot } from './snapshot.ts'
import type { WantedUser } from './wanted-users.ts'

export interface PeopleInput {
  readonly lab: Lab
  readonly snapshot: Snapshot
  readonly users: readonly WantedUser[]
  readonly pilot: LabGroup
  readonly further: readonly LabGroup[]
}

/** What is wrong with the people of a lab, as far as it can be known before anything is written. */
export function checkPeople(input: PeopleInput): PlanFindings {
  return {
    obstacles: [...checkOperator(input), ...checkDomains(input), ...checkControl(input), ...unfitForTest(input)],
    cautions: [...unfit(input), ...checkGroupSize(input), ...checkLeft(input), ...checkNoLicence(input)],
  }
}

const namesOf = (users: readonly WantedUser[]): string =>
  someOf(users.map(({ userPrincipalName }) => userPrincipalName))

/** Administrators follow their own two-method policy, so nothing can be tested with the operator (graph-facts §12.2). */
function checkOperator({ snapshot, users }: PeopleInput): string[] {
  const operator = snapshot.operator.userPrincipalName
  const isOperator = users.some(({ userPrincipalName }) => userPrincipalName.toLowerCase() === operator.toLowerCase())
  if (!isOperator) return []
  return [`You are ${operator} yourself, and a test with an administrator proves nothing. Take another user name.`]
}

/** The initial domain is checked with the tenant; here those that users name. */
function checkDomains({ snapshot, users }: PeopleInput): string[] {
  const domainOf = ({ userPrincipalName }: WantedUser) =>
    userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1)
  const initial = snapshot.domain.toLowerCase()
  const elsewhere = users.filter((user) => domainOf(user).toLowerCase() !== initial && user.now.userId === null)
  return [...Map.groupBy(elsewhere, (user) => domainOf(user).toLowerCase())].flatMap(([domain, there]) => {
    const verified = snapshot.domains.find(({ name }) => name.toLowerCase() === domain)
    if (verified?.isManaged) return []
    return verified
      ? [`${domain} is federated: passwords are kept and reset elsewhere. Give another domain to ${namesOf(there)}.`]
      : [`${domain} is not a verified domain of this tenant. Give another domain to ${namesOf(there)}.`]
  })
}

function checkControl({ users, pilot }: PeopleInput): string[] {
  const control = users.find(({ isControl }) => isControl)
  const { userId = null, roles = null } = control?.now ?? {}
  if (!control || userId === null) return []
  const found: string[] = []
  if (pilot.now?.memberIds.includes(userId)) {
    found.push(`The control user ${control.userPrincipalName} is in ${pilot.displayName}. Choose one who is outside.`)
  }
  if (roles !== null && roles.length > 0) {
    found.push(
      `The control user ${control.userPrincipalName} holds a directory role, and administrators may always reset. Choose one without.`,
    )
  }
  return found
}

/** Why somebody cannot take part: what is said of the test user, of the control user, and of others by their names. */
interface Hindrance {
  readonly isHindered: (user: WantedUser) => boolean
  readonly ofTest: (name: string) => string
  /** Null where the control user is judged elsewhere. */
  readonly ofControl: ((name: string) => string) | null
  readonly ofOthers: (names: string) => string
}

const hindrances: readonly Hindrance[] = [
  {
    isHindered: ({ now }) => now.isSynced,
    ofTest: (name) =>
      `The test user ${name} comes from a directory on premises, where the password is kept. Choose another test user.`,
    ofControl: (name) =>
      `The control user ${name} comes from a directory on premises, where the password is kept: being refused then proves nothing.`,
    ofOthers: (names) => `${names} comes from a directory on premises, where the password is kept.`,
  },
  {
    isHindered: ({ now }) => !now.isEnabled,
    ofTest: (name) => `The test user ${name} is disabled and cannot sign in. Choose another test user.`,
    ofControl: (name) => `The control user ${name} is disabled and cannot sign in: being refused then proves nothing.`,
    ofOthers: (names) => `${names} is disabled and cannot sign in.`,
  },
  {
    isHindered: ({ now }) => now.isGuest,
    ofTest: (name) => `The test user ${name} is a guest, whose password is kept elsewhere. Choose another test user.`,
    ofControl: (name) =>
      `The control user ${name} is a guest, whose password is kept elsewhere: being refused then proves nothing.`,
    ofOthers: (names) => `${names} is a guest, whose password is kept elsewhere.`,
  },
  {
    isHindered: ({ now, isControl }) => !isControl && now.roles !== null && now.roles.length > 0,
    ofTest: (name) =>
      `The test user ${name} holds a directory role, so the rules for administrators hold for them instead of those of the lab. Choose another test user.`,
    ofControl: null,
    ofOthers: (names) =>
      `${names} holds a directory role, so the rules for administrators hold for them instead of those of the lab.`,
  },
]

function unfitForTest({ users }: PeopleInput): string[] {
  const test = users.find(({ isTestUser }) => isTestUser)
  return hindrances.flatMap(({ ofTest, isHindered }) =>
    test && isHindered(test) ? [ofTest(test.userPrincipalName)] : [],
  )
}

/** The same for everybody else, whom the test does not rest on. */
function unfit({ users }: PeopleInput): string[] {
  const found = hindrances.flatMap(({ ofOthers, ofControl, isHindered }) => {
    const hindered = users.filter((user) => !user.isTestUser && isHindered(user))
    const control = hindered.find(({ isControl }) => isControl)
    const others = hindered.filter((user) => user !== control)
    return [
      ...(others.length > 0 ? [ofOthers(namesOf(others))] : []),
      ...(control && ofControl ? [ofControl(control.userPrincipalName)] : []),
    ]
  })
  const unread = users.filter(({ now }) => now.roles === null)
  if (unread.length > 0) {
    found.push(`Whether ${namesOf(unread)} hold a directory role could not be read. Administrators prove nothing.`)
  }
  return found
}

/** Whoever is in the pilot group may reset their password, too. */
function checkGroupSize({ users, pilot }: PeopleInput): string[] {
  const ours = new Set(users.flatMap(({ now }) => now.userId ?? []))
  const others = pilot.now?.memberIds.filter((id) => !ours.has(id)).length ?? 0
  if (others === 0) return []
  return [
    others === 1
      ? `1 member of ${pilot.displayName} is not of this lab, and may reset, too.`
      : `${String(others)} members of ${pilot.displayName} are not of this lab, and may reset, too.`,
  ]
}

/** What is missing for the test because the lab says to leave things as they are. */
function checkLeft({ lab, snapshot, users, pilot, further }: PeopleInput): string[] {
  const premium = new Set(snapshot.licences.map(({ skuId }) => skuId))
  const pilots = users.filter(({ isControl }) => !isControl)
  const isIn = ({ now: { userId } }: WantedUser, { now }: LabGroup) =>
    userId !== null && (now?.memberIds.includes(userId) ?? false)
  const found: string[] = []
  const outside = pilots.filter((user) => (user.isLeft || pilot.isLeft) && !isIn(user, pilot))
  if (outside.length > 0) {
    const { displayName, isLeft } = pilot
    found.push(
      isLeft
        ? `${namesOf(outside)} will not be in ${displayName} and cannot reset, for ${displayName} is left as it is.`
        : `${namesOf(outside)} will not be in ${displayName} and cannot reset, for users who are there are left as they are.`,
    )
  }
  const unlicensed = pilots.filter((user) => {
    const isReached = lab.licences.assign === 'users' && !user.isLeft
    return (user.isLeft || (pilot.isLeft && lab.licences.assign === 'group')) && !isReached && !holdsAny(user, premium)
  })
  if (unlicensed.length > 0 && lab.licences.assign !== 'keep') {
    found.push(`${namesOf(unlicensed)} get no licence, for the lab leaves them or the group as they are.`)
  }
  for (const group of further) {
    const wanted = users.filter((user) => user.group?.toLowerCase() === group.displayName.toLowerCase())
    const missing = wanted.filter((user) => user.isLeft && !isIn(user, group))
    if (missing.length > 0) found.push(`${namesOf(missing)} stay outside ${group.displayName}, left as they are.`)
  }
  return found
}

const holdsAny = ({ now }: WantedUser, premium: ReadonlySet<string>): boolean =>
  now.skuIds.some((sku) => premium.has(sku))

/** `licence: none` is a wish a licensed group does not grant, and one the test user should not have. */
function checkNoLicence({ lab, snapshot, users, pilot }: PeopleInput): string[] {
  const premium = new Set(snapshot.licences.map(({ skuId }) => skuId))
  const without = users.filter(({ licence, isControl }) => licence === 'none' && !isControl)
  if (without.length === 0) return []
  const isByGroup = lab.licences.assign === 'group' && !pilot.isLeft
  if (isByGroup) {
    return [`${namesOf(without)} should get no licence, but get one all the same: the group gives it to every member.`]
  }
  const test = without.find((user) => user.isTestUser && !holdsAny(user, premium))
  return test
    ? [`The test user ${test.userPrincipalName} gets no licence, so the reset page may refuse them (SSPR_0012).`]
    : []
}
