import { generateKeyPairSync, randomInt, randomUUID } from 'node:crypto'

import { dayMs } from '../time.ts'
import { entraP2, flowFree, roles } from './catalogue.ts'
import {
  defaultAuthorizationPolicy,
  defaultMethodConfigurations,
  defaultRegistrationEnforcement,
  defaultSsprPolicy,
} from './default-policies.ts'
import type { PracticeState, User } from './model.ts'
import { hashPassword } from './password-hash.ts'

export const practiceDomain = 'practicelab.onmicrosoft.com'

/** What survives "Start over", so that addresses, tokens and the admin's password stay as they were. */
export type Identity = Pick<PracticeState, 'signingKey' | 'admin'> & { tenantId: string }

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

export function newIdentity(): Identity {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n = '', e = '', d = '', p = '', q = '', dp = '', dq = '', qi = '' } = privateKey.export({ format: 'jwk' })
  return {
    signingKey: { kty: 'RSA', kid: randomUUID(), n, e, d, p, q, dp, dq, qi },
    admin: { userId: randomUUID(), password: generatePassword() },
    tenantId: randomUUID(),
  }
}

/** A user with nothing in it but a name. Takes only the three names of what it is given. */
export function blankUser(
  { userPrincipalName, displayName, mailNickname }: Pick<User, 'userPrincipalName' | 'displayName' | 'mailNickname'>,
  at: number,
): User {
  return {
    id: randomUUID(),
    userPrincipalName,
    displayName,
    mailNickname,
    givenName: null,
    surname: null,
    jobTitle: null,
    department: null,
    officeLocation: null,
    preferredLanguage: null,
    usageLocation: null,
    mail: null,
    mobilePhone: null,
    businessPhones: [],
    otherMails: [],
    passwordPolicies: null,
    userType: 'Member',
    accountEnabled: true,
    createdAt: at,
    deletedAt: null,
    passwordHash: '',
    mustChangePassword: false,
    passwordChangedAt: at,
    sessionsValidFrom: at,
    roles: [],
    licences: [],
    methods: [],
    methodsReviewedAt: null,
    signIn: { failures: 0, lockedUntil: null, lastAt: null, lastSuccessAt: null },
    reset: { failedAt: [], mailsAt: [], blockedUntil: null },
  }
}

function sampleUser(givenName: string, surname: string, department: string, at: number): User {
  const mailNickname = `${givenName}${surname.charAt(0)}`.toLowerCase()
  return {
    ...blankUser(
      { userPrincipalName: `${mailNickname}@${practiceDomain}`, displayName: `${givenName} ${surname}`, mailNickname },
      at,
    ),
    givenName,
    surname,
    department,
    usageLocation: 'US',
    passwordHash: hashPassword(generatePassword()),
  }
}

function seedUsers(identity: Identity, tenantCreatedAt: number, now: number): User[] {
  const administrator: User = {
    ...blankUser(
      { userPrincipalName: `admin@${practiceDomain}`, displayName: 'Practice Admin', mailNickname: 'admin' },
      tenantCreatedAt,
    ),
    id: identity.admin.userId,
    givenName: 'Practice',
    surname: 'Admin',
    usageLocation: 'US',
    passwordHash: hashPassword(identity.admin.password),
    roles: [roles.globalAdministrator],
    sessionsValidFrom: now,
  }
  return [
    administrator,
    sampleUser('Grace', 'Okafor', 'Finance', tenantCreatedAt + dayMs),
    sampleUser('Mateo', 'Silva', 'Sales', tenantCreatedAt + dayMs),
    sampleUser('Ingrid', 'Halvorsen', 'Marketing', tenantCreatedAt + 2 * dayMs),
  ]
}

/** The tenant as it is before anybody does a lab: some weeks old, a P2 trial of 30 days, four people, one group. */
export function seedState(now: number, identity: Identity = newIdentity()): PracticeState {
  const createdAt = now - 24 * dayMs
  const users = seedUsers(identity, createdAt, now)
  return {
    format: 1,
    tenant: {
      id: identity.tenantId,
      displayName: 'Practice Lab',
      domain: practiceDomain,
      countryLetterCode: 'US',
      createdAt,
    },
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
    users,
    groups: [
      {
        id: randomUUID(),
        displayName: 'All Staff',
        description: 'Everybody who works here',
        mailNickname: 'all-staff',
        mailEnabled: false,
        securityEnabled: true,
        groupTypes: [],
        isAssignableToRole: null,
        uniqueName: null,
        visibility: 'Private',
        createdAt: createdAt + 2 * dayMs,
        deletedAt: null,
        members: users.slice(1).map((user) => user.id),
      },
    ],
    methodConfigurations: defaultMethodConfigurations(),
    methodsPolicy: { registrationEnforcement: defaultRegistrationEnforcement(), lastModifiedAt: createdAt },
    authorizationPolicy: defaultAuthorizationPolicy(),
    securityDefaults: { isEnabled: false },
    sspr: defaultSsprPolicy(),
    audits: [],
    signIns: [],
    messages: [],
    prompts: [],
    nextSeq: 1,
    report: null,
    refreshTokens: [],
  }
}
