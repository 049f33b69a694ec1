import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { z } from 'zod'

import { Settings } from '../settings.ts'
import { loadLines } from '../state/store.ts'
import { parseTenantText, tenantFileName } from '../state/tenant-file.ts'
import { InitialDomain, tenantFolder, type World } from '../world.ts'
import { ControlError } from './control-error.ts'
import { mostUsers } from './population-fields.ts'

/** Inside the .zip, as in the folder of the practice tenants. */
const manifestName = 'manifest.json'
const settingsName = 'settings.json'
export const tenantFileIn = (domain: string): string => `tenants/${domain}/${tenantFileName}`

const mostBytes = 256 * 1024 * 1024

const Index = z.object({
  format: z.literal(1),
  tenants: z.array(InitialDomain).min(1).max(100),
  settings: Settings,
})
/** A .zip does not notice every damage: each file's SHA-256, in hex. */
const Manifest = z.object({ format: z.literal(1), files: z.record(z.string(), z.string()) })

/** A checked export: every file is whole, and each tenant can be opened. */
export interface Archive {
  index: z.infer<typeof Index>
  /** By the name each has in the folder of the practice tenants. */
  files: ReadonlyMap<string, Uint8Array>
  /** Initial domains and how many people they have. */
  tenants: { domain: string; people: number }[]
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** All tenants and the settings in one .zip. It holds passwords and keys of the practice tenants. */
export async function exportArchive(world: World): Promise<Uint8Array<ArrayBuffer>> {
  const files: Record<string, Uint8Array> = {}
  const tenants: string[] = []
  for (const { store } of world.tenants) {
    const { domain } = store.state.tenant
    await store.saved()
    const text = await readFile(join(tenantFolder(world.home, domain), tenantFileName), 'utf8')
    // A line that is being written at this moment is not part of it.
    files[tenantFileIn(domain)] = strToU8(text.slice(0, text.lastIndexOf('\n') + 1))
    tenants.push(domain)
  }
  const index: z.infer<typeof Index> = { format: 1, tenants, settings: world.settings }
  files[settingsName] = strToU8(JSON.stringify(index, null, 2))
  const hashes = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, hashOf(bytes)]))
  files[manifestName] = strToU8(JSON.stringify({ format: 1, files: hashes }, null, 2))
  return zipSync(files, { level: 6 })
}

const damaged = (message: string): ControlError => new ControlError(400, 'damaged', message, 'file')

function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
  let total = 0
  try {
    const files = unzipSync(bytes, {
      filter({ name, originalSize }) {
        const isOurs = name === manifestName || name === settingsName || name.startsWith('tenants/')
        if (!isOurs || name.endsWith('/')) return false
        total += originalSize
        if (total > mostBytes) throw damaged('It would unpack to more than 256 MB.')
        return true
      },
    })
    return new Map(Object.entries(files))
  } catch (error) {
    if (error instanceof ControlError) throw error
    // The library throws for anything that is no whole .zip.
    if (error instanceof Error) throw damaged('This is no .zip file, or it is damaged.')
    throw error
  }
}

function readJsonFile<Schema extends z.ZodType>(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  schema: Schema,
): z.output<Schema> {
  const bytes = files.get(name)
  if (!bytes) throw damaged(`This is no export of practice tenants: ${name} is missing.`)
  try {
    const read = schema.safeParse(JSON.parse(strFromU8(bytes)))
    if (read.success) return read.data
    throw damaged(`${name} cannot be understood (${(read.error.issues[0]?.path ?? []).map(String).join('.')}).`)
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(`${name} is not JSON.`)
    throw error
  }
}

const Peek = z.object({ record: z.object({ population: z.object({ users: z.number().max(mostUsers) }) }) })

/** People of the tenant in this file. Throws when it could not be opened, or is not of this domain. */
function checkTenant(name: string, bytes: Uint8Array, domain: string, settings: Settings): number {
  const read = parseTenantText(strFromU8(bytes))
  if (read === 'damaged' || read.isTorn) throw damaged(`${name} is damaged: its lines cannot be read.`)
  // Looked at before anybody is made: a number in a file must not fill the memory.
  const records = read.lines.filter((line) => typeof line === 'object' && line !== null && 'record' in line)
  if (records.some((record) => !Peek.safeParse(record).success))
    throw damaged(`${name} is damaged: its record is not whole.`)
  const loaded = loadLines(read.lines, () => settings.switches)
  if (!loaded) throw damaged(`${name} is damaged: it does not make a tenant.`)
  if (loaded.state.tenant.domain !== domain) throw damaged(`${name} belongs to another tenant.`)
  return loaded.state.users.live().length
}

/** Reads an export and checks all of it. Throws 400 `damaged`, which says what is wrong; nothing is changed. */
export function readArchive(bytes: Uint8Array): Archive {
  const files = unpack(bytes)
  const manifest = readJsonFile(files, manifestName, Manifest)
  const index = readJsonFile(files, settingsName, Index)
  if (new Set(index.tenants).size !== index.tenants.length) throw damaged(`${settingsName} names a tenant twice.`)
  const names = [settingsName, ...index.tenants.map(tenantFileIn)]
  const taken = new Map<string, Uint8Array>()
  for (const name of names) {
    const file = files.get(name)
    if (!file) throw damaged(`${name} is missing.`)
    if (hashOf(file) !== manifest.files[name]) throw damaged(`${name} is not as it was exported.`)
    taken.set(name, file)
  }
  const tenants = index.tenants.map((domain) => {
    const name = tenantFileIn(domain)
    return { domain, people: checkTenant(name, taken.get(name) ?? new Uint8Array(), domain, index.settings) }
  })
  return { index, files: taken, tenants }
}
