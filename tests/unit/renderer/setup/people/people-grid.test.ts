import { describe, expect, it } from 'vitest'
import { computed, ref, shallowRef } from 'vue'

import type { PersonRow } from '../../../../../src-main/contract/people.ts'
import { judgePerson, tidyPerson } from '../../../../../src-main/contract/people-rules.ts'
import { createPeopleGrid } from '../../../../../src-renderer/wizards/setup/people/people-grid.ts'
import { rangeInView, useRowWindow } from '../../../../../src-renderer/components/row-window.ts'
import { takenNames } from '../../../../../src-renderer/wizards/setup/people/taken-names.ts'
import type { TenantWord } from '../../../../../src-renderer/wizards/setup/people/tenant-words.ts'
import { sampleLab } from '../../../../support/sample-lab.ts'

const domain = 'lab.onmicrosoft.com'
const domains = [domain, 'classes.example']

/** Rows of a file from row 2 on: "user name|display name|location|group". */
function rowsOf(...lines: string[]): PersonRow[] {
  return lines.map((line, index) => {
    const [userName = '', displayName = '', location = '', group = ''] = line.split('|')
    const person = tidyPerson({ userName, displayName, usageLocation: location, group }, [])
    return { ...person, rowNumber: index + 2, hasPassword: false, problems: judgePerson(person, domains) }
  })
}

function gridOf(...lines: string[]) {
  const rows = shallowRef<readonly PersonRow[]>(rowsOf(...lines))
  const taken = ref<ReadonlyMap<string, string>>(takenNames(sampleLab()))
  const words = ref(new Map<string, TenantWord>())
  const grid = createPeopleGrid(rows, {
    domains: () => domains,
    taken: computed(() => taken.value),
    inTenant: (userName) => words.value.get(userName) ?? null,
  })
  const problems = () => rows.value.map((row) => grid.problemsOf(row).map(({ field, code }) => `${field}:${code}`))
  return { rows, taken, words, grid, problems }
}

describe('the rows of a file in the making', () => {
  it('are judged anew at every edit, the other rows of the same name too', () => {
    const { grid, problems } = gridOf('anna|Anna', 'anna|Ann', 'bo|Bo')
    expect(problems()).toEqual([[], ['userName:duplicate'], []])
    grid.edit(2, 'userName', 'anna berg')
    expect(problems()).toEqual([['userName:characters'], [], []])
    grid.edit(4, 'userName', 'ANNA')
    expect(problems()).toEqual([['userName:characters'], [], ['userName:duplicate']])
    grid.leaveOut(3)
    expect(problems()).toEqual([['userName:characters'], []])
  })

  it('repeat what the lab holds as long as it does', () => {
    const { grid, problems, taken } = gridOf('Balas|Bala', 'grady|Grady')
    expect(problems()).toEqual([['userName:taken'], ['userName:taken']])
    expect(grid.counts.value).toEqual({ good: 0, bad: 2, suggestions: 2 })
    taken.value = new Map()
    expect(problems()).toEqual([[], []])
  })

  it('take one suggestion, or all of them, also those that only come up then', () => {
    const { rows, grid } = gridOf('josé|José Gil', 'jose|Jo See|Spain', 'José|Third')
    grid.suggest(2, 'userName')
    expect(rows.value.map((row) => row.userName)).toEqual(['jose', 'jose', 'José'])
    grid.suggestAll()
    expect(rows.value.map((row) => [row.userName, row.usageLocation])).toEqual([
      ['jose', null],
      ['jose2', 'ES'],
      ['Jose3', null],
    ])
    expect(grid.counts.value).toEqual({ good: 3, bad: 0, suggestions: 0 })
  })

  it('that look wrongly cut are good once they are edited or kept', () => {
    const { rows, grid, problems } = gridOf('anna|Anna', 'bo|Bo', 'cy|Cy|Chile')
    const cut = { field: 'row', code: 'open-quote', text: 'Look at its cells.', suggestion: null } as const
    rows.value = rows.value.map((row) => ({ ...row, problems: [cut, ...row.problems] }))
    grid.keep(2)
    grid.edit(3, 'displayName', 'Boris')
    grid.suggest(4, 'usageLocation')
    expect(problems()).toEqual([[], [], ['row:open-quote']])
  })

  it('are shown by their problems; one that was mended stays until they are asked for again', () => {
    const { grid } = gridOf('anna|Anna', 'b o|Bo', 'c y|Cy')
    const shown = () => grid.shown.value.map((row) => row.rowNumber)
    grid.showOnlyProblems(true)
    grid.edit(3, 'userName', 'bo')
    expect(shown()).toEqual([3, 4])
    grid.showOnlyProblems(true)
    expect(shown()).toEqual([4])
    grid.showOnlyProblems(false)
    expect(shown()).toEqual([2, 3, 4])
  })

  it('go into the lab tidied, when they are good; the others stay', () => {
    const { grid, rows } = gridOf('anna|Anna|DE', 'b o|Bo', 'cy|Cy')
    grid.edit(4, 'userName', ` cy@${domain} `)
    expect(rows.value[2]?.userName).toBe(` cy@${domain} `)
    expect(grid.takeOver()).toEqual([
      { rowNumber: 2, user: { userName: 'anna', displayName: 'Anna', usageLocation: 'DE' } },
      { rowNumber: 4, user: { userName: 'cy', displayName: 'Cy' } },
    ])
    expect(rows.value.map((row) => row.rowNumber)).toEqual([3])
  })

  it('take their own domain, group and licence along', () => {
    const { grid, rows } = gridOf('anna@classes.example|Anna||Class 7b')
    grid.edit(2, 'licence', 'NONE')
    expect(rows.value[0]?.problems).toEqual([])
    expect(grid.takeOver().map(({ user }) => user)).toEqual([
      { userName: 'anna', displayName: 'Anna', domain: 'classes.example', group: 'Class 7b', licence: 'none' },
    ])
  })

  it('keep the word on a password through edits, until a made one is wanted', () => {
    const { grid, rows, problems } = gridOf('anna|Anna')
    const unfit = { field: 'row', code: 'password', text: 'The initial password is short.', suggestion: null } as const
    rows.value = rows.value.map((row) => ({ ...row, problems: [unfit] }))
    grid.edit(2, 'displayName', 'Anna Berg')
    expect(problems()).toEqual([['row:password']])
    grid.keep(2)
    expect(problems()).toEqual([[]])
  })

  it('say what the tenant has of a name: a problem or a notice, and neither while the name itself is wrong', () => {
    const { grid, rows, words, problems } = gridOf('anna|Anna', 'bo|Bo', 'c y|Cy')
    words.value = new Map([
      ['anna', { text: 'In the tenant already.', isProblem: true }],
      ['bo', { text: 'Will be used.', isProblem: false }],
      ['c y', { text: 'Never asked.', isProblem: true }],
    ])
    expect(problems()).toEqual([['userName:in-tenant'], [], ['userName:characters']])
    expect(rows.value.map((row) => grid.noticeOf(row))).toEqual([null, 'Will be used.', null])
    expect(grid.takeOver().map(({ user }) => user.userName)).toEqual(['bo'])
  })

  it('lose stray blanks and the tenant’s domain when a cell is left', () => {
    const { grid, rows } = gridOf('anna|Anna')
    grid.edit(2, 'userName', ` anna@${domain}`)
    grid.edit(2, 'usageLocation', 'de')
    grid.settle(2)
    expect(rows.value[0]).toMatchObject({ userName: 'anna', usageLocation: 'DE', problems: [] })
  })
})

describe('the part of a long list that is drawn', () => {
  it('is about what fits, wherever it is scrolled to', () => {
    expect(rangeInView(5000, 76, 0, 480)).toEqual({ from: 0, to: 19, above: 0, below: 4981 * 76 })
    const middle = rangeInView(5000, 76, 100_000, 480)
    expect([middle.from, middle.to]).toEqual([1309, 1328])
    expect(rangeInView(5000, 76, 9_999_999, 480)).toMatchObject({ to: 5000, below: 0 })
  })

  it('is the very same one until another row comes into view, so that nothing is drawn anew', () => {
    const { range, onScroll } = useRowWindow(() => 5000, 76)
    const list = document.createElement('div')
    list.addEventListener('scroll', onScroll)
    const scrollTo = (top: number) => {
      list.scrollTop = top
      list.dispatchEvent(new Event('scroll'))
      return range.value
    }
    const first = scrollTo(99_950)
    expect(scrollTo(99_990)).toBe(first)
    expect(scrollTo(100_020)).toMatchObject({ from: first.from + 1, to: first.to + 1 })
  })

  it('is the whole of a short list, and nothing of an empty one', () => {
    expect(rangeInView(3, 76, 0, 480)).toEqual({ from: 0, to: 3, above: 0, below: 0 })
    expect(rangeInView(0, 76, 500, 480)).toEqual({ from: 0, to: 0, above: 0, below: 0 })
  })
})
