import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import type { Problem } from '../../../src-main/contract/failure.ts'
import type { Lab } from '../../../src-main/contract/lab.ts'
import { AppError } from '../../../src-main/domain/app-error.ts'
import { expandUsers } from '../../../src-main/domain/lab.ts'
import { listBuiltInLabs, loadBuiltInLab, readLab, resolveLab, writeLab } from '../../../src-main/storage/lab-file.ts'

const labsDir = resolve(import.meta.dirname, '../../../resources/labs')
const good = await readFile(join(labsDir, 'learn-reset.yaml'), 'utf8')
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length

function problemsOf(text: string): Problem[] {
  try {
    readLab(text, 'my-lab.yaml')
  } catch (error) {
    if (error instanceof AppError && error.failure.code === 'lab.invalid') {
      expect(error.failure.params).toEqual({ file: 'my-lab.yaml' })
      return error.failure.problems ?? []
    }
    throw error
  }
  throw new Error('The lab was accepted')
}

describe('the labs that ship with the app', () => {
  it('are five, each with its own names and settings', async () => {
    const labs = await listBuiltInLabs(labsDir)
    expect(labs.map(({ id, users, methodsRequired }) => [id, users, methodsRequired])).toEqual([
      ['app-code-group', 1, 1],
      ['fundamentals-reset', 1, 1],
      ['learn-reset', 1, 1],
      ['marketing-pilot-20', 20, 1],
      ['two-methods-licensed', 2, 2],
    ])
  })

  it('say which of them end with text messages', async () => {
    const ending = (await listBuiltInLabs(labsDir)).filter((lab) => lab.notices.includes('text-messages-end'))
    expect(ending.map((lab) => lab.id)).toEqual(['fundamentals-reset', 'learn-reset', 'two-methods-licensed'])
  })

  it.each(['learn-reset', 'fundamentals-reset', 'marketing-pilot-20', 'app-code-group', 'two-methods-licensed'])(
    '%s reads back the same after it was written',
    async (id) => {
      const lab = await loadBuiltInLab(labsDir, id)
      expect(readLab(writeLab(lab), 'again.yaml')).toEqual(lab)
    },
  )

  it('numbers a series of users with leading zeros', async () => {
    const users = expandUsers(await loadBuiltInLab(labsDir, 'marketing-pilot-20'))
    expect(users[0]).toMatchObject({ userName: 'marketing01', displayName: 'Marketing User 01', usageLocation: 'US' })
    expect(users.at(-1)).toMatchObject({ userName: 'marketing20' })
  })

  it('are named when an unknown one is asked for', async () => {
    await expect(resolveLab(labsDir, 'no-such-lab')).rejects.toMatchObject({
      failure: { kind: 'not-found', code: 'lab.unknown', params: { id: 'no-such-lab' } },
    })
  })

  it('are refused in another encoding than UTF-8, which would lose letters', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'resetlab-lab-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const latin = join(folder, 'latin.yaml')
    await writeFile(latin, Buffer.from(good.replace('title: ', 'title: Café '), 'latin1'))
    await expect(resolveLab(labsDir, latin)).rejects.toMatchObject({
      failure: { code: 'lab.invalid', problems: [{ reason: 'is not UTF-8 text' }] },
    })
  })

  it('can be given as a path, and a missing file is named', async () => {
    expect((await resolveLab(labsDir, join(labsDir, 'learn-reset.yaml'))).id).toBe('learn-reset')
    await expect(resolveLab(labsDir, './none.yaml')).rejects.toMatchObject({
      failure: { code: 'lab.no-file', params: { file: './none.yaml' } },
    })
  })
})

describe('what is wrong with a lab file', () => {
  const cases: [string, string, string, string, RegExp][] = [
    [
      'a misspelt field',
      'whenItExist: stop\n  displayName: SSPR',
      '  displayName: SSPR',
      'group.whenItExist',
      /did you mean whenItExists\?/,
    ],
    [
      'a field nobody knows',
      'colour: red\n  displayName: SSPR',
      '  displayName: SSPR',
      'group.colour',
      /known here: displayName/,
    ],
    [
      'a title that is too long',
      `title: ${'x'.repeat(121)}`,
      'title: Allow users to reset their password',
      'title',
      /at most 120 characters long/,
    ],
    ['a number that is too small', 'minutes: 0', 'minutes: 20', 'minutes', /must be at least 1$/],
    ['a wrong number', 'minutes: none', 'minutes: 20', 'minutes', /expected number/],
    [
      'a value that is not offered',
      'entrance: back-door',
      'entrance: reset-page',
      'checklist.entrance',
      /must be one of reset-page/,
    ],
    ['a method nobody knows', 'Smss: on', 'Sms: on', 'sspr.methods.Smss', /did you mean Sms\?/],
    ['a bad user name', 'userName: bala s', 'userName: balas', 'users.list.0.userName', /letters, digits/],
    [
      'a country in small letters',
      'usageLocation: us',
      'usageLocation: US',
      'users.usageLocation',
      /two capital letters/,
    ],
    [
      'a country there is none of',
      'usageLocation: ZZ',
      'usageLocation: US',
      'users.usageLocation',
      /ZZ is not a country/,
    ],
    [
      'a group name that turns the reading direction',
      'displayName: "SSPR\\u202eTesters"',
      'displayName: SSPRTesters',
      'group.displayName',
      /^holds a character that cannot be seen$/,
    ],
    [
      'a title with a right-to-left mark',
      'title: Allow\u200f users',
      'title: Allow users',
      'title',
      /^holds a character that cannot be seen$/,
    ],
    [
      'a test user who is not there',
      'testUser: nobody',
      'testUser: balas',
      'checklist.testUser',
      /not one of the users/,
    ],
    [
      'a control user who is a user',
      'userName: balas',
      'userName: gradya',
      'controlUser.userName',
      /must not be one of the users/,
    ],
    [
      'too few kinds for two methods',
      'methodsRequired: 2',
      'methodsRequired: 1',
      'checklist.register',
      /needs at least 2/,
    ],
    [
      'a reset with what is not registered',
      'resetWith: [email]',
      'resetWith: [phoneText]',
      'checklist.resetWith',
      /not among/,
    ],
    ['a lab that switches reset off', 'scope: none', 'scope: selected', 'sspr.scope', /nothing to test/],
  ]
  it.each(cases)('%s is named with its line', (_name, wrong, right, field, reason) => {
    const text = good.replace(right, wrong.includes('\n') ? `  ${wrong}` : wrong)
    expect(text).not.toBe(good)
    const problem = problemsOf(text).find((one) => one.field === field)
    expect(problem?.reason).toMatch(reason)
    const key =
      field
        .split('.')
        .filter((part) => !/^\d+$/.test(part))
        .at(-1) ?? ''
    expect(text.split('\n')[(problem?.line ?? 0) - 1]).toContain(key)
  })

  it('a missing field points at where it belongs', () => {
    const text = good.replace('  displayName: SSPRTesters\n', '')
    expect(problemsOf(text)).toContainEqual({
      field: 'group.displayName',
      reason: 'is missing',
      line: lineOf(text, 'group:'),
    })
  })

  it('YAML that does not parse names its line', () => {
    const text = good.replace('minutes: 20', 'minutes: [20')
    expect(problemsOf(text)[0]).toMatchObject({ field: '' })
    expect(problemsOf(text)[0]?.line).toBeGreaterThanOrEqual(lineOf(text, 'minutes:'))
  })

  it.each([
    ['the same key twice', good.replace('minutes: 20', 'minutes: 20\nminutes: 30'), /unique/],
    ['an alias', 'a: &a [x]\nb: *a\n', /aliases/],
    [
      'an alias bomb',
      `a: &a [x,x]\n${'bcdefgh'
        .split('')
        .map((key, index) => `${key}: &${key} [${`*${'abcdefg'.charAt(index)},`.repeat(9)}]`)
        .join('\n')}`,
      /aliases/,
    ],
    ['a tag of its own', good.replace('minutes: 20', 'minutes: !!js/function "x"'), /tag/i],
    ['a second document', `${good}\n---\na: 1\n`, /begins a second document/],
    ['no lab at all', 'just words', /expected object/],
    ['an empty file', '', /expected object/],
    ['a huge file', 'x'.repeat(1024 * 1024 + 1), /larger than 1 MB/],
  ])('%s is refused', (_name, text, reason) => {
    expect(
      problemsOf(text)
        .map((problem) => problem.reason)
        .join(' '),
    ).toMatch(reason)
  })

  it('names everything that is wrong at once', () => {
    const text = good.replace('minutes: 20', 'minutes: 0').replace('entrance: reset-page', 'entrance: x')
    expect(problemsOf(text).map((problem) => problem.field)).toEqual(['minutes', 'checklist.entrance'])
  })
})

it('reads the example its own description gives', async () => {
  const text = await readFile(join(labsDir, 'README.md'), 'utf8')
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? []
  const lab = readLab(example, 'README.md')
  expect(lab.group.uniqueName).toBe('sspr-pilot')
  expect(lab.users.list[1]).toMatchObject({ domain: 'school.example', group: 'Class A', licence: 'none' })
  expect(readLab(writeLab(lab), 'again')).toEqual(lab)
})

it('fills what a lab leaves out with its defaults', () => {
  const lab: Lab = readLab(
    good.replace(/ {2}registration:[\s\S]*? {2}helpdesk/, '  registration: {}\n  notifications: {}\n  helpdesk'),
    'a',
  )
  expect(lab.sspr.registration).toEqual({ requireAtSignIn: true, reconfirmDays: 180 })
  expect(lab.group.whenItExists).toBe('adopt')
})
