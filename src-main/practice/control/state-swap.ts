import { access, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { Archive } from './state-archive.ts'

/*
 * How the files of all tenants are replaced at once. New ones are written whole beside the old ones. While
 * `tenants.before` exists the old ones count: a start that finds it puts them back. Renaming it is what makes the new
 * ones count.
 */
const incoming = 'incoming'
const tenants = 'tenants'
const settings = 'settings.json'
const tenantsBefore = 'tenants.before'
const settingsBefore = 'settings.before.json'
const discarded = 'tenants.discarded'

/** False too where nothing can be looked at: whoever opens the folder next says so. */
const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Back to the files that counted before `swapIn`. Does nothing when no swap is under way. */
export async function swapBack(home: string): Promise<void> {
  if (await exists(join(home, tenantsBefore))) {
    await rm(join(home, tenants), { recursive: true, force: true })
    await rename(join(home, tenantsBefore), join(home, tenants))
    if (await exists(join(home, settingsBefore))) await rename(join(home, settingsBefore), join(home, settings))
  }
  await sweep(home)
}

async function sweep(home: string): Promise<void> {
  for (const left of [incoming, discarded, settingsBefore]) {
    if (await exists(join(home, left))) await rm(join(home, left), { recursive: true, force: true })
  }
}

/** Puts the files of an archive in place. Nobody may write to the old ones any more. */
export async function swapIn(home: string, { files }: Archive): Promise<void> {
  await sweep(home)
  for (const [name, bytes] of files) {
    const path = join(home, incoming, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytes, { mode: 0o600 })
  }
  await copyFile(join(home, settings), join(home, settingsBefore))
  await rename(join(home, tenants), join(home, tenantsBefore))
  await rename(join(home, incoming, tenants), join(home, tenants))
  await rename(join(home, incoming, settings), join(home, settings))
}

/** From here on the new files count. */
export async function keepSwap(home: string): Promise<void> {
  await rename(join(home, tenantsBefore), join(home, discarded))
  await sweep(home)
}
