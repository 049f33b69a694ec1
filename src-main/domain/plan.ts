import type { Lab } from '../contract/lab.ts'
import type { MethodBefore } from '../contract/journal.ts'
import type { Plan, PlanAction, PlanId } from '../contract/plan.ts'
import type { LicenceStock } from '../contract/tenant.ts'
import { expandUsers } from './lab.ts'
import { portalSettings } from './portal-settings.ts'
import type { Snapshot, SnapshotGroup, SnapshotUser, TenantLinks } from './snapshot.ts'

interface PlanInput {
  readonly lab: Lab
  readonly snapshot: Snapshot
  readonly links: TenantLinks
  readonly planId: PlanId
  readonly builtAt: string
  readonly snapshotHash: string
}

/** The ordered steps from snapshot to lab. Pure: the same lab and snapshot give the same plan. */
export function buildPlan(input: PlanInput): Plan {
  const { lab, snapshot } = input
  const obstacles: string[] = []
  const group = chooseGroup(lab, snapshot, obstacles)
  const actions = [
    groupAction(lab, group),
    ...userActions(lab, snapshot, obstacles),
    ...memberActions(lab, snapshot, group, obstacles),
    ...licenceActions(lab, snapshot, obstacles),
    ...methodActions(lab, snapshot, group),
    portalAction(lab),
  ]
  const count = (...kinds: PlanAction['kind'][]) => actions.filter((action) => kinds.includes(action.kind)).length
  return {
    planId: input.planId,
    tenantId: snapshot.tenantId,
    domain: snapshot.domain,
    builtAt: input.builtAt,
    lab,
    actions,
    portalSettings: portalSettings(lab, snapshot.domain, input.links),
    totals: {
      add: count('create', 'add', 'assign'),
      change: count('set'),
      none: count('none'),
      guided: count('guided'),
    },
    obstacles,
    snapshotHash: input.snapshotHash,
  }
}

export const principalName = (userName: string, domain: string): string => `${userName}@${domain}`

/** At most 64 of a–z, 0–9 and hyphen: safe within Graph's rule for `mailNickname`. */
export function mailNickname(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain.slice(0, 64) || 'lab'
}

function chooseGroup(lab: Lab, snapshot: Snapshot, obstacles: string[]): SnapshotGroup | null {
  const name = lab.group.displayName
  const [first, ...others] = snapshot.groups
  if (!first) return null
  if (others.length > 0) {
    obstacles.push(
      `${String(others.length + 1)} groups are named ${name}. Rename one, or choose another name for the lab.`,
    )
  } else if (lab.group.whenItExists === 'stop') {
    obstacles.push(`A group named ${name} is already there, and the lab says to stop then.`)
  } else if (first.isDynamic) {
    obstacles.push(`The group ${name} has dynamic membership, so nobody can be added to it by hand.`)
  }
  return first
}

function groupAction(lab: Lab, group: SnapshotGroup | null): PlanAction {
  const { displayName, description } = lab.group
  const target = {
    type: 'group' as const,
    displayName,
    description,
    mailNickname: mailNickname(displayName),
    groupId: group?.groupId ?? null,
  }
  if (group) {
    return {
      ...unchanged(
        `create-group:${displayName}`,
        `Group ${displayName}`,
        'It is already there and will be used.',
        target,
      ),
      before: `${String(group.memberIds.length)} members`,
    }
  }
  return {
    id: `create-group:${displayName}`,
    kind: 'create',
    what: `Create the group ${displayName}`,
    why: 'Security group with assigned members: only they may reset their password.',
    before: null,
    after: description || null,
    call: 'POST /groups',
    scope: 'Group.ReadWrite.All',
    target,
  }
}

interface WantedUser {
  readonly userPrincipalName: string
  readonly displayName: string
  readonly usageLocation: string
  readonly mailNickname: string
  readonly isControl: boolean
  readonly now: SnapshotUser
}

/** The lab's users with what the tenant holds of each; the control user comes last. */
function wantedUsers(lab: Lab, snapshot: Snapshot): WantedUser[] {
  const control = { ...lab.controlUser, usageLocation: lab.controlUser.usageLocation ?? lab.users.usageLocation }
  const byName = new Map(snapshot.users.map((user) => [user.userPrincipalName.toLowerCase(), user]))
  return [...expandUsers(lab), control].map((user) => {
    const userPrincipalName = principalName(user.userName, snapshot.domain)
    return {
      userPrincipalName,
      displayName: user.displayName,
      usageLocation: user.usageLocation ?? lab.users.usageLocation,
      mailNickname: mailNickname(user.userName),
      isControl: user === control,
      now: byName.get(userPrincipalName.toLowerCase()) ?? {
        userPrincipalName,
        userId: null,
        usageLocation: null,
        skuIds: [],
      },
    }
  })
}

function userActions(lab: Lab, snapshot: Snapshot, obstacles: string[]): PlanAction[] {
  return wantedUsers(lab, snapshot).flatMap((user) => {
    const target = {
      type: 'user' as const,
      userPrincipalName: user.userPrincipalName,
      displayName: user.displayName,
      mailNickname: user.mailNickname,
      usageLocation: user.usageLocation,
      userId: user.now.userId,
    }
    const id = `create-user:${user.userPrincipalName}`
    if (user.now.userId === null) {
      return [
        {
          id,
          kind: 'create' as const,
          what: `Create the user ${user.displayName}`,
          why: user.isControl
            ? 'The control user stays outside the group and must be refused.'
            : 'Gets an initial password, shown to you once.',
          before: null,
          after: `${user.userPrincipalName}, usage location ${user.usageLocation}`,
          call: 'POST /users',
          scope: 'User.ReadWrite.All',
          target,
        },
      ]
    }
    if (lab.users.whenTheyExist === 'stop') {
      obstacles.push(`${user.userPrincipalName} is already there, and the lab says to stop then.`)
    }
    const kept = unchanged(
      id,
      `User ${user.userPrincipalName}`,
      'Is already there; the password stays as it is.',
      target,
    )
    return user.now.usageLocation === null
      ? [kept, locationAction(user.userPrincipalName, user.now.userId, user.usageLocation)]
      : [kept]
  })
}

function locationAction(userPrincipalName: string, userId: string, after: string): PlanAction {
  return {
    id: `set-usage-location:${userPrincipalName}`,
    kind: 'set',
    what: `Set the usage location of ${userPrincipalName}`,
    why: 'A licence cannot be assigned without one.',
    before: 'none',
    after,
    call: 'PATCH /users/{id}',
    scope: 'User.ReadWrite.All',
    target: { type: 'usage-location', userPrincipalName, userId, before: null, after },
  }
}

function memberActions(lab: Lab, snapshot: Snapshot, group: SnapshotGroup | null, obstacles: string[]): PlanAction[] {
  const groupName = lab.group.displayName
  return wantedUsers(lab, snapshot).flatMap((user) => {
    const isMember = user.now.userId !== null && (group?.memberIds.includes(user.now.userId) ?? false)
    if (user.isControl) {
      if (isMember) {
        obstacles.push(`The control user ${user.userPrincipalName} is in ${groupName}. Choose one who is outside.`)
      }
      return []
    }
    const target = {
      type: 'member' as const,
      userPrincipalName: user.userPrincipalName,
      userId: user.now.userId,
      groupName,
      groupId: group?.groupId ?? null,
    }
    const id = `add-member:${user.userPrincipalName}`
    if (isMember) return [unchanged(id, `${user.userPrincipalName} in ${groupName}`, 'Is already a member.', target)]
    return [
      {
        id,
        kind: 'add' as const,
        what: `Add ${user.userPrincipalName} to ${groupName}`,
        why: 'Members of the pilot group may reset their password.',
        before: null,
        after: null,
        call: 'POST /groups/{id}/members/$ref',
        scope: 'GroupMember.ReadWrite.All',
        target,
      },
    ]
  })
}

function licenceActions(lab: Lab, snapshot: Snapshot, obstacles: string[]): PlanAction[] {
  const wanted = lab.licences.assign === 'users' ? wantedUsers(lab, snapshot).filter((user) => !user.isControl) : []
  const premiumSkus = new Set(snapshot.licences.map((stock) => stock.skuId))
  const operatorNeeds = lab.licences.operator && !snapshot.operator.holdsPremium
  const needing = wanted.filter((user) => !user.now.skuIds.some((sku) => premiumSkus.has(sku)))
  const units = needing.length + (operatorNeeds ? 1 : 0)
  const actions = wanted
    .filter((user) => !needing.includes(user))
    .map((user) => licenceAction(user.now, licenceOf(user.now, snapshot.licences), true, 'Already holds it.'))
  if (lab.licences.operator && !operatorNeeds) {
    const held = licenceOf(snapshot.operator, snapshot.licences)
    if (held) actions.push(licenceAction(snapshot.operator, held, true, 'You already hold it.'))
  }
  if (units === 0) return actions
  const stock = chooseLicence(lab, snapshot.licences, units, obstacles)
  if (!stock) return actions
  const { operator } = snapshot
  if (operatorNeeds && operator.usageLocation === null && operator.userId !== null) {
    actions.push(locationAction(operator.userPrincipalName, operator.userId, lab.users.usageLocation))
  }
  if (operatorNeeds) {
    actions.push(
      licenceAction(
        snapshot.operator,
        stock,
        false,
        'The Password reset page opens only to an administrator who holds it.',
      ),
    )
  }
  const why = `Each person who resets needs one; ${String(units)} of ${String(stock.freeUnits)} free units.`
  return [...actions, ...needing.map((user) => licenceAction(user.now, stock, false, why))]
}

function licenceOf(user: SnapshotUser, licences: readonly LicenceStock[]): LicenceStock | null {
  return licences.find((stock) => user.skuIds.includes(stock.skuId)) ?? null
}

function chooseLicence(
  lab: Lab,
  licences: readonly LicenceStock[],
  units: number,
  obstacles: string[],
): LicenceStock | null {
  const fits = (stock: LicenceStock) =>
    stock.usable && (lab.licences.product === 'any' || stock.skuPartNumber === lab.licences.product)
  const candidates = licences.filter(fits)
  const enough = candidates.find((stock) => stock.freeUnits >= units)
  if (enough) return enough
  const product = lab.licences.product === 'any' ? 'product with Entra ID P1 or P2' : lab.licences.product
  obstacles.push(
    candidates.length === 0
      ? `The tenant has no usable ${product}. Start the free Entra ID P2 trial first.`
      : `${String(units)} licences are needed, but only ${String(Math.max(...candidates.map((stock) => stock.freeUnits)))} are free.`,
  )
  return null
}

function licenceAction(user: SnapshotUser, stock: LicenceStock | null, held: boolean, why: string): PlanAction {
  const productName = stock?.productName ?? 'Entra ID P1 or P2'
  const target = {
    type: 'licence' as const,
    userPrincipalName: user.userPrincipalName,
    userId: user.userId,
    skuId: stock?.skuId ?? '00000000-0000-0000-0000-000000000000',
    productName,
  }
  const id = `assign-licence:${user.userPrincipalName}`
  if (held) return unchanged(id, `${productName} for ${user.userPrincipalName}`, why, target)
  return {
    id,
    kind: 'assign',
    what: `Assign ${productName} to ${user.userPrincipalName}`,
    why,
    before: null,
    after: productName,
    call: 'POST /users/{id}/assignLicense',
    scope: 'LicenseAssignment.ReadWrite.All',
    target,
  }
}

/** How many people outside the pilot group a method reaches already. */
function methodReach(method: MethodBefore, groupId: string | null): 'everyone' | 'pilot' | 'others' | 'nobody' {
  if (method.state === 'disabled') return 'nobody'
  const ids = method.includeTargets.map((target) => target['id'])
  if (ids.includes('all_users')) return 'everyone'
  if (groupId !== null && ids.includes(groupId)) return 'pilot'
  return ids.length > 0 ? 'others' : 'nobody'
}

function methodActions(lab: Lab, snapshot: Snapshot, group: SnapshotGroup | null): PlanAction[] {
  const groupName = lab.group.displayName
  const wanted = Object.entries(lab.sspr.methods).flatMap(([method, setting]) => (setting === 'on' ? [method] : []))
  return wanted.flatMap((method) => {
    const now = snapshot.methods.find((configuration) => configuration.id === method)
    const target = { type: 'method' as const, method, groupName, groupId: group?.groupId ?? null }
    const id = `set-method:${method}`
    if (!now) return [unchanged(id, `Method ${method}`, 'This tenant does not know the method; left alone.', target)]
    const reach = methodReach(now, group?.groupId ?? null)
    if (reach === 'everyone') return [unchanged(id, `Method ${method}`, 'Is already on for all users.', target)]
    if (reach === 'pilot') return [unchanged(id, `Method ${method}`, `Is already on for ${groupName}.`, target)]
    return [
      {
        id,
        kind: 'set' as const,
        what: `Allow the method ${method} for ${groupName}`,
        why: 'Nobody outside the group is touched.',
        before: reach === 'nobody' ? 'off' : 'on for other groups',
        after: reach === 'nobody' ? `on for ${groupName}` : `on for those groups and ${groupName}`,
        call: `PATCH /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/${method}`,
        scope: 'Policy.ReadWrite.AuthenticationMethod',
        target,
      },
    ]
  })
}

function portalAction(lab: Lab): PlanAction {
  const scope = { selected: `Selected → ${lab.group.displayName}`, all: 'All', none: 'None' }[lab.sspr.scope]
  return {
    id: 'portal:password-reset',
    kind: 'guided',
    what: `You, in the portal: Password reset → ${scope}`,
    why: 'No public API sets this. ResetLab shows you the exact values and reads the effect back.',
    before: null,
    after: lab.sspr.scope === 'selected' ? 'replaces the group chosen there now' : null,
    call: null,
    scope: null,
    target: { type: 'portal' },
  }
}

function unchanged(id: string, what: string, why: string, target: PlanAction['target']): PlanAction {
  return { id, kind: 'none', what, why, before: null, after: null, call: null, scope: null, target }
}
