import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'

const run = promisify(execFile)

/** What stands there rightly: one file per floor, each importing what its floor may. */
const house: Record<string, string> = {
  'tests/tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'preserve',
      moduleResolution: 'bundler',
      allowImportingTsExtensions: true,
      noEmit: true,
      paths: { '@contract/*': ['../src-main/contract/*'] },
    },
    include: ['../src-main/**/*.ts'],
  }),
  'src-main/contract/lab.ts': `import { z } from 'zod'\nexport const Lab = z.string()`,
  'src-main/domain/plan.ts': `import { Lab } from '../contract/lab.ts'\nexport const plan = Lab`,
  'src-main/engine/ports.ts': `export interface Port {}\nexport const port = 1`,
  'src-main/engine/apply.ts': `import { plan } from '../domain/plan.ts'\nimport { createHash } from 'node:crypto'\nexport const apply = [plan, createHash]`,
  'src-main/graph/users.ts': `import { port } from '../engine/ports.ts'\nimport type { apply } from '../engine/apply.ts'\nexport const users: typeof apply = [port]`,
  'src-main/storage/journal.ts': `import { open } from 'node:fs/promises'\nexport const journal = open`,
  'src-main/signin/msal.ts': `import { PublicClientApplication } from '@azure/msal-node'\nexport const msal = PublicClientApplication`,
  'src-main/practice/index.ts': `import { Hono } from 'hono'\nexport const practice = Hono`,
  'src-main/host/practice-tenant.ts': `import { practice } from '../practice/index.ts'\nexport const started = practice`,
  'src-main/host/electron/window.ts': `import { app } from 'electron'\nexport const name = app`,
  'src-main/main.ts': `import { apply } from './engine/apply.ts'\nimport { users } from './graph/users.ts'\nexport const main = [apply, users]`,
  'src-main/host/start.ts': `import { main } from '../main.ts'\nexport const start = main`,
  'src-renderer/bridge/ask.ts': `import { Lab } from '@contract/lab.ts'\nexport const ask = Lab`,
  'src-renderer/i18n/i18n.ts': `export const t = 1`,
  'src-renderer/stores/run.ts': `import { ask } from '../bridge/ask.ts'\nexport const run = ask`,
  'src-renderer/components/Badge.vue': `<script setup lang="ts">\nimport { Lab } from '@contract/lab.ts'\ndefineProps<{ lab: typeof Lab }>()\n</script>\n<template><b /></template>`,
  'src-renderer/wizards/setup/Setup.vue': `<script setup lang="ts">\nimport Badge from '../../components/Badge.vue'\nimport { run } from '../../stores/run.ts'\nconst at = run\n</script>\n<template><Badge :lab="at" /></template>`,
  'src-renderer/app/App.vue': `<script setup lang="ts">\nimport Setup from '../wizards/setup/Setup.vue'\n</script>\n<template><Setup /></template>`,
}

/** What must not stand there: file, the line that breaks a rule, the rule. */
const planted: [file: string, line: string, rule: string][] = [
  ['src-main/contract/a.ts', `import '../domain/plan.ts'`, 'contract-stands-below'],
  ['src-main/contract/b.ts', `import 'node:crypto'`, 'contract-and-domain-have-no-node'],
  ['src-main/contract/c.ts', `import 'yaml'`, 'contract-knows-only-zod'],
  ['src-main/domain/a.ts', `import 'node:fs'`, 'contract-and-domain-have-no-node'],
  ['src-main/domain/b.ts', `import 'yaml'`, 'domain-has-no-packages'],
  ['src-main/domain/c.ts', `import type { apply } from '../engine/apply.ts'`, 'domain-stands-below'],
  ['src-main/engine/a.ts', `import 'node:fs/promises'`, 'engine-has-ports'],
  ['src-main/engine/b.ts', `import 'node:http'`, 'engine-has-ports'],
  ['src-main/engine/c.ts', `import '../graph/users.ts'`, 'engine-stands-below'],
  ['src-main/engine/d.ts', `import 'hono'`, 'hono-in-its-rooms'],
  ['src-main/engine/e.ts', `import type { App } from 'electron'`, 'electron-in-its-room'],
  ['src-main/graph/a.ts', `import '../storage/journal.ts'`, 'adapters-are-strangers'],
  ['src-main/graph/b.ts', `import { apply } from '../engine/apply.ts'`, 'adapters-see-ports-only'],
  ['src-main/graph/c.ts', `import '../host/electron/window.ts'`, 'adapters-stand-below'],
  ['src-main/graph/d.ts', `import '@azure/msal-node'`, 'msal-in-its-room'],
  ['src-main/storage/a.ts', `import 'electron'`, 'electron-in-its-room'],
  ['src-main/practice/a.ts', `import { Lab } from '../contract/lab.ts'`, 'practice-stands-alone'],
  ['src-main/practice/b.ts', `import type { Lab } from '../contract/lab.ts'`, 'practice-stands-alone'],
  ['src-main/signin/a.ts', `import '../practice/index.ts'`, 'only-host-starts-practice'],
  ['src-main/host/rehearse/a.ts', `import '../../practice/index.ts'`, 'rehearse-is-outside-practice'],
  ['src-main/host/cli/a.ts', `import '../../main.ts'`, 'nobody-imports-main'],
  ['src-main/host/browser/a.ts', `import 'electron-store'`, 'electron-in-its-room'],
  ['src-main/host/update-desk.ts', `import 'electron-updater'`, 'electron-in-its-room'],
  ['src-main/host/cli/b.ts', `import './gone.ts'`, 'nothing-unknown'],
  ['src-main/storage/c.ts', `import type {} from './c.ts'`, 'no-circles'],
  ['src-renderer/stores/a.ts', `import '../../src-main/engine/apply.ts'`, 'renderer-knows-the-contract'],
  [
    'src-renderer/stores/b.ts',
    `import type { plan } from '../../src-main/domain/plan.ts'`,
    'renderer-knows-the-contract',
  ],
  ['src-renderer/stores/c.ts', `import 'node:path'`, 'renderer-has-no-node'],
  ['src-renderer/stores/d.ts', `import '../components/Badge.vue'`, 'stores-stand-below'],
  ['src-renderer/i18n/a.ts', `import '../bridge/ask.ts'`, 'texts-stand-below'],
  ['src-renderer/bridge/a.ts', `import '../stores/run.ts'`, 'bridge-stands-below'],
  ['src-renderer/components/A.vue', `import '../stores/run.ts'`, 'components-stand-below'],
  ['src-renderer/evidence/A.vue', `import '../wizards/setup/Setup.vue'`, 'screens-are-strangers'],
  ['src-renderer/start/A.vue', `import '../wizards/setup/Setup.vue'`, 'screens-are-strangers'],
  ['src-renderer/wizards/other/A.vue', `import '../setup/Setup.vue'`, 'screens-are-strangers'],
  ['src-renderer/wizards/setup/B.vue', `import '../../app/App.vue'`, 'app-stands-on-top'],
  ['src-renderer/app/a.ts', `import 'electron'`, 'electron-in-its-room'],
]

const Report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
})

let dir: string

async function build(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true })
    await writeFile(join(dir, name), text)
  }
}

/** Each broken rule as "file: rule". */
async function judge(): Promise<string[]> {
  const tool = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = resolve('tests/tooling/dependency-cruiser.cjs')
  const args = [tool, '--config', config, '--output-type', 'json', 'src-main', 'src-renderer']
  const { stdout } = await run(process.execPath, args, { cwd: dir, maxBuffer: 64 * 1024 * 1024 })
  const { violations } = Report.parse(JSON.parse(stdout)).summary
  return [...new Set(violations.map(({ from, rule }) => `${from}: ${rule.name}`))].sort()
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'resetlab-floors-'))
  await symlink(resolve('node_modules'), join(dir, 'node_modules'), 'junction')
  await build(house)
})
afterAll(async () => {
  await rm(dir, { recursive: true })
})

it('finds nothing wrong with a house that keeps its floors, and every fault planted in it', async () => {
  expect(await judge()).toEqual([])
  const inVue = (line: string) => `<script setup lang="ts">\n${line}\n</script>\n<template><b /></template>`
  await build(Object.fromEntries(planted.map(([file, line]) => [file, file.endsWith('.vue') ? inVue(line) : line])))
  const found = await judge()
  expect(found).toEqual(expect.arrayContaining(planted.map(([file, , rule]) => `${file}: ${rule}`)))
  const faulty = new Set(planted.map(([file]) => file))
  expect(found.filter((line) => !faulty.has(line.split(':')[0] ?? ''))).toEqual([])
})

it('knows no rule that was not tried here', async () => {
  const loaded: unknown = await import(resolve('tests/tooling/dependency-cruiser.cjs'))
  const Config = z.object({ default: z.object({ forbidden: z.array(z.object({ name: z.string() })) }) })
  const names = Config.parse(loaded).default.forbidden.map(({ name }) => name)
  expect(new Set(planted.map(([, , rule]) => rule))).toEqual(new Set(names))
})
