import { join } from 'node:path'

/** The top of the checkout. */
export const root = join(import.meta.dirname, '../..')
/** Where runners leave their counts and Playwright its traces; not kept. */
export const resultsDir = join(root, 'test-results')

export const partNames = ['format', 'types', 'lint', 'floors', 'build', 'unit', 'practice', 'engine', 'e2e'] as const
export type PartName = (typeof partNames)[number]

export interface Part {
  /** Run one after the other until one fails; each is a script of an installed package and its arguments. */
  commands: string[][]
  /** Who leaves a count of single tests; a part without one counts as one test. */
  counts: 'vitest' | 'playwright' | null
}

const script = (path: string, ...args: string[]): string[] => [join(root, 'node_modules', path), ...args]
const tsc = (project: string): string[] => script('typescript/bin/tsc', '-p', project)
const vueTsc = (project: string): string[] => script('vue-tsc/bin/vue-tsc.js', '-p', project)
const sources = ['src-main', 'src-renderer']

export const countFile = (name: PartName): string => join(resultsDir, `${name}.json`)
const vitest = (name: PartName, project: string): Part => ({
  counts: 'vitest',
  commands: [
    script('vitest/vitest.mjs', 'run', '--config', 'tests/tooling/vitest.config.ts', '--root', '.').concat(
      ['--project', project, '--reporter', 'default', '--reporter', 'json'],
      ['--outputFile.json', countFile(name)],
    ),
  ],
})
const check = (...commands: string[][]): Part => ({ counts: null, commands })

/** Every part of `npm test`, by the name that `npm run test:<name>` uses. */
export const parts: Record<PartName, Part> = {
  format: check(script('prettier/bin/prettier.cjs', '--check', '.')),
  types: check(tsc('src-main'), tsc('src-main/contract'), vueTsc('src-renderer'), vueTsc('tests')),
  lint: check(
    script('eslint/bin/eslint.js', '-c', 'tests/tooling/eslint.config.js', '--max-warnings', '0', ...sources, 'tests'),
  ),
  floors: check(
    script(
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      'tests/tooling/dependency-cruiser.cjs',
      ...sources,
    ),
  ),
  build: check(script('electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn')),
  unit: vitest('unit', 'unit*'),
  practice: vitest('practice', 'practice'),
  engine: vitest('engine', 'engine'),
  e2e: { counts: 'playwright', commands: [script('playwright/cli.js', 'test', '--config', 'tests/e2e')] },
}
