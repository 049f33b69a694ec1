import fc from 'fast-check'
import { expect, it } from 'vitest'

import { filtersFor, fitFileName } from '../../../src-main/host/file-name.ts'

it.each([
  ['report.pdf', 'report.pdf'],
  ['Größe 5 – Übung.html', 'Größe 5 – Übung.html'],
  ['../../etc/passwd', '-..-etc-passwd'],
  ['C:\\Windows\\a.csv', 'C--Windows-a.csv'],
  ['a/b:c*?.json', 'a-b-c--.json'],
  ['  .hidden. ', 'hidden'],
  ['CON.csv', '_CON.csv'],
  ['con', '_con'],
  ['console.md', 'console.md'],
  ['invoice\u202efdp.exe', 'invoice-fdp.exe'],
  ['', 'file'],
  ['...', 'file'],
])('makes a name of %j', (asked, name) => {
  expect(fitFileName(asked)).toBe(name)
})

it('keeps the ending of a name that is too long', () => {
  const name = fitFileName(`${'😀'.repeat(400)}.resetlab`)
  expect(name.endsWith('😀.resetlab')).toBe(true)
  expect(Array.from(name)).toHaveLength(150)
})

it('makes one name that no system refuses, whatever comes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (asked) => {
      const name = fitFileName(asked)
      expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}]/u)
      expect(name).not.toMatch(/^[.\s]|[.\s]$/)
      expect(name.length).toBeGreaterThan(0)
      expect(Array.from(name).length).toBeLessThanOrEqual(150)
    }),
  )
})

it('offers the kind of file first, then all', () => {
  expect(filtersFor('report.PDF')).toEqual([
    { name: 'PDF document', extensions: ['pdf'] },
    { name: 'All files', extensions: ['*'] },
  ])
  expect(filtersFor('a.xyz')[0]).toEqual({ name: 'XYZ', extensions: ['xyz'] })
  expect(filtersFor('plain')).toEqual([{ name: 'All files', extensions: ['*'] }])
})
