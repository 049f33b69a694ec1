import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import buildOnce from './build-once.ts'
import { servePractice } from './command-line.ts'

/** Workers inherit the environment and nothing else. */
const variable = 'RESETLAB_TEST_QUICK_HOME'

/** A folder to be copied, whose practice tenant is new and makes nobody wait. */
export function quickHome(): string {
  const home = process.env[variable]
  if (home === undefined) throw new Error('The folder is made before the first test.')
  return home
}

/** What every worker needs and only one may make; answers what puts it away again. */
export default async function beforeAll(): Promise<() => Promise<void>> {
  await buildOnce()
  const home = await mkdtemp(join(tmpdir(), 'resetlab-quick-'))
  const practice = await servePractice('--home', home, '--lags', 'none', '--quota', 'off')
  await practice.stop()
  process.env[variable] = home
  return () => rm(home, { recursive: true, force: true })
}
