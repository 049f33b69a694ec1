import { randomInt, randomUUID } from 'node:crypto'
import { z } from 'zod'

import { configurationOf, mayUse } from '../../rules/methods.ts'
import { sha256 } from '../../signin/codes.ts'
import type { Method, User } from '../../state/model.ts'
import { answer, type Answer, badRequest, GraphError, noContent } from '../answer.ts'
import type { Entity } from '../odata/rules.ts'
import { contextUrl, type GraphCall, readBody } from '../operation.ts'
import { type Collection, methodEntity, untyped } from './method-entity.ts'
import { checkMayTouch, methodIn, writeMethodAudit } from './touch-methods.ts'

const phoneNumber = z.string().regex(/^\+\d{1,3} \d{4,14}(x\d{1,8})?$/)
const phoneType = z.enum(['mobile', 'alternateMobile', 'office'])
const odataType = (name: string) => z.literal(`#microsoft.graph.${name}AuthenticationMethod`).optional()
const Phone = z.strictObject({ '@odata.type': odataType('phone'), phoneNumber, phoneType })
const PhoneChange = z.strictObject({
  '@odata.type': odataType('phone'),
  phoneNumber: phoneNumber.optional(),
  phoneType: phoneType.optional(),
})
const Email = z.strictObject({ '@odata.type': odataType('email'), emailAddress: z.email().max(320) })

const shown = (call: GraphCall, user: User, method: Method, collection: Collection): Entity => ({
  '@odata.context': contextUrl(call, `users('${user.id}')/authentication/${collection}/$entity`),
  ...untyped(methodEntity(method, call.now)),
})

function created(call: GraphCall, user: User, method: Method, collection: Collection): Answer {
  const entity = shown(call, user, method, collection)
  const address = `users/${user.id}/authentication/${collection}/${String(entity['id'])}`
  return answer(201, entity, { Location: `${call.practice.baseUrl}/v1.0/${address}` })
}

function add(call: GraphCall, user: User, method: Method): void {
  user.methods.push(method)
  call.state.users.put(user)
  writeMethodAudit(call, user, 'Admin registered security info', `Admin registered ${method.type} for user`)
}

const hasPhone = (user: User, type: string): boolean =>
  user.methods.some((method) => method.type === 'phone' && method.phoneType === type)

/** What a wrong number answers: 400 with a code of its own (graph-facts 8.4). */
function checkNumber(call: GraphCall): void {
  const given = z.looseObject({ phoneNumber: z.string() }).safeParse(call.body)
  if (given.success && !phoneNumber.safeParse(given.data.phoneNumber).success) {
    throw new GraphError(
      400,
      'invalidPhoneNumber',
      'The phone number is not valid. Use the form +{country code} {number}.',
    )
  }
}

/** Adding is allowed even where the policy would not let the user use it (graph-facts 8.4). */
export function addPhone(call: GraphCall, user: User): Answer {
  checkMayTouch(call, user)
  checkNumber(call)
  const given = readBody(call, Phone, 'PhoneAuthenticationMethod')
  if (hasPhone(user, given.phoneType)) throw badRequest('A phone of this type is already registered for the user.')
  if (given.phoneType === 'alternateMobile' && !hasPhone(user, 'mobile')) {
    throw badRequest('An alternate mobile phone needs a mobile phone first.')
  }
  const { phoneNumber: number, phoneType: type } = given
  const method: Method = { type: 'phone', phoneType: type, phoneNumber: number, byAdmin: true, createdAt: call.now }
  add(call, user, method)
  return created(call, user, method, 'phoneMethods')
}

export function changePhone(call: GraphCall, user: User): Answer {
  checkMayTouch(call, user)
  const method = methodIn(call, user, 'phoneMethods')
  checkNumber(call)
  const change = readBody(call, PhoneChange, 'PhoneAuthenticationMethod')
  if (method.type !== 'phone') throw badRequest('The method is not a phone.')
  if (change.phoneType !== undefined && change.phoneType !== method.phoneType) {
    throw badRequest('The type of a phone cannot be changed.')
  }
  if (change.phoneNumber !== undefined) {
    method.phoneNumber = change.phoneNumber
    method.byAdmin = true
    call.state.users.put(user)
    writeMethodAudit(call, user, 'Admin updated security info', 'Admin updated phone for user')
  }
  if (call.state.switches.phonePatch === '204') return noContent()
  return answer(200, shown(call, user, method, 'phoneMethods'))
}

export function addEmail(call: GraphCall, user: User): Answer {
  checkMayTouch(call, user)
  const { emailAddress } = readBody(call, Email, 'EmailAuthenticationMethod')
  if (user.methods.some((method) => method.type === 'email')) {
    throw badRequest('An email address is already registered for the user.')
  }
  const method: Method = { type: 'email', emailAddress, byAdmin: true, createdAt: call.now }
  add(call, user, method)
  return created(call, user, method, 'emailMethods')
}

export function changeEmail(call: GraphCall, user: User): Answer {
  checkMayTouch(call, user)
  const method = methodIn(call, user, 'emailMethods')
  const { emailAddress } = readBody(call, Email, 'EmailAuthenticationMethod')
  if (method.type !== 'email') throw badRequest('The method is not an email address.')
  method.emailAddress = emailAddress
  method.byAdmin = true
  call.state.users.put(user)
  writeMethodAudit(call, user, 'Admin updated security info', 'Admin updated email for user')
  return noContent()
}

const Pass = z.strictObject({
  '@odata.type': odataType('temporaryAccessPass'),
  lifetimeInMinutes: z.number().int().min(10).max(43_200).optional(),
  isUsableOnce: z.boolean().optional(),
  startDateTime: z.iso.datetime({ offset: true }).optional(),
})
const PassPolicy = z.looseObject({
  defaultLength: z.number(),
  defaultLifetimeInMinutes: z.number(),
  minimumLifetimeInMinutes: z.number(),
  maximumLifetimeInMinutes: z.number(),
  isUsableOnce: z.boolean(),
})

const passLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789+@&#%'

/** The pass itself stands in this one answer and nowhere else; only its hash is kept. */
export function addPass(call: GraphCall, user: User): Answer {
  checkMayTouch(call, user)
  const given = call.body === undefined ? {} : readBody(call, Pass, 'TemporaryAccessPassAuthenticationMethod')
  if (!mayUse(call.state, user, 'TemporaryAccessPass')) {
    throw badRequest('Temporary Access Pass cannot be added to the user because it is not enabled by policy.')
  }
  if (user.methods.some((method) => method.type === 'temporaryAccessPass')) {
    throw badRequest('The user already has a Temporary Access Pass. Delete it first.')
  }
  const policy = PassPolicy.parse(configurationOf(call.state, 'TemporaryAccessPass'))
  const lifetimeMinutes = given.lifetimeInMinutes ?? policy.defaultLifetimeInMinutes
  if (lifetimeMinutes < policy.minimumLifetimeInMinutes || lifetimeMinutes > policy.maximumLifetimeInMinutes) {
    throw badRequest('The lifetime of the Temporary Access Pass is outside the limits of the policy.')
  }
  if (policy.isUsableOnce && given.isUsableOnce === false) {
    throw badRequest('The policy allows a Temporary Access Pass to be used once only.')
  }
  const startsAt = given.startDateTime === undefined ? call.now : Date.parse(given.startDateTime)
  const text = Array.from({ length: policy.defaultLength }, () => passLetters.charAt(randomInt(passLetters.length)))
  const pass = text.join('')
  const method: Method = {
    type: 'temporaryAccessPass',
    id: randomUUID(),
    hash: sha256(pass),
    startsAt: Math.max(startsAt, call.now),
    lifetimeMinutes,
    isUsableOnce: given.isUsableOnce ?? policy.isUsableOnce,
    usedAt: null,
    createdAt: call.now,
  }
  add(call, user, method)
  const { body, ...made } = created(call, user, method, 'temporaryAccessPassMethods')
  return { ...made, body: { ...(body as object), temporaryAccessPass: pass } } // `created` always answers with an object
}
