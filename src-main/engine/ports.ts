import type { RecordingEvent } from '../contract/evidence.ts'
import type { JournalLine } from '../contract/journal.ts'
import type { MethodBefore } from '../contract/method-before.ts'
import type { Plan } from '../contract/plan.ts'
import type { LicenceStock } from '../contract/tenant.ts'
import type { AuditRow } from '../domain/judge-audit.ts'
import type { MethodEvent } from '../domain/judge-events.ts'
import type { RegistrationDetail, SignInRow } from '../domain/judge.ts'
import type { Snapshot } from '../domain/snapshot.ts'
import type { SubscriptionFacts } from '../domain/guard.ts'
import type { SubscriptionEnd } from '../domain/prerequisites/licence-lines.ts'
import type { MethodsPolicyFacts } from '../domain/prerequisites/method-lines.ts'
import type { AccessPolicyFacts } from '../domain/prerequisites/protection-lines.ts'

/** An answer of the service, with what evidence needs of it. `date` is the service's own clock (RFC 9110 `Date`). */
export interface Seen<T> {
  readonly value: T
  readonly date: string
  readonly requestId: string | null
}

export interface OrganisationFacts {
  readonly tenantId: string
  readonly displayName: string
  readonly initialDomain: string
  readonly tenantType: string
  readonly createdAt: string | null
  readonly isSynced: boolean
  readonly domains: readonly DomainFacts[]
}

/** A verified domain; a federated one keeps its passwords elsewhere. */
export interface DomainFacts {
  readonly name: string
  readonly isManaged: boolean
}

export interface UserFacts {
  readonly userId: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly usageLocation: string | null
  readonly skuIds: readonly string[]
  readonly isEnabled: boolean
  readonly isGuest: boolean
  /** Kept in a directory on premises, and the password with them. */
  readonly isSynced: boolean
  /** By the service's clock; null when it does not say. */
  readonly createdAt: string | null
}

export interface RoleFacts {
  readonly templateId: string
  readonly displayName: string
}

export interface GroupFacts {
  readonly groupId: string
  readonly displayName: string
  readonly description: string
  readonly uniqueName: string | null
  readonly isDynamic: boolean
  /** Only Privileged Role Administrators may change its members, and reset their passwords. */
  readonly isRoleAssignable: boolean
  /** Kept in a directory on premises: its members can be changed there only. */
  readonly isSynced: boolean
  readonly isMailEnabled: boolean
  readonly isMicrosoft365: boolean
  /** Products assigned to the group, and so to its direct members. */
  readonly skuIds: readonly string[]
  /** By the service's clock; null when it does not say. */
  readonly createdAt: string | null
}

/** A direct member that is a user; licences of the group count among `skuIds`. */
export interface MemberFacts {
  readonly userId: string
  readonly skuIds: readonly string[]
}

/** What the service is doing about a group's licences; an unknown or missing state is null. */
export interface GroupLicenceFacts {
  readonly skuIds: readonly string[]
  readonly processing: 'under-way' | 'complete' | null
}

/** A member whom a group's licence did not reach; `error` is the service's word, such as `CountViolation`. */
export interface LicenceError {
  readonly userId: string
  readonly userPrincipalName: string
  readonly error: string
}

/** A user in the recycle bin, under the name from before: the service puts the object id in front of it there. */
export interface DeletedUserFacts {
  readonly userId: string
  readonly userPrincipalName: string
}

export interface DeletedGroupFacts {
  readonly groupId: string
  readonly displayName: string
}

export interface ServicePlanFacts {
  readonly planId: string
  readonly name: string
  readonly status: string
}

/** An object in the tenant that bears the mark of a run (contract/mark.ts). */
export interface MarkedObject {
  readonly type: 'user' | 'group'
  readonly id: string
  /** User principal name, or display name of a group. */
  readonly name: string
  readonly mark: string
}

export interface NewUser {
  readonly userPrincipalName: string
  readonly displayName: string
  readonly mailNickname: string
  readonly usageLocation: string
  readonly password: string
  /** The mark of the run that makes them. */
  readonly mark?: string
}

export interface NewGroup {
  readonly displayName: string
  readonly description: string
  readonly mailNickname: string
  readonly uniqueName: string | null
}

/** What the guard looks at (domain/guard.ts). Each may be refused where the others are not. */
export interface GuardReads {
  /** From an index, which may lag behind. `marked`: made by ResetLab. */
  userCount(signal?: AbortSignal): Promise<Told<{ all: number; marked: number }>>
  /** Products that are in use. */
  subscriptions(signal?: AbortSignal): Promise<Told<SubscriptionFacts[]>>
  globalAdministrators(signal?: AbortSignal): Promise<Told<number>>
  enabledAccessPolicies(signal?: AbortSignal): Promise<Told<number>>
  deviceCount(signal?: AbortSignal): Promise<Told<number>>
  /** Everything that bears the mark of a run; what was made a moment ago may be missing. */
  marked(signal?: AbortSignal): Promise<Told<MarkedObject[]>>
}

/** What the Tenant step looks at beside the rest (domain/prerequisites). Each may be refused where the others are not. */
export interface PrerequisiteReads {
  securityDefaults(signal?: AbortSignal): Promise<Seen<boolean>>
  accessPolicies(signal?: AbortSignal): Promise<Seen<AccessPolicyFacts[]>>
  methodsPolicy(signal?: AbortSignal): Promise<Seen<MethodsPolicyFacts>>
  subscriptionEnds(signal?: AbortSignal): Promise<Seen<SubscriptionEnd[]>>
}

/** An application registered in the tenant. */
export interface ApplicationFacts {
  readonly objectId: string
  /** The client id. */
  readonly appId: string
  readonly displayName: string
  readonly tags: readonly string[]
}

/** A public client of one tenant, with the mark of the run that makes it. */
export interface NewApplication {
  readonly displayName: string
  /** Delegated permissions of Microsoft Graph, by name. */
  readonly permissions: readonly string[]
  readonly mark: string
}

/** Registrations of the tenant's own. */
export interface ApplicationCalls {
  applications(signal?: AbortSignal): Promise<Seen<ApplicationFacts[]>>
  createApplication(application: NewApplication, signal?: AbortSignal): Promise<Seen<ApplicationFacts>>
  deleteApplication(objectId: string, signal?: AbortSignal): Promise<void>
  /** The object id of the application's service principal; null when the tenant holds none. */
  findServicePrincipal(appId: string, signal?: AbortSignal): Promise<Seen<string | null>>
  createServicePrincipal(appId: string, signal?: AbortSignal): Promise<Seen<string>>
  deleteServicePrincipal(servicePrincipalId: string, signal?: AbortSignal): Promise<void>
}

/** An answer put together from one request or several. */
type Told<T> = Pick<Seen<T>, 'value'>

/**
 * Everything the engine asks of Microsoft Graph. Failures are `AppError`s: `forbidden` (role or scope), `not-found`,
 * `conflict`, `throttled` (after our own waits), `unreachable` (a read without an answer) and `unsettled` (a write
 * without an answer, which is neither done nor failed).
 */
export interface GraphPort extends GuardReads, PrerequisiteReads, ApplicationCalls {
  organisation(signal?: AbortSignal): Promise<Seen<OrganisationFacts>>
  me(signal?: AbortSignal): Promise<Seen<UserFacts>>
  myRoles(signal?: AbortSignal): Promise<Seen<RoleFacts[]>>
  licenceStock(signal?: AbortSignal): Promise<Seen<LicenceStock[]>>
  administratorSwitch(signal?: AbortSignal): Promise<Seen<boolean>>
  methodConfigurations(signal?: AbortSignal): Promise<Seen<MethodBefore[]>>

  /** Every group that bears one of the names, in any case. */
  findGroups(displayNames: readonly string[], signal?: AbortSignal): Promise<Seen<GroupFacts[]>>
  /** Null when the tenant holds no such group. */
  findGroup(groupId: string, signal?: AbortSignal): Promise<Seen<GroupFacts | null>>
  findGroupByUniqueName(uniqueName: string, signal?: AbortSignal): Promise<Seen<GroupFacts | null>>
  /** Users in the group, through nested groups too. */
  memberIds(groupId: string, signal?: AbortSignal): Promise<Seen<string[]>>
  /** Users in the group itself: only they get its licences. */
  directMembers(groupId: string, signal?: AbortSignal): Promise<Seen<MemberFacts[]>>
  groupLicences(groupId: string, signal?: AbortSignal): Promise<Seen<GroupLicenceFacts>>
  licenceErrors(groupId: string, skuId: string, signal?: AbortSignal): Promise<Seen<LicenceError[]>>
  /** Null when the tenant holds no such user. `key` is an object id or a user principal name. */
  findUser(key: string, signal?: AbortSignal): Promise<Seen<UserFacts | null>>
  /**
   * The same for many user principal names at once, in their order. The names may still be on their way when it is asked:
   * `howMany` there will be is enough to begin with.
   */
  findUsers(
    howMany: number,
    userPrincipalNames: Promise<readonly string[]>,
    signal?: AbortSignal,
  ): Promise<Seen<(UserFacts | null)[]>>
  /** The first users one of whose names begins with the text; fresh ones may be missing. */
  searchUsers(text: string, signal?: AbortSignal): Promise<Seen<{ users: UserFacts[]; hasMore: boolean }>>
  /** Those of the names that are taken, by an index: quick for thousands, but fresh users may be missing. */
  usersNamed(userPrincipalNames: readonly string[], signal?: AbortSignal): Promise<UserFacts[]>
  rolesOf(userId: string, signal?: AbortSignal): Promise<Seen<RoleFacts[]>>
  deletedUsers(signal?: AbortSignal): Promise<Seen<DeletedUserFacts[]>>
  deletedGroups(signal?: AbortSignal): Promise<Seen<DeletedGroupFacts[]>>
  myPremiumPlans(signal?: AbortSignal): Promise<Seen<ServicePlanFacts[]>>
  premiumPlansOf(userId: string, signal?: AbortSignal): Promise<Seen<ServicePlanFacts[]>>

  /**
   * Resolves once the write quota has room for so many writes. Waiting here can be given up; a write that has begun to
   * wait for its turn cannot. Whoever has to wait is told how long.
   */
  roomToWrite(writes: number, signal?: AbortSignal, onWait?: (ms: number) => void): Promise<void>
  createGroup(group: NewGroup, signal?: AbortSignal): Promise<Seen<string>>
  createUser(user: NewUser, signal?: AbortSignal): Promise<Seen<string>>
  /** Puts another initial password in place of one nobody was told; not to be changed at the next sign-in. */
  setPassword(userId: string, password: string, signal?: AbortSignal): Promise<void>
  setUsageLocation(userId: string, location: string | null, signal?: AbortSignal): Promise<void>
  addMember(groupId: string, userId: string, signal?: AbortSignal): Promise<void>
  removeMember(groupId: string, userId: string, signal?: AbortSignal): Promise<void>
  assignLicence(userId: string, skuId: string, signal?: AbortSignal): Promise<void>
  removeLicence(userId: string, skuId: string, signal?: AbortSignal): Promise<void>
  /** Answers before the members have it: `groupLicences` tells how far it is. */
  assignGroupLicence(groupId: string, skuId: string, signal?: AbortSignal): Promise<void>
  removeGroupLicence(groupId: string, skuId: string, signal?: AbortSignal): Promise<void>
  /** Has the licences of a user's groups worked over again. */
  reprocessLicences(userId: string, signal?: AbortSignal): Promise<void>
  putMethod(configuration: MethodBefore, signal?: AbortSignal): Promise<void>
  deleteUser(userId: string, signal?: AbortSignal): Promise<void>
  deleteGroup(groupId: string, signal?: AbortSignal): Promise<void>
  /** Empties one object out of the recycle bin; a missing one counts as done. */
  purge(objectId: string, signal?: AbortSignal): Promise<void>

  methodTypes(userId: string, signal?: AbortSignal): Promise<Seen<string[]>>
  passwordChangedAt(userId: string, signal?: AbortSignal): Promise<Seen<string | null>>
  registrationDetail(userId: string, signal?: AbortSignal): Promise<Seen<RegistrationDetail | null>>
  /** Rows of a service, the oldest first; of every service where it has had none for long. */
  auditRows(service: string, since: string, signal?: AbortSignal): Promise<Seen<AuditRow[]>>
  signInRows(userId: string, since: string, signal?: AbortSignal): Promise<Seen<SignInRow[]>>
  lastSignInAt(userId: string, signal?: AbortSignal): Promise<Seen<string | null>>
  /** Registrations and resets of everybody, one by one, from a beta report. */
  methodEvents(signal?: AbortSignal): Promise<Seen<MethodEvent[]>>
}

/** A run on disk: its plan, and an append-only journal. `append` returns once the line is on the disk. */
export interface RunStore {
  savePlan(plan: Plan): Promise<void>
  readPlan(planId: string): Promise<Plan | null>
  /** The tenant as it was when the plan was checked for the last time, just before the first write. */
  saveSnapshot(planId: string, snapshot: Snapshot): Promise<void>
  /** Null when none was kept; a damaged one is an `AppError` of kind `damaged`. */
  readSnapshot(planId: string): Promise<Snapshot | null>
  append(runId: string, line: JournalLine): Promise<void>
  /** Lines in order; a torn last line is dropped, a damaged earlier one is an `AppError` of kind `damaged`. */
  read(runId: string): Promise<JournalLine[]>
  /** Newest first. */
  list(): Promise<string[]>
}

/** What carrying out and taking back needs of it. */
export type JournalStore = Pick<RunStore, 'append' | 'read'>

/** Recordings on disk: append-only, one event a line. */
export interface RecordingStore {
  append(recordingId: string, event: RecordingEvent): Promise<void>
  read(recordingId: string): Promise<RecordingEvent[]>
  list(): Promise<string[]>
}

/** Bytes put beside a recording. */
export interface AttachmentStore {
  /** Answers their SHA-256 in hex once they are on the disk. */
  keepAttachment(recordingId: string, bytes: Uint8Array): Promise<string>
}

export interface Clock {
  now(): Date
  /** Resolves after `ms`, rejects with an `AppError` of kind `cancelled` when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Where random numbers and ids come from. */
export interface Chance {
  uuid(): string
  /** Unbiased, from 0 up to, not including, `below`. */
  int(below: number): number
}

export type Sha256 = (text: string) => string
