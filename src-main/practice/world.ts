import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

import type { Practice } from './context.ts'
import { PracticeError } from './practice-error.ts'
import { defaultSettings, Settings } from './settings.ts'
import { defaultUsers, practiceDomain } from './state/seed.ts'
import type { SigningKey } from './state/tenant-record.ts'
import { openStore, type Store } from './state/store.ts'
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
  signingKey?: SigningKey | undefined
  onFailure: (error: unknown) => void
}

async function readWorldFile(home: string): Promise<WorldFile> {
  const tenants = await foldersOf(home)
  const fresh: WorldFile = {
    format: 1,
    tenants: tenants.length > 0 ? tenants : [practiceDomain],
    settings: defaultSettings(),
  }
  try {
    const read = WorldFile.safeParse(JSON.parse(await readFile(join(home, settingsFile), 'utf8')))
    return read.success ? read.data : fresh
  } catch (error) {
    // Settings are worth a click each: a file that cannot be read costs those, and no tenant.
    if (error instanceof SyntaxError || isMissing(error)) return fresh
    throw error
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Tenants that lie in their folders, whatever the settings say; the one everybody begins with comes first. */
async function foldersOf(home: string): Promise<string[]> {
  const names = await readdir(join(home, 'tenants')).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const domains = names.filter((name) => InitialDomain.safeParse(name).success).sort()
  return [...domains.filter((name) => name === practiceDomain), ...domains.filter((name) => name !== practiceDomain)]
}

export const tenantFolder = (home: string, domain: string): string => join(home, 'tenants', domain)

class OpenWorld implements World {
  readonly home: string
  readonly tenants: Practice[] = []
  readonly onFailure: World['onFailure']
  readonly clock: Clock
  baseUrl = 'http://127.0.0.1:0'
  settings: Settings
  private readonly options: WorldOptions

  constructor(options: WorldOptions, kept: Settings) {
    this.options = options
    this.home = options.home
    this.onFailure = options.onFailure
    this.settings = { ...kept, ...options.settings, lags: { ...kept.lags, ...options.lags } }
    this.clock = () => options.clock() + this.settings.clockOffsetMs
  }

  find(name: string): Practice | undefined {
    const wanted = name.trim().toLowerCase()
    return this.tenants.find(({ store }) => {
      const { id, domain, customDomains } = store.state.tenant
      return id === wanted || domain === wanted || customDomains.includes(wanted)
    })
  }

  async change(changes: Partial<Settings>): Promise<void> {
    this.settings = { ...this.settings, ...changes }
    await this.save()
  }

  async addTenant(tenant: NewTenant): Promise<Practice> {
    if (this.find(tenant.domain)) throw new PracticeError('tenant-exists', `${tenant.domain} is taken.`)
    const practice = await this.open(tenant)
    await this.save()
    return practice
  }

  async close(): Promise<void> {
    for (const { store } of this.tenants) await store.close()
  }

  async open(tenant: Partial<NewTenant> & { domain: string; signingKey?: SigningKey | undefined }): Promise<Practice> {
    const { options } = this
    const store = await openStore({
      folder: tenantFolder(this.home, tenant.domain),
      clock: this.clock,
      switches: () => this.settings.switches,
      users: tenant.users ?? options.users ?? defaultUsers,
      seed: tenant.seed ?? options.seed ?? 'practice',
      domain: tenant.domain,
      displayName: tenant.displayName,
      signingKey: tenant.signingKey,
    })
    const practice = practiceOf(this, store, options.clock)
    this.tenants.push(practice)
    return practice
  }

  async save(): Promise<void> {
    const { home, settings } = this
    const tenants = this.tenants.map(({ store }) => store.state.tenant.domain)
    const text = JSON.stringify({ format: 1, tenants, settings } satisfies WorldFile, null, 2)
    await writeFile(join(home, `${settingsFile}.new`), text, { mode: 0o600 })
    await rename(join(home, `${settingsFile}.new`), join(home, settingsFile))
  }
}

function practiceOf(world: OpenWorld, store: Store, machineClock: Clock): Practice {
  const practice: Practice = {
    store,
    clock: world.clock,
    machineClock,
    get settings() {
      return world.settings
    },
    get lags() {
      return world.settings.lags
    },
    get baseUrl() {
      return world.baseUrl
    },
    report: null,
    async startOver(population) {
      await store.startOver(population)
      practice.report = null
    },
    onFailure: world.onFailure,
  }
  return practice
}

/** Opens every tenant under `home`, or makes the first one. Rejects with PracticeError `home-unusable`. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const file = await makeHome(options.home)
  const world = new OpenWorld(options, file.settings)
  for (const domain of file.tenants) await world.open({ domain, signingKey: options.signingKey })
  await world.save()
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
