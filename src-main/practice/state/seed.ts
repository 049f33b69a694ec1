import { generateKeyPairSync, randomInt, randomUUID } from 'node:crypto'

import { dayMs } from '../time.ts'
import { entraP2, firstPartyApplications, flowFree, roles } from './catalogue.ts'
import {
  defaultAuthorizationPolicy,
  defaultMethodConfigurations,
  defaultRegistrationEnforcement,
  defaultSsprPolicy,
} from './default-policies.ts'
import type { User } from './model.ts'
import { hashPassword } from './password-hash.ts'
import { blankUser } from './population.ts'
import type { Population, SigningKey, TenantRecord } from './tenant-record.ts'

export const practiceDomain = 'practicelab.onmicrosoft.com'
export const defaultUsers = 8

/** What survives "Start over", so that addresses, tokens and the admin's password stay as they were. */
export type Identity = Pick<TenantRecord, 'signingKey' | 'admin'> & {
  tenantId: string
  domain: string
  displayName: string
}

const letters = {
  upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  lower: 'abcdefghijkmnpqrstuvwxyz',
  digit: '23456789',
  symbol: '-+=!%',
}

/** Sixteen characters of four kinds; look-alikes are left out because people type it. */
export function generatePassword(): string {
  const pick = (from: string): string => from.charAt(randomInt(from.length))
  const fixed = [pick(letters.upper), pick(letters.lower), pick(letters.digit), pick(letters.symbol)]
  const rest = Array.from({ length: 12 }, () => pick(letters.lower + letters.upper + letters.digit))
  return [...fixed, ...rest].join('')
}

/** An RSA key for tokens. To make one takes about as long as to start everything else. */
export function newSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n = '', e = '', d = '', p = '', q = '', dp = '', dq = '', qi = '' } = privateKey.export({ format: 'jwk' })
  return { kty: 'RSA', kid: randomUUID(), n, e, d, p, q, dp, dq, qi }
}

export function newIdentity(domain: string, displayName: string, signingKey = newSigningKey()): Identity {
  return {
    signingKey,
    admin: { userId: randomUUID(), password: generatePassword() },
    tenantId: randomUUID(),
    domain,
    displayName,
  }
}

const tenantAgeMs = 24 * dayMs

/** The administrator every practice tenant begins with. */
export function seedAdministrator({ admin, tenant, population }: TenantRecord): User {
  const names = { userPrincipalName: `admin@${tenant.domain}`, displayName: 'Practice Admin', mailNickname: 'admin' }
  return {
    ...blankUser(names, admin.userId, population.at - tenantAgeMs),
    givenName: 'Practice',
    surname: 'Admin',
    usageLocation: 'US',
    passwordHash: hashPassword(admin.password),
    roles: [roles.globalAdministrator],
    sessionsValidFrom: population.at,
  }
}

/** The tenant as it is before anybody does a lab: some weeks old, a P2 trial of 30 days, nothing switched on. */
export function seedRecord(now: number, identity: Identity, population: Population): TenantRecord {
  const createdAt = now - tenantAgeMs
  const inForce = {
    sspr: defaultSsprPolicy(),
    methodConfigurations: defaultMethodConfigurations(),
    authorizationPolicy: defaultAuthorizationPolicy(),
  }
  return {
    tenant: {
      id: identity.tenantId,
      displayName: identity.displayName,
      domain: identity.domain,
      customDomains: [],
      countryLetterCode: 'US',
      tenantType: 'AAD',
      isSynced: false,
      createdAt,
      devices: 0,
    },
    population,
    admin: identity.admin,
    signingKey: identity.signingKey,
    subscriptions: [
      {
        id: randomUUID(),
        commerceSubscriptionId: randomUUID(),
        skuId: entraP2.skuId,
        isTrial: true,
        totalLicenses: 100,
        createdAt: now,
        endsAt: now + 30 * dayMs,
      },
      {
        id: randomUUID(),
        commerceSubscriptionId: randomUUID(),
        skuId: flowFree.skuId,
        isTrial: false,
        totalLicenses: 10000,
        createdAt,
        endsAt: null,
      },
    ],
    activatedRoles: [roles.globalAdministrator],
    ...structuredClone(inForce),
    methodsPolicy: { registrationEnforcement: defaultRegistrationEnforcement(), lastModifiedAt: createdAt },
    securityDefaults: { isEnabled: false },
    conditionalAccessPolicies: [],
    inForce,
    waiting: [],
    applications: structuredClone(firstPartyApplications),
    grants: [],
    nextSeq: 1,
    codesGiven: 0,
  }
}
