import { describe, expect, it } from 'vitest'

import { readCounts } from '../../tooling/counts.ts'

const vitest = {
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
}

describe('the counts of npm test', () => {
  it('take vitest at its word, and count a file that did not load as failed', () => {
    expect(readCounts.vitest(vitest)).toEqual({ passed: 5, failed: 1, skipped: 3, reasons: [] })
    const unloaded = { status: 'failed', assertionResults: [] }
    expect(readCounts.vitest({ ...vitest, testResults: [unloaded] })).toMatchObject({ failed: 2 })
  })

  it('count a Playwright test that passed only when repeated as failed, and say why tests were skipped', () => {
    const skipped = { annotations: [{ type: 'skip', description: 'skipped: no Electron binary' }] }
    const report = {
      suites: [{ specs: [], suites: [{ specs: [{ tests: [skipped] }, { tests: [skipped] }] }] }],
      errors: [{ message: 'a file that did not load' }],
      stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 },
    }
    expect(readCounts.playwright(report)).toEqual({
      passed: 3,
      failed: 3,
      skipped: 2,
      reasons: ['skipped: no Electron binary'],
    })
  })

  it('are not made up from a report of another shape', () => {
    expect(() => readCounts.vitest({})).toThrow('numPassedTests')
    expect(() => readCounts.playwright({ stats: {} })).toThrow('suites')
  })
})
