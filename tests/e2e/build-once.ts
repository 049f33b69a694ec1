import { buildBundles, staleBundles } from '../../src-main/host/start/bundles.ts'
import { root } from '../tooling/parts.ts'

/** Builds what is stale before the first test: two workers must not both find it stale and build over one another. */
export default async function buildOnce(): Promise<void> {
  const stale = staleBundles(root, ['main', 'preload', 'renderer'])
  if (stale.length > 0 && !(await buildBundles(root, stale, new AbortController().signal))) {
    throw new Error('The build failed; the lines above say why.')
  }
}
