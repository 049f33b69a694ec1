import { describe, expect, it } from 'vitest'

import { PeopleFile } from '../../../../src-main/contract/people.ts'
import { failureText } from '../../../../src-main/contract/failure-text.ts'
import { AppError } from '../../../../src-main/domain/app-error.ts'
import { malformedFiles } from './malformed-files.ts'
import { read } from './read-file.ts'

const secret = /S3cret-\d/

describe('200 malformed files', () => {
  it.each(malformedFiles(200, 20_260_701).map(({ name, bytes }) => [name, bytes] as const))(
    '%s: rows with their numbers, or a plain reason',
    (_name, bytes) => {
      try {
        const file = PeopleFile.parse(read(bytes))
        const numbers = file.rows.map((row) => row.rowNumber)
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
        expect(file.counts.good + file.counts.withProblems).toBe(file.rows.length)
        for (const problem of file.rows.flatMap((row) => row.problems)) expect(problem.text).toMatch(/^[A-Z@].*\.$/su)
        if (file.columns.some((column) => column.holds === 'passwords')) {
          expect(JSON.stringify(file)).not.toMatch(secret)
        }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        expect(failureText(error.failure)).toMatch(/^The file people\.csv cannot be read as a list of people: it .+\.$/)
      }
    },
  )

  it('are of both kinds, those that are read and those that are not', () => {
    const read200 = malformedFiles(200, 20_260_701).filter(({ bytes }) => {
      try {
        return read(bytes).rows.length > 0
      } catch (error) {
        if (error instanceof AppError) return false
        throw error
      }
    })
    expect(read200.length).toBeGreaterThan(100)
    expect(read200.length).toBeLessThan(195)
  })
})
