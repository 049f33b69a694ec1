import type { MethodBefore } from '../../src-main/contract/method-before.ts'
import { mostFound } from '../../src-main/contract/people-in-tenant.ts'
import type { LicenceStock } from '../../src-main/contract/tenant.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import type { SubscriptionFacts } from '../../src-main/domain/guard.ts'
import type { AuditRow } from '../../src-main/domain/judge-audit.ts'
import type { MethodEvent } from '../../src-main/domain/judge-events.ts'
import type { RegistrationDetail, SignInRow } from '../../src-main/domain/judge.ts'
import type {
  ApplicationFacts,
  Clock,
  GraphPort,
  NewApplication,
  GroupFacts,
  LicenceError,
  NewGroup,
  NewUser,
  OrganisationFacts,
  RoleFacts,
  Seen,
  UserFacts,
} from '../../src-main/engine/ports.ts'

export const tenantId = '11111111-1111-4111-8111-111111111111'
export const operatorId = '22222222-2222-4222-8222-222222222222'
export const premiumSku = '84a661c4-e949-4bd2-a560-ed7766fcaf2b'

/** What a test makes of a group beside the common kind. */
export type GroupTraits = Partial<
  Pick<GroupFacts, 'isRoleAssignable' | 'isSynced' | 'isDynamic' | 'isMailEnabled' | 'isMicrosoft365'>
>

interface StoredGroup extends NewGroup, GroupTraits {
  members: Set<string>
  createdAt: string | null
  skuIds: Set<string>
  /** Looks until the service is done with the licences; null when it says nothing of them. */
  looksLeft: number | null
}

/** `skuIds` are those assigned directly. */
interface StoredUser extends UserFacts {
  passwordChangedAt: string | null
  methodTypes: string[]
}

/** A tenant in memory behind the engine's port. `fail` makes the next call of one name end as a test wants. */
export class FakeGraph implements GraphPort {
  readonly calls: string[] = []
  readonly users = new Map<string, StoredUser>()
  readonly groups = new Map<string, StoredGroup>()
  /** Members a group's licence does not reach. */
  licenceTroubles: LicenceError[] = []
  /** How many looks a change of a group's licences takes to reach the members. */
  licenceLooks = 1
  /** What was deleted and not purged, by id. */
  readonly bin = new Map<string, { type: 'user' | 'group' | 'application' | 'servicePrincipal'; name: string }>()
  readonly registered = new Map<string, ApplicationFacts & { servicePrincipalId: string | null }>()
  readonly organisationFacts: OrganisationFacts = {
    tenantId,
    displayName: 'Lab',
    initialDomain: 'lab.onmicrosoft.com',
    tenantType: 'AAD',
    createdAt: null,
    isSynced: false,
    domains: [
      { name: 'lab.onmicrosoft.com', isManaged: true },
      { name: 'school.example', isManaged: true },
    ],
  }
  roles: RoleFacts[] = [{ templateId: '62e90394-69f5-4237-9190-012177145e10', displayName: 'Global Administrator' }]
  readonly rolesOfUsers = new Map<string, RoleFacts[]>()
  readonly audits: (AuditRow & { service: string })[] = []
  readonly signIns: (SignInRow & { userId: string })[] = []
  readonly registrations = new Map<string, RegistrationDetail>()
  readonly events: MethodEvent[] = []
  licences: LicenceStock[] = [
    {
      skuId: premiumSku,
      skuPartNumber: 'AAD_PREMIUM_P2',
      productName: 'Microsoft Entra ID P2',
      freeUnits: 100,
      totalUnits: 100,
      usable: true,
    },
  ]
  methods: MethodBefore[] = [
    {
      id: 'Sms',
      odataType: '#microsoft.graph.smsAuthenticationMethodConfiguration',
      state: 'disabled',
      includeTargets: [],
      excludeTargets: [],
    },
  ]
  /** What the guard reads beside the organisation: those of a lab. */
  signs = { users: 8, subscriptions: [] as SubscriptionFacts[], administrators: 1, accessPolicies: 0, devices: 0 }
  /** Marks of users, by id. */
  readonly marks = new Map<string, string>()
  readonly #clock: Pick<Clock, 'now'>
  readonly #failures: { call: string; error: AppError; after: boolean }[] = []
  #ids = 0

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
    this.users.set(operatorId, {
      userId: operatorId,
      userPrincipalName: 'admin@lab.onmicrosoft.com',
      displayName: 'Admin',
      usageLocation: 'US',
      skuIds: [],
      isEnabled: true,
      isGuest: false,
      isSynced: false,
      createdAt: null,
      passwordChangedAt: null,
      methodTypes: [],
    })
  }

  /** The next call of this name fails; with `after`, its effect has happened all the same. */
  fail(call: keyof GraphPort, error: AppError, after = false): void {
    this.#failures.push({ call, error, after })
  }

  addUser(userPrincipalName: string, usageLocation: string | null = 'US'): string {
    const userId = this.#id()
    this.users.set(userId, {
      userId,
      userPrincipalName,
      displayName: userPrincipalName,
      usageLocation,
      skuIds: [],
      isEnabled: true,
      isGuest: false,
      isSynced: false,
      createdAt: this.#clock.now().toISOString(),
      passwordChangedAt: this.#clock.now().toISOString(),
      methodTypes: ['#microsoft.graph.passwordAuthenticationMethod'],
    })
    return userId
  }

  #id(): string {
    this.#ids += 1
    return `33333333-3333-4333-8333-${String(this.#ids).padStart(12, '0')}`
  }

  async #do<T>(call: keyof GraphPort, effect: () => T): Promise<Seen<T>> {
    this.calls.push(call)
    const index = this.#failures.findIndex((failure) => failure.call === call)
    const [failure] = index < 0 ? [] : this.#failures.splice(index, 1)
    if (failure && !failure.after) throw failure.error
    const value = effect()
    if (failure) throw failure.error
    return { value, date: this.#clock.now().toISOString(), requestId: `request-${String(this.calls.length)}` }
  }

  #application(appId: string) {
    return [...this.registered.values()].find((application) => application.appId === appId)
  }

  #user(userId: string): StoredUser {
    const user = this.users.get(userId)
    if (!user) throw AppError.of('not-found', 'graph.not-found')
    return user
  }

  organisation() {
    return this.#do('organisation', () => this.organisationFacts)
  }
  me() {
    return this.#do('me', () => this.#facts(this.#user(operatorId)))
  }
  myRoles() {
    return this.#do('myRoles', () => this.roles)
  }
  licenceStock() {
    return this.#do('licenceStock', () => this.licences)
  }
  administratorSwitch() {
    return this.#do('administratorSwitch', () => true)
  }
  securityDefaults() {
    return this.#do('securityDefaults', () => false)
  }
  accessPolicies() {
    return this.#do('accessPolicies', () => [])
  }
  methodsPolicy() {
    return this.#do('methodsPolicy', () => ({ migrationState: null, methods: [] }))
  }
  subscriptionEnds() {
    return this.#do('subscriptionEnds', () => [])
  }
  methodConfigurations() {
    return this.#do('methodConfigurations', () => this.methods)
  }
  findGroups(displayNames: readonly string[]) {
    const wanted = displayNames.map((name) => name.toLowerCase())
    return this.#do('findGroups', () =>
      this.#groupFacts().filter(({ displayName }) => wanted.includes(displayName.toLowerCase())),
    )
  }
  findGroup(groupId: string) {
    return this.#do('findGroup', () => this.#groupFacts().find((group) => group.groupId === groupId) ?? null)
  }
  findGroupByUniqueName(uniqueName: string) {
    return this.#do(
      'findGroupByUniqueName',
      () => this.#groupFacts().find((group) => group.uniqueName === uniqueName) ?? null,
    )
  }
  directMembers(groupId: string) {
    return this.#do('directMembers', () =>
      [...(this.groups.get(groupId)?.members ?? [])].map((userId) => ({
        userId,
        skuIds: this.#facts(this.#user(userId)).skuIds,
      })),
    )
  }
  groupLicences(groupId: string) {
    return this.#do('groupLicences', () => {
      const group = this.#group(groupId)
      if (group.looksLeft === null) return { skuIds: [...group.skuIds], processing: null }
      group.looksLeft = Math.max(0, group.looksLeft - 1)
      const processing = group.looksLeft > 0 ? ('under-way' as const) : ('complete' as const)
      return { skuIds: [...group.skuIds], processing }
    })
  }
  licenceErrors(_groupId: string, _skuId: string) {
    return this.#do('licenceErrors', () => this.licenceTroubles)
  }
  deletedUsers() {
    return this.#do('deletedUsers', () =>
      this.#deleted('user').map(([userId, userPrincipalName]) => ({ userId, userPrincipalName })),
    )
  }
  deletedGroups() {
    return this.#do('deletedGroups', () =>
      this.#deleted('group').map(([groupId, displayName]) => ({ groupId, displayName })),
    )
  }
  memberIds(groupId: string) {
    return this.#do('memberIds', () => [...(this.groups.get(groupId)?.members ?? [])])
  }
  findUser(key: string) {
    return this.#do('findUser', (): UserFacts | null => {
      const wanted = key.toLowerCase()
      const matches = (user: UserFacts) => user.userId === key || user.userPrincipalName.toLowerCase() === wanted
      const found = [...this.users.values()].find(matches)
      return found ? this.#facts(found) : null
    })
  }
  async findUsers(_howMany: number, coming: Promise<readonly string[]>) {
    const names = await coming
    return this.#do('findUsers', () => {
      const users = new Map([...this.users.values()].map((user) => [user.userPrincipalName.toLowerCase(), user]))
      return names.map((name) => {
        const found = users.get(name.toLowerCase())
        return found ? this.#facts(found) : null
      })
    })
  }
  searchUsers(text: string) {
    return this.#do('searchUsers', () => {
      const start = text.toLowerCase()
      const found = [...this.users.values()].filter(({ displayName, userPrincipalName }) =>
        [displayName, userPrincipalName].some((name) => name.toLowerCase().startsWith(start)),
      )
      return { users: found.slice(0, mostFound), hasMore: found.length > mostFound }
    })
  }
  async usersNamed(names: readonly string[]) {
    const wanted = new Set(names.map((name) => name.toLowerCase()))
    const found = await this.#do('usersNamed', (): UserFacts[] =>
      [...this.users.values()].filter(({ userPrincipalName }) => wanted.has(userPrincipalName.toLowerCase())),
    )
    return found.value
  }
  rolesOf(userId: string) {
    return this.#do('rolesOf', () => this.rolesOfUsers.get(userId) ?? [])
  }
  myPremiumPlans() {
    return this.#do('myPremiumPlans', () => this.#plansOf(operatorId))
  }
  premiumPlansOf(userId: string) {
    return this.#do('premiumPlansOf', () => this.#plansOf(userId))
  }
  #plansOf(userId: string) {
    const { skuIds } = this.#facts(this.#user(userId))
    return skuIds.map(() => ({ planId: 'eec0eb4f', name: 'AAD_PREMIUM_P2', status: 'Success' }))
  }
  /** Room at once, until a test says otherwise. */
  roomToWrite: GraphPort['roomToWrite'] = () => Promise.resolve()

  createGroup(group: NewGroup) {
    return this.#do('createGroup', () => {
      const id = this.#id()
      const createdAt = this.#clock.now().toISOString()
      const { displayName, description, mailNickname, uniqueName } = group
      const facts = { displayName, description, mailNickname, uniqueName, createdAt }
      this.groups.set(id, { ...facts, members: new Set(), skuIds: new Set(), looksLeft: null })
      return id
    })
  }
  createUser(user: NewUser) {
    return this.#do('createUser', () => {
      const id = this.addUser(user.userPrincipalName, user.usageLocation)
      if (user.mark !== undefined) this.marks.set(id, user.mark)
      return id
    })
  }
  async setPassword(userId: string) {
    await this.#do('setPassword', () => this.#change(userId, { passwordChangedAt: this.#clock.now().toISOString() }))
  }
  async setUsageLocation(userId: string, location: string | null) {
    await this.#do('setUsageLocation', () => this.#change(userId, { usageLocation: location }))
  }
  async addMember(groupId: string, userId: string) {
    await this.#do('addMember', () => {
      const group = this.groups.get(groupId)
      if (!group) throw AppError.of('not-found', 'graph.not-found')
      if (group.members.has(userId)) throw AppError.of('conflict', 'graph.already-there')
      // Their members are decided elsewhere, whatever a plan thinks.
      if (group.isDynamic || group.isSynced || (group.isMailEnabled && !group.isMicrosoft365))
        throw AppError.of('invalid-input', 'graph.refused')
      group.members.add(userId)
    })
  }
  async removeMember(groupId: string, userId: string) {
    await this.#do('removeMember', () => this.groups.get(groupId)?.members.delete(userId))
  }
  async assignLicence(userId: string, skuId: string) {
    await this.#do('assignLicence', () => this.#change(userId, { skuIds: [...this.#user(userId).skuIds, skuId] }))
  }
  async removeLicence(userId: string, skuId: string) {
    await this.#do('removeLicence', () => {
      const { skuIds } = this.#user(userId)
      if (!skuIds.includes(skuId)) throw AppError.of('invalid-input', 'graph.refused')
      this.#change(userId, { skuIds: skuIds.filter((held) => held !== skuId) })
    })
  }
  async assignGroupLicence(groupId: string, skuId: string) {
    await this.#do('assignGroupLicence', () => {
      const group = this.#group(groupId)
      group.skuIds.add(skuId)
      group.looksLeft = this.licenceLooks
    })
  }
  async removeGroupLicence(groupId: string, skuId: string) {
    await this.#do('removeGroupLicence', () => {
      const group = this.#group(groupId)
      if (!group.skuIds.delete(skuId)) throw AppError.of('invalid-input', 'graph.refused')
      group.looksLeft = this.licenceLooks
    })
  }
  async reprocessLicences(userId: string) {
    await this.#do('reprocessLicences', () => this.#user(userId))
  }
  async putMethod(configuration: MethodBefore) {
    await this.#do('putMethod', () => {
      this.methods = this.methods.map((method) => (method.id === configuration.id ? configuration : method))
    })
  }
  async deleteUser(userId: string) {
    await this.#do('deleteUser', () => {
      const { userPrincipalName } = this.#user(userId)
      this.users.delete(userId)
      this.bin.set(userId, { type: 'user', name: userPrincipalName })
      for (const group of this.groups.values()) group.members.delete(userId)
    })
  }
  async deleteGroup(groupId: string) {
    await this.#do('deleteGroup', () => {
      const group = this.groups.get(groupId)
      if (!group) throw AppError.of('not-found', 'graph.not-found')
      if (group.skuIds.size > 0) throw AppError.of('invalid-input', 'graph.refused')
      this.groups.delete(groupId)
      this.bin.set(groupId, { type: 'group', name: group.displayName })
    })
  }
  async purge(objectId: string) {
    await this.#do('purge', () => this.bin.delete(objectId))
  }
  applications() {
    return this.#do('applications', () => [...this.registered.values()])
  }
  createApplication({ displayName, mark }: NewApplication) {
    return this.#do('createApplication', () => {
      const made = { objectId: this.#id(), appId: this.#id(), displayName, tags: [mark] }
      this.registered.set(made.objectId, { ...made, servicePrincipalId: null })
      return made
    })
  }
  async deleteApplication(objectId: string) {
    await this.#do('deleteApplication', () => {
      const application = this.registered.get(objectId)
      if (!application) throw AppError.of('not-found', 'graph.not-found')
      const { displayName: name, servicePrincipalId } = application
      this.registered.delete(objectId)
      this.bin.set(objectId, { type: 'application', name })
      if (servicePrincipalId !== null) this.bin.set(servicePrincipalId, { type: 'servicePrincipal', name })
    })
  }
  findServicePrincipal(appId: string) {
    return this.#do('findServicePrincipal', () => this.#application(appId)?.servicePrincipalId ?? null)
  }
  createServicePrincipal(appId: string) {
    return this.#do('createServicePrincipal', () => {
      const application = this.#application(appId)
      if (!application) throw AppError.of('not-found', 'graph.not-found')
      if (application.servicePrincipalId !== null) throw AppError.of('conflict', 'graph.already-there')
      const servicePrincipalId = this.#id()
      this.registered.set(application.objectId, { ...application, servicePrincipalId })
      return servicePrincipalId
    })
  }
  async deleteServicePrincipal(servicePrincipalId: string) {
    await this.#do('deleteServicePrincipal', () => {
      const found = [...this.registered.values()].find((each) => each.servicePrincipalId === servicePrincipalId)
      if (!found) throw AppError.of('not-found', 'graph.not-found')
      this.registered.set(found.objectId, { ...found, servicePrincipalId: null })
      this.bin.set(servicePrincipalId, { type: 'servicePrincipal', name: found.displayName })
    })
  }
  userCount() {
    return this.#do('userCount', () => ({ all: this.signs.users, marked: 0 }))
  }
  subscriptions() {
    return this.#do('subscriptions', () => this.signs.subscriptions)
  }
  globalAdministrators() {
    return this.#do('globalAdministrators', () => this.signs.administrators)
  }
  enabledAccessPolicies() {
    return this.#do('enabledAccessPolicies', () => this.signs.accessPolicies)
  }
  deviceCount() {
    return this.#do('deviceCount', () => this.signs.devices)
  }
  marked() {
    return this.#do('marked', () => [
      ...[...this.users].flatMap(([id, { userPrincipalName: name }]) => {
        const mark = this.marks.get(id)
        return mark === undefined ? [] : [{ type: 'user' as const, id, name, mark }]
      }),
      ...[...this.groups].flatMap(([id, { displayName: name, mailNickname: mark }]) =>
        mark.startsWith('resetlab-') ? [{ type: 'group' as const, id, name, mark }] : [],
      ),
    ])
  }
  methodTypes(userId: string) {
    return this.#do('methodTypes', () => this.#user(userId).methodTypes)
  }
  passwordChangedAt(userId: string) {
    return this.#do('passwordChangedAt', () => this.#user(userId).passwordChangedAt)
  }
  registrationDetail(userId: string) {
    return this.#do('registrationDetail', () => this.registrations.get(userId) ?? null)
  }
  auditRows(service: string, since: string) {
    return this.#do('auditRows', () =>
      this.audits.filter((row) => row.service === service && Date.parse(row.at) >= Date.parse(since)),
    )
  }
  lastSignInAt(userId: string) {
    return this.#do('lastSignInAt', () => this.signIns.findLast((row) => row.userId === userId)?.at ?? null)
  }
  methodEvents() {
    return this.#do('methodEvents', () => this.events)
  }
  signInRows(userId: string, since: string) {
    return this.#do('signInRows', () =>
      this.signIns.filter((row) => row.userId === userId && Date.parse(row.at) >= Date.parse(since)),
    )
  }

  #deleted(type: 'user' | 'group'): [id: string, name: string][] {
    return [...this.bin].flatMap(([id, item]) => (item.type === type ? [[id, item.name]] : []))
  }

  #group(groupId: string): StoredGroup {
    const group = this.groups.get(groupId)
    if (!group) throw AppError.of('not-found', 'graph.not-found')
    return group
  }

  #groupFacts(): GroupFacts[] {
    return [...this.groups].map(
      ([groupId, { members: _members, looksLeft: _looks, mailNickname: _nick, ...group }]) => ({
        isDynamic: false,
        isRoleAssignable: false,
        isSynced: false,
        isMailEnabled: false,
        isMicrosoft365: false,
        ...group,
        groupId,
        skuIds: [...group.skuIds],
      }),
    )
  }

  /** With what the groups of the user give. */
  #facts(user: StoredUser): UserFacts {
    const groups = [...this.groups.values()].filter(({ members }) => members.has(user.userId))
    const inherited = groups.flatMap(({ skuIds, looksLeft }) =>
      looksLeft === null || looksLeft === 0 ? [...skuIds] : [],
    )
    const { passwordChangedAt: _at, methodTypes: _types, ...facts } = user
    return { ...facts, skuIds: [...new Set([...user.skuIds, ...inherited])] }
  }

  #change(userId: string, change: Partial<StoredUser>): void {
    this.users.set(userId, { ...this.#user(userId), ...change })
  }
}
