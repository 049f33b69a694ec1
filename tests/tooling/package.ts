/**
 * `npm run package`: builds the app and packs it with electron-builder into `dist/`. Makes what this machine can make,
 * or what is asked for: `-- --win --mac --linux`; `--dir` leaves the folder unpacked. Without Electron's own binaries
 * there is nothing to pack: it says so before it builds anything, and fails.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { build, Platform } from 'electron-builder'

import { builderConfig, leftOut, type Target } from './packaging/builder-config.ts'
import { whyNoElectron } from './packaging/find-electron.ts'
import { makeIcons } from './packaging/icons.ts'
import { root } from './parts.ts'

const platforms: Record<Target, Platform> = { win: Platform.WINDOWS, mac: Platform.MAC, linux: Platform.LINUX }
const targetNames = ['win', 'mac', 'linux'] as const
const here: Target = process.platform === 'win32' ? 'win' : process.platform === 'darwin' ? 'mac' : 'linux'

interface Wish {
  targets: Target[]
  isFolderOnly: boolean
}

function readWish(args: string[]): Wish | { mistake: string } {
  const flag = { type: 'boolean' } as const
  try {
    const { values } = parseArgs({ args, strict: true, options: { win: flag, mac: flag, linux: flag, dir: flag } })
    const asked = targetNames.filter((name) => values[name] === true)
    return { targets: asked.length > 0 ? asked : [here], isFolderOnly: values.dir === true }
  } catch (error) {
    return { mistake: error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : 'unreadable options' }
  }
}

/** Null when it went well, else what to say. */
async function pack({ targets, isFolderOnly }: Wish): Promise<string | null> {
  // First of all: a wrong address or option is found before anything is downloaded.
  const config = builderConfig(process.env)
  if (targets.includes('mac') && here !== 'mac') return 'A Mac app can be packed on a Mac only.'
  const noElectron = await whyNoElectron(root, targets, process.env)
  if (noElectron !== null) return noElectron
  const electronVite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const built = spawnSync(process.execPath, [electronVite, 'build'], { cwd: root, stdio: 'inherit' })
  if (built.status !== 0) return 'The build failed; the lines above say why.'
  await makeIcons(join(root, 'resources/icons/icon.svg'), join(root, 'out/icons'))
  const made = await build({
    projectDir: root,
    config,
    publish: 'never',
    targets: new Map(targets.flatMap((name) => [...platforms[name].createTarget(isFolderOnly ? ['dir'] : undefined)])),
  })
  for (const file of made) console.log(file)
  const missing = leftOut(process.env, targets)
  for (const line of missing) console.error(line)
  if (missing.length > 0) console.error('What to set, and what for: resources/packaging/README.md')
  return null
}

async function run(args: string[]): Promise<number> {
  const wish = readWish(args)
  try {
    const trouble = 'mistake' in wish ? wish.mistake : await pack(wish)
    if (trouble === null) return 0
    console.error(trouble)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
  return 1
}

// Not `exitCode`: a download that was given up would keep the process alive.
process.exit(await run(process.argv.slice(2)))
