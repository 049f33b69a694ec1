import { answer, type Answer, noContent, notFound } from '../answer.ts'
import { contextUrl, type GraphCall, type Operation, param } from '../operation.ts'
import { roles } from '../../state/catalogue.ts'
import { holdsAny, rolesFor } from '../roles.ts'
import { scopesFor } from '../scopes.ts'
import type { User } from '../../state/model.ts'
import { type Collection, collections, entitiesOf, methodEntity, passwordEntity, untyped } from './method-entity.ts'
import { findUser } from './find.ts'
import { checkMayReset } from './user-rights.ts'
import { operationOf, resetPassword } from './reset-password.ts'
import { checkMayTouch, removeMethod } from './touch-methods.ts'
import { addEmail, addPass, addPhone, changeEmail, changePhone } from './write-methods.ts'

const target = (call: GraphCall): User =>
  call.path['id'] === undefined ? call.caller.user : findUser(call, param(call, 'id'))

const context = (call: GraphCall, user: User, tail: string): string =>
  contextUrl(call, `users('${user.id}')/authentication/${tail}`)

/** Whose methods are read: an Authentication Administrator alone sees those of people without a role (graph-facts 8.4). */
function readTarget(call: GraphCall): User {
  const user = target(call)
  if (user === call.caller.user || holdsAny(call.caller.user, [roles.globalReader])) return user
  checkMayReset(call, user)
  return user
}

function listMethods(call: GraphCall): Answer {
  const user = readTarget(call)
  const value = [passwordEntity(user), ...user.methods.map((method) => methodEntity(method, call.now))]
  return answer(200, { '@odata.context': context(call, user, 'methods'), value })
}

function oneMethod(call: GraphCall): Answer {
  const user = readTarget(call)
  const all = [passwordEntity(user), ...user.methods.map((method) => methodEntity(method, call.now))]
  const found = all.find((entity) => entity['id'] === param(call, 'methodId').toLowerCase())
  if (!found) throw notFound(param(call, 'methodId'))
  return answer(200, { '@odata.context': context(call, user, 'methods/$entity'), ...found })
}

const listOf =
  (collection: Collection) =>
  (call: GraphCall): Answer => {
    const user = readTarget(call)
    const value = entitiesOf(user, collection, call.now).map(untyped)
    return answer(200, { '@odata.context': context(call, user, collection), value })
  }

const oneOf =
  (collection: Collection) =>
  (call: GraphCall): Answer => {
    const user = readTarget(call)
    const id = param(call, 'methodId').toLowerCase()
    const found = entitiesOf(user, collection, call.now).find((entity) => entity['id'] === id)
    if (!found) throw notFound(param(call, 'methodId'))
    return answer(200, { '@odata.context': context(call, user, `${collection}/$entity`), ...untyped(found) })
  }

const removeFrom =
  (collection: Collection) =>
  (call: GraphCall): Answer => {
    const user = target(call)
    checkMayTouch(call, user)
    removeMethod(call, user, collection)
    return noContent()
  }

const base = 'users/{id}/authentication'
const reading = { method: 'GET', scopes: scopesFor.readUserMethods, roles: rolesFor.readUserMethods } as const
const mine = { method: 'GET', scopes: scopesFor.readOwnMethods, roles: 'everybody' } as const
const writing = { scopes: scopesFor.writeMethods, roles: rolesFor.writeUserMethods } as const

const readScopes: Readonly<Record<Collection, readonly string[]>> = {
  phoneMethods: scopesFor.readPhones,
  emailMethods: scopesFor.readEmails,
  softwareOathMethods: scopesFor.readCodeApps,
  microsoftAuthenticatorMethods: scopesFor.readAuthenticators,
  temporaryAccessPassMethods: scopesFor.readPasses,
  passwordMethods: scopesFor.readPasswords,
}
const writeScopes: Readonly<Record<Collection, readonly string[]>> = {
  phoneMethods: scopesFor.writePhones,
  emailMethods: scopesFor.writeEmails,
  softwareOathMethods: scopesFor.writeCodeApps,
  microsoftAuthenticatorMethods: scopesFor.writeAuthenticators,
  temporaryAccessPassMethods: scopesFor.writePasses,
  passwordMethods: scopesFor.writePasswords,
}

function readingOf(collection: Collection): Operation[] {
  const scopes = readScopes[collection]
  return [
    { ...reading, scopes, path: `${base}/${collection}`, run: listOf(collection) },
    { ...reading, scopes, path: `${base}/${collection}/{methodId}`, run: oneOf(collection) },
    { ...mine, scopes: [...mine.scopes, ...scopes], path: `me/authentication/${collection}`, run: listOf(collection) },
  ]
}

/** Passwords are methods too, but never removed. */
const removable = (Object.keys(collections) as Collection[]).filter((collection) => collection !== 'passwordMethods') // keys of a constant object

const phones = `${base}/phoneMethods`
const emails = `${base}/emailMethods`

/**
 * graph-docs: api/authentication-list-methods.md, authentication-post-phonemethods.md, -post-emailmethods.md,
 * authentication-post-temporaryaccesspassmethods.md, authenticationmethod-resetpassword.md. In v1.0 nobody adds an
 * authenticator app for somebody else.
 */
export const userMethodOperations: readonly Operation[] = [
  { ...reading, path: `${base}/methods`, run: listMethods },
  { ...reading, path: `${base}/methods/{methodId}`, run: oneMethod },
  { ...mine, path: 'me/authentication/methods', run: listMethods },
  ...(Object.keys(collections) as Collection[]).flatMap(readingOf), // keys of a constant object
  ...removable.map((collection): Operation => ({
    ...writing,
    scopes: writeScopes[collection],
    method: 'DELETE',
    path: `${base}/${collection}/{methodId}`,
    run: removeFrom(collection),
  })),
  {
    ...writing,
    method: 'POST',
    path: phones,
    scopes: scopesFor.writePhones,
    run: (call) => addPhone(call, target(call)),
  },
  {
    ...writing,
    method: 'PATCH',
    path: `${phones}/{methodId}`,
    scopes: scopesFor.writePhones,
    run: (call) => changePhone(call, target(call)),
  },
  {
    ...writing,
    method: 'POST',
    path: emails,
    scopes: scopesFor.writeEmails,
    run: (call) => addEmail(call, target(call)),
  },
  {
    ...writing,
    method: 'PATCH',
    path: `${emails}/{methodId}`,
    scopes: scopesFor.writeEmails,
    run: (call) => changeEmail(call, target(call)),
  },
  {
    ...writing,
    method: 'POST',
    path: `${base}/temporaryAccessPassMethods`,
    scopes: scopesFor.writePasses,
    run: (call) => addPass(call, target(call)),
  },
  {
    ...writing,
    method: 'POST',
    path: `${base}/methods/{methodId}/resetPassword`,
    scopes: scopesFor.writePasswords,
    run: (call) => resetPassword(call, target(call)),
  },
  {
    ...reading,
    scopes: scopesFor.readPasswords,
    path: `${base}/operations/{operationId}`,
    run: (call) => operationOf(call, target(call)),
  },
]
