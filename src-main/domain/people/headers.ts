import type { MappedField, PeopleForm } from '../../contract/people.ts'
import { plainLetters } from '../../contract/user-name.ts'

/** Passwords are found by what their header holds, and never by a name alone. */
type NamedField = Exclude<MappedField, 'password'>

/** What a header says its column is for, by the names known for it, the surest first. */
const names: Record<NamedField, readonly string[]> = {
  userName: [
    ...['userprincipalname', 'upn', 'username', 'user', 'userid', 'login', 'loginname', 'signinname', 'accountname'],
    ...['samaccountname', 'account', 'benutzername', 'anmeldename', 'benutzer', 'nomdutilisateur', 'identifiant'],
    ...['nombredeusuario', 'usuario', 'nomeutente', 'gebruikersnaam', 'brukernavn', 'brugernavn', 'anvandarnamn'],
    ...['inviteeemail', 'email', 'emailaddress', 'mail', 'mailaddress', 'emailadresse', 'primarysmtpaddress'],
  ],
  displayName: [
    ...['displayname', 'fullname', 'name', 'anzeigename', 'vollername', 'vollstandigername', 'nomcomplet'],
    ...['nomaffiche', 'nombrecompleto', 'nomecompleto', 'weergavenaam', 'visningsnavn', 'visningsnamn', 'student'],
    ...['learner', 'participant', 'person', 'teilnehmer'],
  ],
  usageLocation: [
    ...['usagelocation', 'countrycode', 'country', 'countryregion', 'countryorregion', 'location', 'verwendungsort'],
    ...['nutzungsstandort', 'landercode', 'land', 'pays', 'pais', 'paese', 'kraj'],
  ],
  group: [
    ...['group', 'groupname', 'groups', 'securitygroup', 'team', 'gruppe', 'gruppenname', 'groupe', 'grupo', 'gruppo'],
    ...['groep', 'grupp', 'grupa', 'equipe', 'equipo'],
  ],
  licence: [
    ...[
      'licence',
      'license',
      'licences',
      'licenses',
      'sku',
      'skupartnumber',
      'product',
      'lizenz',
      'produkt',
      'licencia',
    ],
    ...['licenza', 'licentie', 'licens', 'lisens', 'licencja'],
  ],
  givenName: [
    'givenname',
    'firstname',
    'forename',
    'first',
    'vorname',
    'prenom',
    'nome',
    'voornaam',
    'fornavn',
    'imie',
  ],
  surname: [
    ...['surname', 'lastname', 'familyname', 'last', 'nachname', 'familienname', 'nomdefamille', 'apellido'],
    ...['apellidos', 'cognome', 'achternaam', 'etternavn', 'efternavn', 'efternamn', 'nazwisko'],
  ],
}
const fields: readonly NamedField[] = [
  'userName',
  'displayName',
  'usageLocation',
  'group',
  'licence',
  'givenName',
  'surname',
]
const isPassword =
  /passw|passph|passcode|kennwort|motdepasse|contrasena|wachtwoord|losenord|haslo|^pwd|^pin$|secret(?!ar)/

/**
 * A header as one word: the property in brackets where there is one, as in the admin centre's templates ("Name
 * [displayName] Required"; Entra docs, users/users-bulk-add), else its letters, small and without accents.
 */
function wordOf(header: string): string {
  const property = /\[([^\]]+)\]/.exec(header)?.[1]
  return plainLetters(property ?? header)
    .toLowerCase()
    .replace(/\(.*?\)|\brequired\b/g, '')
    .replace(/[^a-z]/g, '')
}

export interface HeaderRow {
  readonly form: PeopleForm
  readonly columns: Partial<Record<MappedField, number>>
  /** Columns of passwords: the first is read, and nothing of any is shown. */
  readonly passwords: ReadonlySet<number>
  /** How many cells were recognised, passwords included. */
  readonly known: number
}

/** What the cells of a header row mean. Of two columns for one field, the surer name counts. */
export function readHeaders(cells: readonly string[]): HeaderRow {
  const words = cells.map(wordOf)
  const passwords = new Set(words.flatMap((word, index) => (isPassword.test(word) ? [index] : [])))
  const columns: Partial<Record<MappedField, number>> = {}
  for (const field of fields) {
    const known = names[field].find((name) => words.includes(name))
    if (known !== undefined) columns[field] = words.indexOf(known)
  }
  const [password] = passwords
  if (password !== undefined) columns.password = password
  const known = words.filter((word, at) => passwords.has(at) || fields.some((field) => names[field].includes(word)))
  return { form: formOf(cells, known.length), columns, passwords, known: known.length }
}

function formOf(cells: readonly string[], known: number): PeopleForm {
  const has = (property: string): boolean => cells.some((cell) => cell.toLowerCase().includes(`[${property}]`))
  if (has('inviteeemail')) return 'bulk-invite'
  if (has('userprincipalname')) return 'bulk-create'
  return known > 0 ? 'named' : 'unknown'
}

/** The first line of the admin centre's templates. */
export const isVersionLine = (cells: readonly string[]): boolean => /^\s*version\s*:/i.test(cells[0] ?? '')

/** The example that the admin centre's templates carry beneath their headers, in the languages it is seen in. */
export const isExample = (cells: readonly string[]): boolean =>
  cells.some((cell) =>
    /^\s*(example|beispiel|exemple|ejemplo|esempio|voorbeeld|exemplo|exempel|eksempel)\s*:/i.test(cell),
  )
