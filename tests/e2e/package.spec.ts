import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { extractAll } from '@electron/asar'
import fuses, { type FuseV1Options as Fuse } from '@electron/fuses'
import { Arch, build, Platform } from 'electron-builder'
import { expect, test } from 'playwright/test'

import { builderConfig } from '../tooling/packaging/builder-config.ts'
import { makeIcons } from '../tooling/packaging/icons.ts'
import { root } from '../tooling/parts.ts'
import { openDoor } from './electron-door/open-door.ts'

const run = promisify(execFile)

let dir: string
test.beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'resetlab-package-'))
})
test.afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

/** A folder laid out like Electron's, with a program that has fuses and does nothing. */
async function standInBinary(): Promise<string> {
  const folder = join(dir, 'electron')
  await mkdir(join(folder, 'resources'), { recursive: true })
  await mkdir(join(folder, 'locales'))
  const files = ['version', 'LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'locales/en-US.pak']
  for (const name of files) await writeFile(join(folder, name), 'stand-in')
  // The mark that @electron/fuses looks for, then version 1, eight fuses, all burnt in as off (Electron docs, "Fuses").
  const fuses = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, 8]),
    Buffer.from('0'.repeat(8)),
  ])
  await writeFile(
    join(folder, 'electron'),
    Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(64), fuses, Buffer.alloc(64)]),
  )
  await chmod(join(folder, 'electron'), 0o755)
  return folder
}

test('electron-builder packs an app whose main process comes up from the package alone', async () => {
  test.skip(process.platform !== 'linux', 'skipped: the stand-in for Electron’s binary is laid out as on Linux')
  const icons = join(dir, 'icons')
  await makeIcons(join(root, 'resources/icons/icon.svg'), icons)
  const config = builderConfig({ RESETLAB_UPDATE_URL: 'https://updates.example/resetlab/' })
  await build({
    projectDir: root,
    publish: 'never',
    config: {
      ...config,
      linux: { ...config.linux, icon: join(icons, 'linux') },
      electronDist: await standInBinary(),
      directories: { ...config.directories, output: join(dir, 'dist') },
    },
    targets: Platform.LINUX.createTarget(['dir'], Arch.x64),
  })
  const packed = join(dir, 'dist/linux-unpacked')

  const { FuseV1Options, getCurrentFuseWire } = fuses
  const wire = await getCurrentFuseWire(join(packed, 'resetlab'))
  // Kept as signs: a nought or a one.
  const burnt = (...wanted: Fuse[]) => wanted.map((fuse) => String.fromCharCode(wire[fuse] ?? 0)).join('')
  expect(
    burnt(
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ),
  ).toBe('00000')
  expect(
    burnt(
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ),
  ).toBe('111')
  expect(await readFile(join(packed, 'resources/app-update.yml'), 'utf8')).toContain(
    'https://updates.example/resetlab/',
  )

  const app = join(dir, 'app')
  extractAll(join(packed, 'resources/app.asar'), app)
  expect((await readdir(app)).sort()).toEqual(['LICENSE', 'node_modules', 'out', 'package.json', 'resources'])
  expect(await readdir(join(app, 'resources'))).toEqual(['labs'])
  expect(await readdir(join(app, 'node_modules'))).not.toContain('electron')
  const { got, ready } = await openDoor(join(dir, 'home'), { appDir: app })
  expect(ready).toBe('ResetLab is ready: app://resetlab/')
  expect(got).toMatchObject({ page: { status: 200 }, trusted: { ok: true, value: { host: 'electron' } } })
})

test('npm run package says so and stops where there is no Electron binary', async () => {
  const packing = run(process.execPath, [join(root, 'tests/tooling/package.ts')], {
    env: { ...process.env, RESETLAB_NO_DOWNLOAD: '1' },
  })
  await expect(packing).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^No Electron binary: /m),
  })
})

test('npm run package refuses a feed that is not https, before it does anything', async () => {
  const packing = run(process.execPath, [join(root, 'tests/tooling/package.ts')], {
    env: { ...process.env, RESETLAB_UPDATE_URL: 'http://updates.example/' },
  })
  await expect(packing).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('must be a plain https address'),
  })
})
