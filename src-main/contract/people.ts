import { z } from 'zod'

import { PersonSaying } from './person-texts.ts'

/** What a lab user has, and what a file of people is read for. */
export const personFields = ['userName', 'displayName', 'usageLocation', 'group', 'licence'] as const
export const PersonField = z.enum(personFields)
export type PersonField = z.infer<typeof PersonField>

/**
 * Columns that can be read. First and last name make a display name where the file has none; initial passwords stay in
 * the main process.
 */
export const mappedFields = [...personFields, 'givenName', 'surname', 'password'] as const
export const MappedField = z.enum(mappedFields)
export type MappedField = z.infer<typeof MappedField>

/** Which column (counted from 0) holds what, and whether the first row holds the columns' names. */
export const PeopleMapping = z.strictObject({
  hasHeader: z.boolean(),
  columns: z.partialRecord(MappedField, z.number().int().min(0).max(999)),
})
export type PeopleMapping = z.infer<typeof PeopleMapping>

export const PersonProblemCode = z.enum([
  'empty',
  'too-long',
  'characters',
  'dot-at-end',
  'other-domain',
  'unknown-country',
  'duplicate',
  'taken',
  'in-tenant',
  'password',
  'lines-run-together',
  'open-quote',
  'cells-left-over',
  'cells-missing',
])
export type PersonProblemCode = z.infer<typeof PersonProblemCode>

/**
 * One thing wrong at one cell; `row` is the whole row. `suggestion` is what the cell could hold instead. `said` is what `text`
 * says in English, where it can be said in other languages.
 */
export const PersonProblem = z.object({
  field: z.enum([...personFields, 'row']),
  code: PersonProblemCode,
  text: z.string(),
  said: PersonSaying.optional(),
  suggestion: z.string().nullable(),
})
export type PersonProblem = z.infer<typeof PersonProblem>

/** What is kept of a cell: far more than fits anywhere, far less than a stray quotation mark can swallow. */
export const longestCell = 1000

/** One person as the file has them, blanks tidied. `rowNumber` counts every row of the file from 1, as a spreadsheet does. */
export const PersonRow = z.object({
  rowNumber: z.number().int().positive(),
  userName: z.string().max(longestCell),
  displayName: z.string().max(longestCell),
  usageLocation: z.string().max(longestCell).nullable(),
  group: z.string().max(longestCell).nullable(),
  licence: z.string().max(longestCell).nullable(),
  /** Whether an initial password of this row waits in the main process. */
  hasPassword: z.boolean(),
  problems: z.array(PersonProblem),
})
export type PersonRow = z.infer<typeof PersonRow>

export const PeopleEncoding = z.enum(['UTF-8', 'UTF-16 LE', 'UTF-16 BE', 'Windows-1252'])
export type PeopleEncoding = z.infer<typeof PeopleEncoding>
export const PeopleDelimiter = z.enum(['comma', 'semicolon', 'tab'])
export type PeopleDelimiter = z.infer<typeof PeopleDelimiter>

/** Which headers were recognised: the admin centre's two templates, names of our own, or none. */
export const PeopleForm = z.enum(['bulk-create', 'bulk-invite', 'named', 'unknown'])
export type PeopleForm = z.infer<typeof PeopleForm>

/** A column by its letter, its title when the file has titles, and by what its cells look like. */
export const PeopleColumn = z.object({
  index: z.number().int().min(0),
  letter: z.string(),
  title: z.string(),
  holds: z.enum(['addresses', 'countries', 'full names', 'single words', 'passwords', 'nothing', 'other texts']),
})
export type PeopleColumn = z.infer<typeof PeopleColumn>

/**
 * A file of people, read. Without a column for the user name or the display name there are no rows: the mapping must
 * be chosen first. Passwords never cross the bridge.
 */
export const PeopleFile = z.object({
  /** Names this reading of the file, for the passwords that wait. */
  readingId: z.uuid(),
  fileName: z.string(),
  encoding: PeopleEncoding,
  delimiter: PeopleDelimiter,
  form: PeopleForm,
  columns: z.array(PeopleColumn),
  mapping: PeopleMapping,
  /**
   * Verified domains that keep their passwords in the tenant, the initial one first. Empty when nobody is signed in, and
   * then no domain can be judged.
   */
  domains: z.array(z.string()),
  rows: z.array(PersonRow),
  counts: z.object({ people: z.number().int(), good: z.number().int(), withProblems: z.number().int() }),
  /** Plain sentences on what was left out. */
  notes: z.array(z.string()),
})
export type PeopleFile = z.infer<typeof PeopleFile>

/** The largest file that is read: 10,000 rows of the bulk-create template, filled in, are some 4 MB. */
export const largestPeopleFileBytes = 8 * 1024 * 1024
/** So many people a file may name. */
export const mostPeople = 10_000
