import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

import type { Practice } from './context.ts'
import { PracticeError } from './practice-error.ts'
import { defaultSettings, Settings } from './settings.ts'
import { defaultUsers, practiceDomain } from './state/seed.ts'
import { openStore } from './state/store.ts'
import type { Clock } from './time.ts'

const settingsFile = 'settings.json'
/** Initial domains as Microsoft gives them; they are names of folders here. */
export const InitialDomain = z.string().regex(/^[a-z0-9][a-z0-9-]{0,46}\.onmicrosoft\.com$/)
const WorldFile = z.object({ format: z.literal(1), tenants: z.array(InitialDomain).min(1), settings: Settings })
type WorldFile = z.infer<typeof WorldFile>

export interface NewTenant {
  /** `name.onmicrosoft.com`, not there yet. */
  domain: string
  displayName: string
  users: number
  seed: string
}

/** All practice tenants of one server, with the clock and the settings they share. */
export interface World {
  readonly home: string
  /** Never empty; the first one is where people get who name no tenant. */
  readonly tenants: readonly Practice[]
  readonly settings: Settings
  readonly clock: Clock
  baseUrl: string
  readonly onFailure: (error: unknown) => void
  /** By id, by initial domain or by a custom domain, whatever the case. */
  find(name: string): Practice | undefined
  /** Settings hold at once and are kept. */
  change(settings: Partial<Settings>): Promise<void>
  /** Rejects with PracticeError `tenant-exists` when the domain is taken. */
  addTenant(tenant: NewTenant): Promise<Practice>
  close(): Promise<void>
}

export interface WorldOptions {
  home: string
  clock: Clock
  settings: Partial<Settings>
  lags: Partial<Settings['lags']>
  users?: number | undefined
  seed?: string | undefined
  onFailure: (error: unknown) => void
}

async function readWorldFile(home: string): Promise<WorldFile> {
  const fresh: WorldFile = { format: 1, tenants: [practiceDomain], settings: defaultSettings() }
  try {
    const read = WorldFile.safeParse(JSON.parse(await readFile(join(home, settingsFile), 'utf8')))
    return read.success ? read.data : fresh
  } catch (error) {
    // Settings are worth a click each: a file that cannot be read costs those, and no tenant.
    if (error instanceof SyntaxError) return fresh
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return fresh
    throw error
  }
}

export const tenantFolder = (home: string, domain: string): string => join(home, 'tenants', domain)

/** Opens every tenant under `home`, or makes the first one. Rejects with PracticeError `home-unusable`. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { home, onFailure } = options
  const file = await makeHome(home)
  let settings: Settings = {
    ...file.settings,
    ...options.settings,
    lags: { ...file.settings.lags, ...options.lags },
  }
  const clock: Clock = () => options.clock() + settings.clockOffsetMs
  const tenants: Practice[] = []

  const open = async (tenant: Partial<NewTenant> & { domain: string }): Promise<Practice> => {
    const store = await openStore({
      folder: tenantFolder(home, tenant.domain),
      clock,
      switches: () => settings.switches,
      users: tenant.users ?? options.users ?? defaultUsers,
      seed: tenant.seed ?? options.seed ?? 'practice',
      domain: tenant.domain,
      displayName: tenant.displayName,
    })
    const practice: Practice = {
      store,
      clock,
      machineClock: options.clock,
      get settings() {
        return settings
      },
      get lags() {
        return settings.lags
      },
      get baseUrl() {
        return world.baseUrl
      },
      report: null,
      async startOver(population) {
        await store.startOver(population)
        practice.report = null
      },
      onFailure,
    }
    tenants.push(practice)
    return practice
  }
  const save = async (): Promise<void> => {
    const domains = tenants.map(({ store }) => store.state.tenant.domain)
    const text = JSON.stringify({ format: 1, tenants: domains, settings } satisfies WorldFile, null, 2)
    await writeFile(join(home, `${settingsFile}.new`), text, { mode: 0o600 })
    await rename(join(home, `${settingsFile}.new`), join(home, settingsFile))
  }
  const world: World = {
    home,
    tenants,
    clock,
    baseUrl: 'http://127.0.0.1:0',
    onFailure,
    get settings() {
      return settings
    },
    find(name) {
      const wanted = name.trim().toLowerCase()
      return tenants.find(({ store }) => {
        const { id, domain, customDomains } = store.state.tenant
        return id === wanted || domain === wanted || customDomains.includes(wanted)
      })
    },
    async change(changes) {
      settings = { ...settings, ...changes }
      await save()
    },
    async addTenant(tenant) {
      if (world.find(tenant.domain)) throw new PracticeError('tenant-exists', `${tenant.domain} is taken.`)
      const practice = await open(tenant)
      await save()
      return practice
    },
    async close() {
      for (const { store } of tenants) await store.close()
    },
  }
  for (const domain of file.tenants) await open({ domain })
  await save()
  return world
}

async function makeHome(home: string): Promise<WorldFile> {
  try {
    await mkdir(home, { recursive: true })
    return await readWorldFile(home)
  } catch (error) {
    throw new PracticeError('home-unusable', 'The folder of the practice tenant cannot be used.', { cause: error })
  }
}
