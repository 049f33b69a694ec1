import type {
  EmailAuthenticationMethod,
  MicrosoftAuthenticatorAuthenticationMethod,
  PasswordAuthenticationMethod,
  PhoneAuthenticationMethod,
  SoftwareOathAuthenticationMethod,
  TemporaryAccessPassAuthenticationMethod,
} from '@microsoft/microsoft-graph-types'

import { emailMethodId, passwordMethodId, phoneMethodIds } from '../../state/catalogue.ts'
import type { Method, User } from '../../state/model.ts'
import { directoryTime, minuteMs } from '../../time.ts'
import type { Entity } from '../odata/rules.ts'

const typed = (name: string, entity: object): Entity => ({
  '@odata.type': `#microsoft.graph.${name}AuthenticationMethod`,
  ...entity,
})

export type Pass = Extract<Method, { type: 'temporaryAccessPass' }>

/** Whether a Temporary Access Pass would be taken now, in Graph's words. */
export function passUsability(pass: Pass, now: number): 'EnabledByPolicy' | 'NotYetValid' | 'Expired' | 'OneTimeUsed' {
  if (pass.isUsableOnce && pass.usedAt !== null) return 'OneTimeUsed'
  if (now < pass.startsAt) return 'NotYetValid'
  return now >= pass.startsAt + pass.lifetimeMinutes * minuteMs ? 'Expired' : 'EnabledByPolicy'
}

/** One registered method with its `@odata.type`. Secrets are never shown. */
export function methodEntity(method: Method, now: number): Entity {
  switch (method.type) {
    case 'microsoftAuthenticator':
      return typed(method.type, {
        id: method.id,
        displayName: method.displayName,
        deviceTag: 'SoftwareTokenActivated',
        phoneAppVersion: '6.2511.1',
        createdDateTime: directoryTime(method.createdAt),
      } satisfies MicrosoftAuthenticatorAuthenticationMethod)
    case 'softwareOath':
      return typed(method.type, { id: method.id, secretKey: null } satisfies SoftwareOathAuthenticationMethod)
    case 'temporaryAccessPass': {
      const usability = passUsability(method, now)
      return typed(method.type, {
        id: method.id,
        temporaryAccessPass: null,
        createdDateTime: directoryTime(method.createdAt),
        startDateTime: directoryTime(method.startsAt),
        lifetimeInMinutes: method.lifetimeMinutes,
        isUsableOnce: method.isUsableOnce,
        isUsable: usability === 'EnabledByPolicy',
        methodUsabilityReason: usability,
      } satisfies TemporaryAccessPassAuthenticationMethod)
    }
    case 'phone':
      return typed(method.type, {
        id: phoneMethodIds[method.phoneType],
        phoneNumber: method.phoneNumber,
        phoneType: method.phoneType,
        smsSignInState: 'notAllowedByPolicy',
      } satisfies PhoneAuthenticationMethod)
    case 'email':
      return typed(method.type, {
        id: emailMethodId,
        emailAddress: method.emailAddress,
      } satisfies EmailAuthenticationMethod)
  }
}

export const passwordEntity = (user: User): Entity =>
  typed('password', {
    id: passwordMethodId,
    password: null,
    createdDateTime: directoryTime(user.passwordChangedAt),
  } satisfies PasswordAuthenticationMethod)

export const collections = {
  phoneMethods: 'phone',
  emailMethods: 'email',
  softwareOathMethods: 'softwareOath',
  microsoftAuthenticatorMethods: 'microsoftAuthenticator',
  temporaryAccessPassMethods: 'temporaryAccessPass',
  passwordMethods: 'password',
} as const
export type Collection = keyof typeof collections

/** A typed collection does not repeat the type on each item. */
export const untyped = ({ '@odata.type': _type, ...rest }: Entity): Entity => rest

export const entitiesOf = (user: User, collection: Collection, now: number): Entity[] =>
  collection === 'passwordMethods'
    ? [passwordEntity(user)]
    : user.methods
        .filter((method) => method.type === collections[collection])
        .map((method) => methodEntity(method, now))
