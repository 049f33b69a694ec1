import { resolveConfig } from 'electron-vite'
import { build } from 'vite'

/** `electron-vite build`, but only the bundles named on the command line. */
const { config } = await resolveConfig({ logLevel: 'warn' }, 'build', 'production')
for (const bundle of ['main', 'preload', 'renderer'] as const) {
  const part = config?.[bundle]
  if (part !== undefined && process.argv.includes(bundle)) await build(part)
}
