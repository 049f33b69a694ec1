import { randomUUID } from 'node:crypto'
import { z } from 'zod'

import { changed, userTarget, writeAudit } from '../../audit/audit-log.ts'
import { userByName } from '../../rules/directory.ts'
import { forbiddenNames, passwordFault } from '../../rules/password.ts'
import type { User } from '../../state/model.ts'
import { hashPassword, putPassword } from '../../state/password-hash.ts'
import { blankUser } from '../../state/population.ts'
import { answer, type Answer, badRequest, conflict, denied, noContent } from '../answer.ts'
import { contextUrl, type GraphCall, param, readBody } from '../operation.ts'
import { holdsAny, rolesFor } from '../roles.ts'
import { findUser } from './find.ts'
import { checkIsKept, checkMayReset, checkMayResetPassword } from './user-rights.ts'
import { isCountry } from './countries.ts'
import { defaultUser, userShape } from './user-shape.ts'

const PasswordProfile = z.strictObject({
  '@odata.type': z.literal('#microsoft.graph.passwordProfile').optional(),
  password: z.string().optional(),
  forceChangePasswordNextSignIn: z.boolean().optional(),
  forceChangePasswordNextSignInWithMfa: z.boolean().optional(),
})

const text = (longest: number) => z.string().max(longest).nullable()

const editable = {
  accountEnabled: z.boolean(),
  displayName: z.string().min(1).max(256),
  mailNickname: z.string().regex(/^[!#$%&'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}$/),
  userPrincipalName: z.string().max(113),
  passwordProfile: PasswordProfile,
  givenName: text(64),
  surname: text(64),
  jobTitle: text(128),
  department: text(64),
  employeeType: text(1024),
  officeLocation: text(128),
  preferredLanguage: text(32),
  usageLocation: z.string().refine(isCountry).nullable(),
  mail: z.email().max(113).nullable(),
  mobilePhone: text(64),
  businessPhones: z.array(z.string().max(64)).max(1),
  otherMails: z.array(z.string().max(250)).max(250),
  passwordPolicies: z
    .string()
    .regex(
      /^(None|DisablePasswordExpiration|DisableStrongPassword)(, ?(DisablePasswordExpiration|DisableStrongPassword))?$/,
    )
    .nullable(),
  userType: z.enum(['Member', 'Guest']),
}

const UserChange = z.strictObject({ '@odata.type': z.literal('#microsoft.graph.user'), ...editable }).partial()
type UserChange = z.infer<typeof UserChange>
const NewUser = UserChange.required({
  accountEnabled: true,
  displayName: true,
  mailNickname: true,
  userPrincipalName: true,
})

/** Letters, digits and `' . - _ ! # ^ ~`, at most 64 before the @, no dot right before it (graph-docs: res/user.md). */
export function checkUserName(call: GraphCall, name: string, self: User | null): void {
  const [local = '', domain = '', ...rest] = name.split('@')
  if (rest.length > 0 || domain.length > 48 || !/^[A-Za-z0-9'._!#^~-]{1,64}$/.test(local) || local.endsWith('.')) {
    throw badRequest("Invalid value specified for property 'userPrincipalName' of resource 'User'.")
  }
  const { tenant } = call.state
  if (![tenant.domain, ...tenant.customDomains].includes(domain.toLowerCase())) {
    throw badRequest(
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    )
  }
  const holder = userByName(call.state, name)
  if (holder && holder !== self) throw conflict('userPrincipalName')
}

/** A mail address becomes a proxy address, which nobody else may have. */
function checkMail(call: GraphCall, mail: string | null | undefined, self: User | null): void {
  if (mail === null || mail === undefined) return
  const wanted = mail.toLowerCase()
  const isTaken = call.state.users.live().some((user) => user !== self && user.mail?.toLowerCase() === wanted)
  if (isTaken) throw conflict('proxyAddresses')
}

export const weakPassword = () =>
  badRequest(
    'The specified password does not comply with password complexity requirements. Please provide a different password.',
    [{ code: 'PasswordComplexity', message: 'The password is too weak.', target: 'passwordProfile' }],
  )

export function checkPassword(call: GraphCall, password: string, user: User): void {
  if (passwordFault(password, forbiddenNames(call.state, user)) !== null) throw weakPassword()
}

function apply(user: User, change: UserChange): void {
  const { passwordProfile: _password, '@odata.type': _type, ...plain } = change
  // Absent properties stay; zod leaves them out, so `undefined` never gets here.
  Object.assign(user, plain)
}

export function createUser(call: GraphCall): Answer {
  const given = readBody(call, NewUser, 'User')
  checkUserName(call, given.userPrincipalName, null)
  checkMail(call, given.mail, null)
  const password = given.passwordProfile?.password
  if (password === undefined || password === '') {
    throw badRequest('A password must be specified to create a new user.')
  }
  const user = blankUser(given, randomUUID(), call.now)
  apply(user, given)
  checkPassword(call, password, user)
  user.passwordHash = hashPassword(password)
  user.mustChangePassword = given.passwordProfile?.forceChangePasswordNextSignIn ?? true
  call.state.users.put(user)
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: 'Add user',
    operationType: 'Add',
    actor: call.caller.user,
    targets: [userTarget(user)],
  })
  return answer(
    201,
    { '@odata.context': contextUrl(call, 'users/$entity'), ...defaultUser(user, call) },
    { Location: `${call.practice.baseUrl}/v1.0/users/${user.id}` },
  )
}

const sensitive = ['businessPhones', 'mobilePhone', 'otherMails'] as const

const isPassword = (property: string): boolean => property === 'passwordProfile' || property === '@odata.type'

/**
 * `User-PasswordProfile.ReadWrite.All` opens the password and nothing else, and so do the roles that reset passwords;
 * numbers and addresses a reset may go to need the standing to reset the password (graph-docs: api/user-update.md).
 */
function checkRights(call: GraphCall, user: User, change: UserChange): void {
  const { scopes, user: caller } = call.caller
  const has = (...accepted: string[]): boolean => scopes.some((scope) => accepted.includes(scope))
  const isPlain = Object.keys(change).some((property) => !isPassword(property))
  if (isPlain && !(has('User.ReadWrite.All', 'Directory.ReadWrite.All') && holdsAny(caller, rolesFor.users))) {
    throw denied()
  }
  if (change.passwordProfile && !has('User-PasswordProfile.ReadWrite.All', 'User.ReadWrite.All')) throw denied()
  const isSensitive = user !== caller && sensitive.some((property) => property in change)
  if (change.passwordProfile || isSensitive) checkMayResetPassword(call, user)
  // A role holder's account can be switched off or renamed by the privileged only, too.
  if (change.accountEnabled !== undefined || change.userPrincipalName !== undefined) checkMayReset(call, user)
}

export function updateUser(call: GraphCall): Answer {
  const user = findUser(call, param(call, 'id'))
  const change = readBody(call, UserChange, 'User')
  checkRights(call, user, change)
  if (change.accountEnabled === false) checkIsKept(call, user)
  if (change.userPrincipalName !== undefined) checkUserName(call, change.userPrincipalName, user)
  checkMail(call, change.mail, user)
  if (change.usageLocation === null && user.licences.length > 0) {
    throw badRequest("Invalid value specified for property 'usageLocation' of resource 'User'.")
  }
  const password = change.passwordProfile?.password
  if (password !== undefined) checkPassword(call, password, user)
  const plain = Object.keys(change).filter((property) => !isPassword(property))
  const before = plain.map((property) => valueOf(user, property, call))
  apply(user, change)
  call.state.users.put(user)
  if (change.passwordProfile) setPassword(call, user, change.passwordProfile)
  if (plain.length > 0) writeUpdate(call, user, plain, before)
  return noContent()
}

const valueOf = (user: User, property: string, call: GraphCall): unknown =>
  userShape.source([], call).value?.(user, property)

function writeUpdate(call: GraphCall, user: User, plain: readonly string[], before: readonly unknown[]): void {
  // Numbers and addresses of people do not belong into a log.
  const shown = (property: string, value: unknown): unknown =>
    sensitive.some((name) => name === property) ? undefined : value
  const properties = plain.map((property, at) =>
    changed(property, shown(property, before[at]), shown(property, valueOf(user, property, call))),
  )
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: 'Update user',
    actor: call.caller.user,
    targets: [userTarget(user, properties)],
  })
}

function setPassword(call: GraphCall, user: User, profile: z.infer<typeof PasswordProfile>): void {
  user.mustChangePassword = profile.forceChangePasswordNextSignIn ?? true
  call.state.users.put(user)
  if (profile.password !== undefined) resetByAdministrator(call, user, profile.password)
  else writeAudit(call.state, { ...adminRow(call, user), service: 'directory', activity: 'Update PasswordProfile' })
}

/** Rows of one request have one correlation id. */
const adminRow = (call: GraphCall, user: User) => ({
  at: call.now,
  actor: call.caller.user,
  targets: [userTarget(user)],
  correlationId: randomUUID(),
})

/** A new password from an administrator: tokens and sessions from before count no longer. */
export function resetByAdministrator(call: GraphCall, user: User, password: string): void {
  putPassword(call.practice.store, user, password)
  user.passwordChangedAt = call.now
  user.sessionsValidFrom = call.now
  call.state.users.put(user)
  const row = adminRow(call, user)
  writeAudit(call.state, { ...row, service: 'sspr', activity: 'Reset password (by admin)' })
  for (const activity of [
    'Reset user password',
    'Update PasswordProfile',
    'Update StsRefreshTokenValidFrom Timestamp',
  ]) {
    writeAudit(call.state, { ...row, service: 'directory', activity })
  }
}
