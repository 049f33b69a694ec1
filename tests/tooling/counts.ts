import { z } from 'zod'

export interface Counts {
  passed: number
  failed: number
  skipped: number
  /** Why tests were skipped, as far as they said so. */
  reasons: string[]
}

const Vitest = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

/** Vitest's json reporter. A file that could not even be loaded has no tests, and counts as one failed. */
function readVitest(json: unknown): Counts {
  const found = Vitest.parse(json)
  const unloaded = found.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return {
    passed: found.numPassedTests,
    failed: found.numFailedTests + unloaded.length,
    skipped: found.numPendingTests + found.numTodoTests,
    reasons: [],
  }
}

const Annotated = z.object({ annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })) })
interface Suite {
  specs: { tests: z.infer<typeof Annotated>[] }[]
  suites?: Suite[] | undefined
}
const Suite: z.ZodType<Suite> = z.object({
  specs: z.array(z.object({ tests: z.array(Annotated) })),
  suites: z.lazy(() => z.array(Suite)).optional(),
})
const Playwright = z.object({
  suites: z.array(Suite),
  errors: z.array(z.unknown()),
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
})

const reasonsOf = ({ specs, suites = [] }: Suite): string[] => [
  ...specs
    .flatMap(({ tests }) => tests.flatMap(({ annotations }) => annotations))
    .flatMap(({ type, description }) => (type === 'skip' && description !== undefined ? [description] : [])),
  ...suites.flatMap(reasonsOf),
]

/** Playwright's json reporter. A test that passed only when repeated has failed; so has a file that did not load. */
function readPlaywright(json: unknown): Counts {
  const { stats, suites, errors } = Playwright.parse(json)
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    reasons: [...new Set(suites.flatMap(reasonsOf))],
  }
}

export const readCounts = { vitest: readVitest, playwright: readPlaywright }
