import { z } from 'zod'

import { userTarget, writeAudit } from '../../audit/audit-log.ts'
import { isAdministrator } from '../../rules/directory.ts'
import { emailMethodId, passwordMethodId, phoneMethodIds, roles } from '../../state/catalogue.ts'
import type { Method, User } from '../../state/model.ts'
import { directoryTime } from '../../time.ts'
import { answer, type Answer, badRequest, denied, noContent, notFound } from '../answer.ts'
import type { Entity } from '../odata/evaluate.ts'
import { contextUrl, type GraphCall, type Operation, param, readBody } from '../operation.ts'
import { isGlobalAdministrator, rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import { findUser } from './find.ts'

const typeName = (name: string): string => `#microsoft.graph.${name}AuthenticationMethod`

function methodEntity(method: Method): Entity {
  const createdDateTime = directoryTime(method.createdAt)
  switch (method.type) {
    case 'microsoftAuthenticator':
      return {
        '@odata.type': typeName('microsoftAuthenticator'),
        id: method.id,
        displayName: method.displayName,
        deviceTag: 'SoftwareTokenActivated',
        phoneAppVersion: '6.2511.1',
        createdDateTime,
      }
    case 'softwareOath':
      return { '@odata.type': typeName('softwareOath'), id: method.id, secretKey: null, createdDateTime }
    case 'phone':
      return {
        '@odata.type': typeName('phone'),
        id: phoneMethodIds[method.phoneType],
        phoneNumber: method.phoneNumber,
        phoneType: method.phoneType,
        smsSignInState: 'notAllowedByPolicy',
        createdDateTime,
      }
    case 'email':
      return {
        '@odata.type': typeName('email'),
        id: emailMethodId,
        emailAddress: method.emailAddress,
        createdDateTime,
      }
  }
}

const passwordEntity = (user: User): Entity => ({
  '@odata.type': typeName('password'),
  id: passwordMethodId,
  password: null,
  createdDateTime: directoryTime(user.passwordChangedAt),
})

const collections = {
  phoneMethods: 'phone',
  emailMethods: 'email',
  softwareOathMethods: 'softwareOath',
  microsoftAuthenticatorMethods: 'microsoftAuthenticator',
} as const
type Collection = keyof typeof collections

/** A typed collection does not repeat the type on each item. */
const untyped = ({ '@odata.type': _type, ...rest }: Entity): Entity => rest

const ofType = (user: User, collection: Collection): Entity[] =>
  user.methods
    .filter((method) => method.type === collections[collection])
    .map((method) => untyped(methodEntity(method)))

const target = (call: GraphCall): User =>
  call.path['id'] === undefined ? call.caller.user : findUser(call, param(call, 'id'))

/** Methods of people with a role are for the privileged role only; Global Readers may look at everybody's. */
function checkMayTouch(call: GraphCall, user: User): void {
  const caller = call.caller.user
  const strong = isGlobalAdministrator(caller) || caller.roles.includes(roles.privilegedAuthenticationAdministrator)
  if (isAdministrator(user) && user !== caller && !strong) throw denied()
}

const context = (call: GraphCall, user: User, tail: string): string =>
  contextUrl(call, `users('${user.id}')/authentication/${tail}`)

function listMethods(call: GraphCall): Answer {
  const user = target(call)
  const value = [passwordEntity(user), ...user.methods.map(methodEntity)]
  return answer(200, { '@odata.context': context(call, user, 'methods'), value })
}

const listOf =
  (collection: Collection) =>
  (call: GraphCall): Answer => {
    const user = target(call)
    return answer(200, { '@odata.context': context(call, user, collection), value: ofType(user, collection) })
  }

const oneOf =
  (collection: Collection) =>
  (call: GraphCall): Answer => {
    const user = target(call)
    const found = ofType(user, collection).find((entity) => entity['id'] === param(call, 'methodId'))
    if (!found) throw notFound(param(call, 'methodId'))
    return answer(200, { '@odata.context': context(call, user, `${collection}/$entity`), ...found })
  }

const Phone = z.strictObject({
  phoneNumber: z.string().regex(/^\+\d{1,3} \d{4,14}(x\d{1,8})?$/),
  phoneType: z.enum(['mobile', 'alternateMobile', 'office']),
})
const Email = z.strictObject({ emailAddress: z.email() })

function addMethod(call: GraphCall, user: User, method: Method, collection: Collection): Answer {
  user.methods.push(method)
  writeMethodAudit(call, user, 'Admin registered security info')
  const entity = untyped(methodEntity(method))
  return answer(201, { '@odata.context': context(call, user, `${collection}/$entity`), ...entity })
}

function addPhone(call: GraphCall): Answer {
  const user = target(call)
  checkMayTouch(call, user)
  const { phoneNumber, phoneType } = readBody(call, Phone, 'PhoneAuthenticationMethod')
  const has = (type: string): boolean =>
    user.methods.some((method) => method.type === 'phone' && method.phoneType === type)
  if (has(phoneType)) throw badRequest('A phone of this type is already registered for the user.')
  if (phoneType === 'alternateMobile' && !has('mobile')) {
    throw badRequest('An alternate mobile phone needs a mobile phone first.')
  }
  return addMethod(call, user, { type: 'phone', phoneType, phoneNumber, createdAt: call.now }, 'phoneMethods')
}

function addEmail(call: GraphCall): Answer {
  const user = target(call)
  checkMayTouch(call, user)
  const { emailAddress } = readBody(call, Email, 'EmailAuthenticationMethod')
  if (user.methods.some((method) => method.type === 'email')) {
    throw badRequest('An email address is already registered for the user.')
  }
  return addMethod(call, user, { type: 'email', emailAddress, createdAt: call.now }, 'emailMethods')
}

function writeMethodAudit(call: GraphCall, user: User, activity: string): void {
  writeAudit(call.state, {
    at: call.now,
    service: 'methods',
    activity,
    actor: call.caller.user,
    targets: [userTarget(user)],
  })
}

const removeFrom =
  (collection: Collection) =>
  (call: GraphCall): Answer => {
    const user = target(call)
    checkMayTouch(call, user)
    const id = param(call, 'methodId')
    const kept = user.methods.filter(
      (method) => method.type !== collections[collection] || methodEntity(method)['id'] !== id,
    )
    if (kept.length === user.methods.length) throw notFound(id)
    user.methods = kept
    writeMethodAudit(call, user, 'Admin deleted security info')
    return noContent()
  }

const base = 'users/{id}/authentication'
const reading = { method: 'GET', scopes: scopesFor.readUserMethods, roles: rolesFor.readUserMethods } as const
const mine = { method: 'GET', scopes: scopesFor.readOwnMethods, roles: 'everybody' } as const

const perCollection = (collection: Collection): Operation[] => [
  { ...reading, path: `${base}/${collection}`, run: listOf(collection) },
  { ...reading, path: `${base}/${collection}/{methodId}`, run: oneOf(collection) },
  { ...mine, path: `me/authentication/${collection}`, run: listOf(collection) },
  {
    method: 'DELETE',
    path: `${base}/${collection}/{methodId}`,
    scopes: scopesFor.readUserMethods.slice(1),
    roles: rolesFor.writeUserMethods,
    run: removeFrom(collection),
  },
]

/** graph-docs: api/authentication-list-methods.md, authentication-post-phonemethods.md, -post-emailmethods.md */
export const userMethodOperations: readonly Operation[] = [
  { ...reading, path: `${base}/methods`, run: listMethods },
  { ...mine, path: 'me/authentication/methods', run: listMethods },
  ...perCollection('phoneMethods'),
  ...perCollection('emailMethods'),
  ...perCollection('softwareOathMethods'),
  ...perCollection('microsoftAuthenticatorMethods'),
  {
    method: 'POST',
    path: `${base}/phoneMethods`,
    scopes: scopesFor.writePhones,
    roles: rolesFor.writeUserMethods,
    run: addPhone,
  },
  {
    method: 'POST',
    path: `${base}/emailMethods`,
    scopes: scopesFor.writeEmails,
    roles: rolesFor.writeUserMethods,
    run: addEmail,
  },
]
