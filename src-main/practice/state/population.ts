import { dayMs } from '../time.ts'
import type { Group, User } from './model.ts'
import { seededRandom, seededUuid, type Random } from './random.ts'
import type { Population } from './tenant-record.ts'

/** Nobody here is called as anybody in a lab. */
const first: readonly (readonly [given: string, surname: string, department: string])[] = [
  ['Grace', 'Okafor', 'Finance'],
  ['Mateo', 'Silva', 'Sales'],
  ['Ingrid', 'Halvorsen', 'Marketing'],
  ['Yusuf', 'Demir', 'Finance'],
  ['Noor', 'Rahimi', 'Legal'],
  ['Tomasz', 'Wrona', 'Operations'],
  ['Keiko', 'Maruyama', 'Sales'],
]
const givenNames =
  `Amara Bruno Chioma Dario Elif Farida Goran Hana Imani Jonas Kofi Leila Milan Nadia Oskar Priya Quentin Rosa
  Samir Tuva Uma Viktor Wanda Ximena Yara Zoran Anouk Bjorn Carmen Dmitri Esther Fabio Greta Hugo Ines Jamal Katya Lucia Marek Nia`.split(
    /\s+/,
  )
const surnames =
  `Abara Bergstrom Castellano Dufour Eriksen Farouk Gallagher Horvat Ibsen Jankowski Kamara Lindqvist Mbeki Novak
  Oyelaran Pereira Quiroga Ruiz Santos Takeda Ulrich Vargas Weiss Xu Yilmaz Zielinski Ashworth Brandt Conti Delgado Engel Fischer
  Greco Haddad Ivanov Jensen Kowalski Laurent Moreau Nakamura`.split(/\s+/)
const departments = ['Finance', 'Sales', 'Marketing', 'Legal', 'Operations', 'Support', 'Research', 'People']
const countries = ['US', 'DE', 'GB', 'FR', 'JP', 'BR']

interface Named {
  givenName: string
  surname: string
  department: string
  mailNickname: string
}

/** The n-th person, from 0; each name comes once, then with a number. */
function nameAt(n: number): Named {
  const known = first[n]
  if (known) {
    const [givenName, surname, department] = known
    return { givenName, surname, department, mailNickname: `${givenName}${surname.charAt(0)}`.toLowerCase() }
  }
  const at = n - first.length
  const givenName = givenNames[at % givenNames.length] ?? ''
  const surname = surnames[Math.floor(at / givenNames.length) % surnames.length] ?? ''
  const round = Math.floor(at / (givenNames.length * surnames.length))
  const mailNickname = `${givenName}.${surname}${round === 0 ? '' : String(round + 1)}`.toLowerCase()
  return { givenName, surname, department: departments[n % departments.length] ?? '', mailNickname }
}

/** A user with nothing in it but a name. Takes only the three names of what it is given. */
export function blankUser(
  { userPrincipalName, displayName, mailNickname }: Pick<User, 'userPrincipalName' | 'displayName' | 'mailNickname'>,
  id: string,
  at: number,
): User {
  return {
    id,
    userPrincipalName,
    displayName,
    mailNickname,
    givenName: null,
    surname: null,
    jobTitle: null,
    department: null,
    employeeType: null,
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
    isSynced: false,
    signIn: { failures: 0, lockedUntil: null, lastAt: null, lastSuccessAt: null },
    reset: { failedAt: [], mailsAt: [], blockedUntil: null },
  }
}

function personAt(n: number, domain: string, at: number, random: Random): User {
  const { givenName, surname, department, mailNickname } = nameAt(n)
  const names = { userPrincipalName: `${mailNickname}@${domain}`, displayName: `${givenName} ${surname}`, mailNickname }
  return {
    ...blankUser(names, seededUuid(random), at + Math.floor(random() * 10) * dayMs),
    givenName,
    surname,
    department,
    usageLocation: n < first.length ? 'US' : (countries[n % countries.length] ?? 'US'),
  }
}

/**
 * The people of a new tenant besides its administrator, and the group of them all: the same for the same seed. They
 * have no password anybody knows, until an administrator gives them one.
 */
export function populate({ users, seed, at }: Population, domain: string): { users: User[]; group: Group } {
  const random = seededRandom(`${seed}:${domain}`)
  const groupId = seededUuid(random)
  const since = at - 23 * dayMs
  const people = Array.from({ length: users - 1 }, (_, n) => personAt(n, domain, since, random))
  const group: Group = {
    id: groupId,
    displayName: 'All Staff',
    description: 'Everybody who works here',
    mailNickname: 'all-staff',
    mailEnabled: false,
    securityEnabled: true,
    groupTypes: [],
    isSynced: false,
    isAssignableToRole: null,
    uniqueName: null,
    visibility: 'Private',
    createdAt: since + dayMs,
    deletedAt: null,
    members: new Set(people.map(({ id }) => id)),
    licences: [],
    licenceWork: null,
  }
  return { users: people, group }
}
