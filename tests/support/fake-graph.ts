import type { MethodBefore } from '../../src-main/contract/journal.ts'
import type { LicenceStock } from '../../src-main/contract/tenant.ts'
import { AppError } from '../../src-main/domain/app-error.ts'
import type { AuditRow, RegistrationDetail, SignInRow } from '../../src-main/domain/judge.ts'
import type {
  GraphPort,
  NewGroup,
  NewUser,
  OrganisationFacts,
  RoleFacts,
  Seen,
  UserFacts,
} from '../../src-main/engine/ports.ts'
import type { FakeClock } from './fake-clock.ts'

export const tenantId = '11111111-1111-4111-8111-111111111111'
export const operatorId = '22222222-2222-4222-8222-222222222222'
export const premiumSku = '84a661c4-e949-4bd2-a560-ed7766fcaf2b'

interface StoredUser extends UserFacts {
  passwordChangedAt: string | null
  methodTypes: string[]
}

/** A tenant in memory behind the engine's port. `fail` makes the next call of one name end as a test wants. */
export class FakeGraph implements GraphPort {
  readonly calls: string[] = []
  readonly users = new Map<string, StoredUser>()
  readonly groups = new Map<
    string,
    NewGroup & { members: Set<string>; createdAt: string | null; isRoleAssignable?: boolean }
  >()
  /** What was deleted and not purged, by id. */
  readonly bin = new Map<string, { type: 'user' | 'group'; name: string }>()
  readonly organisationFacts: OrganisationFacts = {
    tenantId,
    displayName: 'Lab',
    initialDomain: 'lab.onmicrosoft.com',
    tenantType: 'AAD',
    createdAt: null,
    isSynced: false,
    domains: [{ name: 'lab.onmicrosoft.com', isManaged: true }],
  }
  roles: RoleFacts[] = [{ templateId: '62e90394-69f5-4237-9190-012177145e10', displayName: 'Global Administrator' }]
  readonly audits: (AuditRow & { service: string })[] = []
  readonly signIns: (SignInRow & { userId: string })[] = []
  readonly registrations = new Map<string, RegistrationDetail>()
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
    },
  ]
  readonly #clock: FakeClock
  readonly #failures: { call: string; error: AppError; after: boolean }[] = []
  #ids = 0

  constructor(clock: FakeClock) {
    this.#clock = clock
    this.users.set(operatorId, {
      userId: operatorId,
      userPrincipalName: 'admin@lab.onmicrosoft.com',
      displayName: 'Admin',
      usageLocation: 'US',
      skuIds: [],
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

  #user(userId: string): StoredUser {
    const user = this.users.get(userId)
    if (!user) throw AppError.of('not-found', 'graph.not-found')
    return user
  }

  organisation() {
    return this.#do('organisation', () => this.organisationFacts)
  }
  me() {
    return this.#do('me', (): UserFacts => this.#user(operatorId))
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
  methodConfigurations() {
    return this.#do('methodConfigurations', () => this.methods)
  }
  findGroups(displayName: string) {
    return this.#do('findGroups', () =>
      [...this.groups]
        .filter(([, group]) => group.displayName === displayName)
        .map(([groupId, { displayName: name, createdAt, isRoleAssignable = false }]) => ({
          groupId,
          displayName: name,
          isDynamic: false,
          isRoleAssignable,
          createdAt,
        })),
    )
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
      return [...this.users.values()].find(matches) ?? null
    })
  }
  rolesOf(_userId: string) {
    return this.#do('rolesOf', () => [])
  }
  premiumPlansOf(userId: string) {
    return this.#do('premiumPlansOf', () =>
      this.#user(userId).skuIds.map(() => ({ planId: 'eec0eb4f', name: 'AAD_PREMIUM_P2', status: 'Success' })),
    )
  }
  createGroup(group: NewGroup) {
    return this.#do('createGroup', () => {
      const id = this.#id()
      this.groups.set(id, { ...group, members: new Set(), createdAt: this.#clock.now().toISOString() })
      return id
    })
  }
  createUser(user: NewUser) {
    return this.#do('createUser', () => this.addUser(user.userPrincipalName, user.usageLocation))
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
    await this.#do('removeLicence', () =>
      this.#change(userId, { skuIds: this.#user(userId).skuIds.filter((held) => held !== skuId) }),
    )
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
      this.groups.delete(groupId)
      this.bin.set(groupId, { type: 'group', name: group.displayName })
    })
  }
  async purge(objectId: string) {
    await this.#do('purge', () => this.bin.delete(objectId))
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
  signInRows(userId: string, since: string) {
    return this.#do('signInRows', () =>
      this.signIns.filter((row) => row.userId === userId && Date.parse(row.at) >= Date.parse(since)),
    )
  }

  #deleted(type: 'user' | 'group'): [id: string, name: string][] {
    return [...this.bin].flatMap(([id, item]) => (item.type === type ? [[id, item.name]] : []))
  }

  #change(userId: string, change: Partial<StoredUser>): void {
    this.users.set(userId, { ...this.#user(userId), ...change })
  }
}
