import { z } from 'zod'

import { changed, userTarget, writeAudit } from '../../audit/audit-log.ts'
import { isAdministrator, liveUsers, userByName } from '../../rules/directory.ts'
import { forbiddenNames, passwordFault } from '../../rules/password.ts'
import { roles } from '../../state/catalogue.ts'
import type { User } from '../../state/model.ts'
import { hashPassword, putPassword } from '../../state/password-hash.ts'
import { blankUser } from '../../state/seed.ts'
import { answer, type Answer, badRequest, conflict, denied, GraphError, noContent } from '../answer.ts'
import { countOf, listBody, project } from '../odata/query.ts'
import { contextUrl, type GraphCall, isReplicated, type Operation, param, readBody } from '../operation.ts'
import { isGlobalAdministrator, rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { findUser } from './find.ts'
import { userDefaults, userEntity, userList } from './user-entity.ts'

const PasswordProfile = z.strictObject({
  password: z.string().optional(),
  forceChangePasswordNextSignIn: z.boolean().optional(),
  forceChangePasswordNextSignInWithMfa: z.boolean().optional(),
})

const editable = {
  accountEnabled: z.boolean(),
  displayName: z.string().min(1).max(256),
  mailNickname: z.string().regex(/^[\x21-\x7e]{1,64}$/),
  userPrincipalName: z.string().max(113),
  passwordProfile: PasswordProfile,
  givenName: z.string().max(64).nullable(),
  surname: z.string().max(64).nullable(),
  jobTitle: z.string().max(128).nullable(),
  department: z.string().max(64).nullable(),
  officeLocation: z.string().max(128).nullable(),
  preferredLanguage: z.string().nullable(),
  usageLocation: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  mobilePhone: z.string().max(64).nullable(),
  businessPhones: z.array(z.string()).max(1),
  otherMails: z.array(z.string()),
  passwordPolicies: z.string().nullable(),
  userType: z.enum(['Member', 'Guest']),
}

const UserChange = z.strictObject(editable).partial()
const NewUser = UserChange.required({
  accountEnabled: true,
  displayName: true,
  mailNickname: true,
  userPrincipalName: true,
})

/** Letters, digits and `' . - _ ! # ^ ~`, at most 64 before the @, no dot right before it (graph-docs: res/user.md). */
function checkUserName(call: GraphCall, name: string, self: User | null): void {
  const [local = '', domain = '', ...rest] = name.split('@')
  if (rest.length > 0 || !/^[A-Za-z0-9'._!#^~-]{1,64}$/.test(local) || local.endsWith('.')) {
    throw badRequest("Invalid value specified for property 'userPrincipalName' of resource 'User'.")
  }
  if (domain.toLowerCase() !== call.state.tenant.domain) {
    throw badRequest(
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    )
  }
  const holder = userByName(call.state, name)
  if (holder && holder !== self) throw conflict('userPrincipalName')
}

function checkPassword(call: GraphCall, password: string, user: User): void {
  if (passwordFault(password, forbiddenNames(call.state, user)) !== null) {
    throw badRequest(
      'The specified password does not comply with password complexity requirements. Please provide a different password.',
      [{ code: 'PasswordComplexity', message: 'The password is too weak.', target: 'passwordProfile' }],
    )
  }
}

function apply(user: User, change: z.infer<typeof UserChange>): void {
  const { passwordProfile: _password, ...plain } = change
  // Absent properties stay; zod leaves them out, so `undefined` never gets here.
  Object.assign(user, plain)
}

function createUser(call: GraphCall): Answer {
  const given = readBody(call, NewUser, 'User')
  checkUserName(call, given.userPrincipalName, null)
  const password = given.passwordProfile?.password
  if (password === undefined || password === '') {
    throw badRequest('A password must be specified to create a new user.')
  }
  const user = blankUser(given, call.now)
  apply(user, given)
  checkPassword(call, password, user)
  user.passwordHash = hashPassword(password)
  user.mustChangePassword = given.passwordProfile?.forceChangePasswordNextSignIn ?? true
  call.state.users.push(user)
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
    {
      '@odata.context': contextUrl(call, 'users/$entity'),
      ...project(userEntity(call.state, user), new URLSearchParams(), userDefaults),
    },
    { Location: `${call.practice.baseUrl}/v1.0/users/${user.id}` },
  )
}

/** Simplified from entra-docs privileged-roles-permissions.md: people with a role need a stronger hand. */
function checkMayReset(call: GraphCall, target: User): void {
  const caller = call.caller.user
  const strong = isGlobalAdministrator(caller) || caller.roles.includes(roles.privilegedAuthenticationAdministrator)
  if (isAdministrator(target) && !strong) throw denied()
}

/** Without its administrator the practice tenant could not be used any more, nor say who may start it over. */
function checkIsKept(call: GraphCall, user: User): void {
  if (user.id !== call.state.admin.userId) return
  throw new GraphError(
    403,
    'Authorization_RequestDenied',
    'The practice tenant keeps its own administrator: this account cannot be deleted or disabled.',
  )
}

const sensitive = ['businessPhones', 'mobilePhone', 'otherMails', 'passwordProfile'] as const

function updateUser(call: GraphCall): Answer {
  const user = findUser(call, param(call, 'id'))
  const change = readBody(call, UserChange, 'User')
  if (sensitive.some((property) => property in change)) checkMayReset(call, user)
  if (change.accountEnabled === false) checkIsKept(call, user)
  if (change.userPrincipalName !== undefined) checkUserName(call, change.userPrincipalName, user)
  const password = change.passwordProfile?.password
  if (password !== undefined) checkPassword(call, password, user)
  const plain = Object.keys(change).filter((property) => property !== 'passwordProfile')
  const before = userEntity(call.state, user)
  apply(user, change)
  if (change.passwordProfile) setPassword(call, user, change.passwordProfile)
  if (plain.length > 0) {
    const after = userEntity(call.state, user)
    writeAudit(call.state, {
      at: call.now,
      service: 'directory',
      activity: 'Update user',
      actor: call.caller.user,
      targets: [
        userTarget(
          user,
          plain.map((property) => changed(property, before[property], after[property])),
        ),
      ],
    })
  }
  return noContent()
}

function setPassword(call: GraphCall, user: User, profile: z.infer<typeof PasswordProfile>): void {
  user.mustChangePassword = profile.forceChangePasswordNextSignIn ?? true
  if (profile.password === undefined) return
  putPassword(call.state, user, profile.password)
  user.passwordChangedAt = call.now
  user.sessionsValidFrom = call.now
  const row = { at: call.now, actor: call.caller.user, targets: [userTarget(user)] }
  writeAudit(call.state, { ...row, service: 'sspr', activity: 'Reset password (by admin)' })
  writeAudit(call.state, { ...row, service: 'directory', activity: 'Reset user password' })
}

function deleteUser(call: GraphCall): Answer {
  const user = findUser(call, param(call, 'id'))
  if (isAdministrator(user)) checkMayReset(call, user)
  checkIsKept(call, user)
  user.deletedAt = call.now
  user.sessionsValidFrom = call.now
  writeAudit(call.state, {
    at: call.now,
    service: 'directory',
    activity: 'Delete user',
    operationType: 'Delete',
    actor: call.caller.user,
    targets: [userTarget(user)],
  })
  return noContent()
}

const seenUsers = (call: GraphCall) =>
  liveUsers(call.state)
    .filter((user) => isReplicated(call, user))
    .map((user) => userEntity(call.state, user))

/** `signInActivity` needs the audit scope beside the user scope (graph-docs: res/signinactivity.md). */
function checkSelect(call: GraphCall): void {
  const asksActivity = /(^|,)\s*signInActivity\b/i.test(call.query.params.get('$select') ?? '')
  if (asksActivity && !call.caller.scopes.includes('AuditLog.Read.All')) throw denied()
}

export function oneUser(call: GraphCall, user: User): Answer {
  checkSelect(call)
  return answer(200, {
    '@odata.context': contextUrl(call, 'users/$entity'),
    ...project(userEntity(call.state, user), call.query.params, userDefaults),
  })
}

/** graph-docs: api/user-post-users.md, user-list.md, user-get.md, user-update.md, user-delete.md */
export const userOperations: readonly Operation[] = [
  { method: 'POST', path: 'users', scopes: scopesFor.writeUsers, roles: rolesFor.users, run: createUser },
  {
    method: 'GET',
    path: 'users',
    scopes: scopesFor.readUsers,
    roles: 'everybody',
    run: (call) => {
      checkSelect(call)
      return answer(200, listBody(seenUsers(call), call.query, userList, contextUrl(call, 'users')))
    },
  },
  {
    method: 'GET',
    path: 'users/$count',
    scopes: scopesFor.readUsers,
    roles: 'everybody',
    run: (call) => {
      if (call.query.consistencyLevel?.toLowerCase() !== 'eventual') {
        throw badRequest("$count is not currently supported without the header 'ConsistencyLevel: eventual'.")
      }
      return answer(200, String(countOf(seenUsers(call), call.query, userList)))
    },
  },
  {
    method: 'GET',
    path: 'users/{id}',
    scopes: scopesFor.readUsers,
    roles: 'everybody',
    run: (call) => oneUser(call, findUser(call, param(call, 'id'))),
  },
  { method: 'PATCH', path: 'users/{id}', scopes: scopesFor.updateUsers, roles: rolesFor.users, run: updateUser },
  { method: 'DELETE', path: 'users/{id}', scopes: scopesFor.writeUsers, roles: rolesFor.users, run: deleteUser },
]
