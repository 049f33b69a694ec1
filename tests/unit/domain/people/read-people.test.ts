import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'

import { PeopleFile } from '../../../../src-main/contract/people.ts'
import { bytesOfText, linesOf, read, readBoth, utf16 } from './read-file.ts'

const bulkCreate = [
  'version:v1.0,,,,,,,',
  'Name [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,' +
    'Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],Last name [surname],' +
    'Usage location [usageLocation],Country or region [country]',
  'Example: Chris Green,chris@contoso.com,myPassword1234,No,Chris,Green,US,United States',
  'Anna Berg,anna@lab.onmicrosoft.com,Tr0ub4dor&3,No,Anna,Berg,DE,Germany',
  ',bo.lee@lab.onmicrosoft.com,Tr0ub4dor&4,No,Bo,Lee,Norway,Norway',
].join('\r\n')

describe('the admin centre’s bulk-create template', () => {
  it('is read by its headers, without its example', () => {
    const file = read(bulkCreate)
    expect(file).toMatchObject({ form: 'bulk-create', delimiter: 'comma', counts: { people: 2, good: 1 } })
    expect(file.mapping).toEqual({
      hasHeader: true,
      columns: { userName: 1, displayName: 0, usageLocation: 6, givenName: 4, surname: 5, password: 2 },
    })
    expect(linesOf(file)).toEqual([
      '4 anna|Anna Berg|DE',
      '5 bo.lee||Norway displayName:empty usageLocation:unknown-country',
    ])
    expect(file.rows[1]?.problems.map(({ suggestion }) => suggestion)).toEqual(['Bo Lee', 'NO'])
    expect(file.notes.join(' ')).toContain('example row was left out')
  })

  it('shows none of its passwords, however it is read and wherever they slip', () => {
    const chosen = { hasHeader: true, columns: { userName: 1, displayName: 2 } }
    for (const file of [
      read(bulkCreate),
      read(bulkCreate, { mapping: chosen }),
      read(bulkCreate, { mapping: { ...chosen, hasHeader: false } }),
      read(bulkCreate, { mapping: { hasHeader: true, columns: { userName: 2, password: 2 } } }),
      // One comma too many, and a quotation mark that runs over two people.
      read(`${bulkCreate}\r\nA,b,c@x,Tr0ub4dor&5,No,,,,,x\r\n"Cy,cy,Tr0ub4dor&6,No\r\nDi"x,di,Tr0ub4dor&7,No`),
      read(`${bulkCreate}\r\n"Cy,cy,Tr0ub4dor&6,No\r\nDi",di,Tr0ub4dor&7,No`),
      // A comma too few: the password stands where the user name is looked for.
      read(`${bulkCreate}\r\nEd,Tr0ub4dor&8,No,,,,`),
    ]) {
      expect(JSON.stringify(file)).not.toContain('ub4dor')
      expect(file.notes.join(' ')).toContain('initial passwords in column C')
    }
  })

  it('says that a row with too few cells is wrong, and shows nothing of it', () => {
    const { file, passwords } = readBoth(`${bulkCreate}\r\nEd,Tr0ub4dor&8,No,,,,`)
    expect(file.rows.at(-1)).toMatchObject({ rowNumber: 6, userName: '', displayName: '', hasPassword: false })
    expect(file.rows.at(-1)?.problems[0]).toMatchObject({ field: 'row', code: 'cells-missing' })
    expect(passwords.has(6)).toBe(false)
  })

  it('keeps its passwords apart, by row, when they fit', () => {
    const { file, passwords } = readBoth(
      `${bulkCreate}\r\nEd,ed,short,No,,,,\r\nFi,fiona,Fiona-2026,No,,,,\r\nGo,go,,No,,,,`,
    )
    expect([...passwords]).toEqual([
      [4, 'Tr0ub4dor&3'],
      [5, 'Tr0ub4dor&4'],
    ])
    expect(file.rows.map((row) => row.hasPassword)).toEqual([true, true, false, false, false])
    expect(file.rows.slice(2).map((row) => row.problems.map(({ text }) => text))).toEqual([
      ['The initial password is shorter than 8 characters.'],
      ['The initial password holds the user name or a part of it.'],
      [],
    ])
    expect(JSON.stringify(file)).not.toContain('Fiona-2026')
  })

  it('leaves its passwords where they are when none are wanted', () => {
    const mapping = { hasHeader: true, columns: { userName: 1, displayName: 0 } }
    const { file, passwords } = readBoth(bulkCreate, { mapping })
    expect(passwords.size).toBe(0)
    expect(file.notes.join(' ')).toContain('column C are not taken over')
  })
})

describe('the bulk-invite template', () => {
  it('names users by what stands before the @', () => {
    const file = read(
      'version:v1.0\nEmail address to invite [inviteeEmail] Required,Redirection url [inviteRedirectURL] Required\n' +
        'zoe.lang@example.com,https://myapps.microsoft.com\n',
    )
    expect(file.form).toBe('bulk-invite')
    expect(linesOf(file)).toEqual(['3 zoe.lang|| displayName:empty'])
    expect(file.rows[0]?.problems[0]?.suggestion).toBe('Zoe Lang')
    expect(file.notes.join(' ')).toContain('invites guests')
  })
})

describe('headers', () => {
  it.each([
    ['userName,displayName,usageLocation', 'anna,Anna Berg,DE'],
    ['Benutzername;Anzeigename;Land', 'anna;Anna Berg;DE'],
    ['Country\tFull name\tUPN', 'DE\tAnna Berg\tanna@lab.onmicrosoft.com'],
    [' "E-mail" ,First Name,Last Name,Country/Region', 'anna@lab.onmicrosoft.com,Anna,Berg,DE'],
    ['sep=;\nuser;name;location', 'anna;Anna Berg;de'],
    ['Class of 2026\n\nuserName,displayName,usageLocation', 'anna,Anna Berg,DE'],
  ])('%j are known', (header, row) => {
    const file = read(`${header}\n${row}\n\n`)
    expect(file.form).toBe('named')
    expect(linesOf(file)).toEqual([`${String(header.split('\n').length + 1)} anna|Anna Berg|DE`])
  })

  it('that are not known are guessed by their columns and can be chosen', () => {
    const text = 'Kennung,Wer,Raum\nanna1,Anna Berg,12\nbo1,Bo Lee,14\n'
    const file = read(text)
    expect(file.form).toBe('unknown')
    expect(file.columns.map(({ letter, title, holds }) => `${letter} ${title}: ${holds}`)).toEqual([
      'A Kennung: single words',
      'B Wer: full names',
      'C Raum: other texts',
    ])
    expect(linesOf(file)).toEqual(['2 anna1|Anna Berg|', '3 bo1|Bo Lee|'])
    const chosen = read(text, { mapping: { hasHeader: true, columns: { displayName: 0 } } })
    expect(linesOf(chosen)[0]).toBe('2 |anna1| userName:empty')
    expect(linesOf(read(text, { mapping: { hasHeader: false, columns: { userName: 0 } } }))).toHaveLength(3)
  })

  it('may be missing; then nothing of the first row is a title', () => {
    const file = read('anna@lab.onmicrosoft.com;Anna Berg;Pa55-word\nbo@lab.onmicrosoft.com;Bo Lee;Pa55-worD\n')
    expect(linesOf(file)).toEqual(['1 anna|Anna Berg|', '2 bo|Bo Lee|'])
    expect(JSON.stringify(file)).not.toContain('Pa55')
  })

  it('without a column for names give no rows', () => {
    const file = read('Raum,Sitz\n12,4\n')
    expect(file).toMatchObject({ rows: [], counts: { people: 1, good: 0, withProblems: 0 } })
  })

  it('beyond the file’s width in a mapping are left out', () => {
    const mapping = { hasHeader: true, columns: { userName: 0, displayName: 99 } }
    expect(read('userName\nanna\n', { mapping }).mapping.columns).toEqual({ userName: 0 })
  })
})

describe('columns of groups, licences and passwords', () => {
  it('are known by their names', () => {
    const { file, passwords } = readBoth(
      'userName;displayName;Group;License;Password\nanna;Anna Berg;Class 7b;AAD_PREMIUM_P2;Tr0ub4dor&3\nbo@classes.example;Bo Lee;;None;\n',
    )
    expect(file.rows).toMatchObject([
      { userName: 'anna', group: 'Class 7b', licence: 'AAD_PREMIUM_P2', hasPassword: true, problems: [] },
      { userName: 'bo@classes.example', group: null, licence: 'none', hasPassword: false, problems: [] },
    ])
    expect([...passwords.values()]).toEqual(['Tr0ub4dor&3'])
  })

  it('can be chosen; a column chosen for passwords is shown no more', () => {
    const text = 'Kennung,Wer,Raum,Wort\nanna,Anna Berg,Nord,Tr0ub4dor&3\n'
    const mapping = { hasHeader: true, columns: { userName: 0, displayName: 1, group: 2, password: 3 } }
    const { file, passwords } = readBoth(text, { mapping })
    expect(file.rows).toMatchObject([{ userName: 'anna', group: 'Nord', hasPassword: true }])
    expect(file.columns[3]).toMatchObject({ title: 'Wort', holds: 'passwords' })
    expect(passwords.get(2)).toBe('Tr0ub4dor&3')
  })

  it('with a password column alone among known headers leave the rest to be guessed', () => {
    expect(read('Kennung,Wer,Password\nanna1,Anna Berg,x\n').mapping.columns).toEqual({
      userName: 0,
      displayName: 1,
      password: 2,
    })
  })
})

describe('rows', () => {
  it('say where they are cut wrongly', () => {
    const file = read(
      'userName,displayName,usageLocation\nanna,Anna,DE,,\nbo,Bo,Lee,DE\n"cy,Cy,DE\ndi,"Di\nDahl",DE\ned,"Ed\nfi,Fi,DE\n',
    )
    expect(linesOf(file)).toEqual([
      '2 anna|Anna|DE',
      '3 bo|Bo|Lee row:cells-left-over usageLocation:unknown-country',
      '4 cy|Cy|DE row:open-quote',
      '5 di|Di Dahl|DE',
      '6 ed|Ed| row:open-quote',
      '7 fi|Fi|DE',
    ])
  })

  it('say when two lines were read as one cell', () => {
    expect(linesOf(read('userName,displayName\nanna,"Anna\nbo,Bo"\n'))).toEqual([
      '2 anna|Anna bo,Bo| row:lines-run-together',
    ])
  })

  it('are tidied, and each that repeats another says which', () => {
    const file = read('userName,displayName\n\u00a0anna \t, Anna\u200b  Berg \n\n ANNA,Ann\nanna,Anna Berg\n')
    expect(linesOf(file)).toEqual([
      '2 anna|Anna Berg|',
      '4 ANNA|Ann| userName:duplicate',
      '5 anna|Anna Berg| userName:duplicate',
    ])
  })

  it('may be 10,000, and no more', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index) => `u${String(index)},User`).join('\n')
    expect(read(`userName,displayName\n${rows(10_000)}`).counts).toEqual({
      people: 10_000,
      good: 10_000,
      withProblems: 0,
    })
    expect(() => read(`userName,displayName\n${rows(10_001)}`)).toThrow('people.unreadable')
  })

  it('keep the beginning of a cell that runs on', () => {
    const [row] = read(`userName,displayName\nanna,${'😀'.repeat(90_000)}\n`).rows
    expect(row?.displayName.length).toBe(1000)
    expect(row?.problems).toMatchObject([{ field: 'displayName', code: 'too-long' }])
  })
})

describe('a file', () => {
  const text = 'userName;displayName\r\nzoe;Zoë Ångström\r\n'
  it.each([
    ['UTF-8', bytesOfText(text)],
    ['UTF-8', bytesOfText(`\ufeff${text}`)],
    ['UTF-16 LE', utf16(text, 'LE', true)],
    ['UTF-16 BE', utf16(text, 'BE', true)],
    ['UTF-16 LE', utf16(text, 'LE', false)],
    ['UTF-16 BE', utf16(text, 'BE', false)],
    ['Windows-1252', Buffer.from(text, 'latin1')],
  ])('in %s is read (%#)', (encoding, bytes) => {
    const file = read(bytes)
    expect(file.encoding).toBe(encoding)
    expect(linesOf(file)).toEqual(['2 zoe|Zoë Ångström|'])
    expect(file.notes.some((note) => note.includes('Windows-1252'))).toBe(encoding === 'Windows-1252')
  })

  it.each([
    ['', 'it is empty'],
    ['\n\n , \n', 'it is empty'],
    ['userName,displayName\n', 'it holds headers, but nobody'],
    ['PK\u0003\u0004rest', 'it is an Excel workbook. Save it as “CSV UTF-8” and choose that file'],
    ['%PDF-1.7', 'it is a PDF, not a CSV file'],
    ['\u0001\u0002\u0003', 'it is not a text file'],
    ['\n'.repeat(20_001), 'it has more than 20,000 rows'],
    [`${'a,'.repeat(300)}b\n`.repeat(2), 'it has more than 200 columns'],
    [' '.repeat(8 * 1024 * 1024 + 1), 'it is larger than 8 MB'],
  ])('that is no list of people says why (%#)', (content, why) => {
    expect(() => read(content)).toThrow(
      expect.objectContaining({
        failure: { kind: 'invalid-input', code: 'people.unreadable', params: { file: 'people.csv', why } },
      }),
    )
  })

  it('written by the rules of CSV comes back as it was, whatever its cells, delimiter and line breaks', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9'._!#^~-]{0,20}[a-z]$/)
    const name = fc
      .string({ unit: fc.constantFrom('A', 'ñ', 'ß', '"', ',', ';', '\t', '\n', ' '), minLength: 1, maxLength: 20 })
      .map((part) => `x${part}y`)
    const people = fc.uniqueArray(fc.tuple(word, name), {
      minLength: 1,
      maxLength: 20,
      selector: ([user]) => user.toLowerCase(),
    })
    const delimiter = fc.constantFrom(',', ';', '\t')
    fc.assert(
      fc.property(
        people,
        delimiter,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        (list, sign, newline, quotes) => {
          const text = Papa.unparse([['userName', 'displayName'], ...list], { delimiter: sign, newline, quotes })
          const file = PeopleFile.parse(read(text))
          const tidy = (cell: string) => cell.replace(/\s+/g, ' ').trim()
          expect(file.rows.map((row) => [row.userName, row.displayName])).toEqual(
            list.map(([userName, displayName]) => [userName, tidy(displayName)]),
          )
        },
      ),
    )
  })
})
