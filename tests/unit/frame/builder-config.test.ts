import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { describe, expect, it } from 'vitest'

import { Language } from '../../../src-main/contract/language.ts'
import { builderConfig, electronsFor, leftOut } from '../../tooling/packaging/builder-config.ts'
import { root } from '../../tooling/parts.ts'

/** electron-builder's own judgement: the schema it reads every configuration with before it does anything. */
const judge = async (config: object): Promise<void> => validateConfiguration(config, new DebugLogger(false))

const feed = { RESETLAB_UPDATE_URL: 'https://updates.example/resetlab/' }
const appleKey = { APPLE_API_KEY: '/key.p8', APPLE_API_KEY_ID: 'ID', APPLE_API_ISSUER: 'issuer' }

describe('the configuration of electron-builder', () => {
  it.each([
    ['with nothing in the environment', {}],
    ['with a feed, a certificate and a notary', { ...feed, ...appleKey, CSC_LINK: 'file.p12' }],
  ])('fits its schema %s', async (_what, env) => {
    await expect(judge(builderConfig(env))).resolves.toBeUndefined()
  })

  it('would be refused with a word that the schema does not know', async () => {
    await expect(judge({ ...builderConfig({}), nsiss: {} })).rejects.toThrow('nsiss')
    await expect(judge({ ...builderConfig({}), electronFuses: { runsAsNode: false } })).rejects.toThrow('electronFuses')
  })

  it('makes an installer and a portable file, a universal disk image, and two Linux packages', () => {
    const { win, mac, linux } = builderConfig({})
    const types = (of: typeof win | typeof mac | typeof linux) => JSON.parse(JSON.stringify(of?.target)) as unknown
    expect(types(win)).toMatchObject([{ target: 'nsis' }, { target: 'portable' }])
    // An update on a Mac comes as a zip.
    const universal = ['universal']
    expect(types(mac)).toEqual([
      { target: 'dmg', arch: universal },
      { target: 'zip', arch: universal },
    ])
    expect(types(linux)).toMatchObject([{ target: 'AppImage' }, { target: 'deb' }])
  })

  it('looks for every Electron it packs', () => {
    const config = builderConfig({})
    for (const target of ['win', 'linux'] as const) {
      const arches = JSON.parse(JSON.stringify(config[target]?.target)) as { arch: string[] }[]
      expect([...new Set(arches.flatMap(({ arch }) => arch))]).toEqual(electronsFor[target].arches)
    }
    expect(electronsFor.mac.arches).toEqual(['x64', 'arm64'])
  })

  it('sets every fuse there is, each to the safe side', () => {
    const { definitions } = JSON.parse(
      readFileSync(join(root, 'node_modules/app-builder-lib/scheme.json'), 'utf8'),
    ) as { definitions: { FuseOptionsV1: { properties: Record<string, unknown> } } }
    // Not a fuse: it signs a Mac's binary anew where nobody else does.
    const fuses = Object.keys(definitions.FuseOptionsV1.properties).filter(
      (name) => name !== 'resetAdHocDarwinSignature',
    )
    const safe = ['enableCookieEncryption', 'enableEmbeddedAsarIntegrityValidation', 'onlyLoadAppFromAsar']
    expect(builderConfig({}).electronFuses).toEqual(
      Object.fromEntries(fuses.map((name) => [name, safe.includes(name)])),
    )
  })

  it('packs Electron’s own texts for every language that ResetLab speaks', () => {
    expect(builderConfig({}).electronLanguages).toEqual(expect.arrayContaining([...Language.options, 'en-US']))
  })

  it('packs what runs, and nothing that only builds', () => {
    const { files, asar } = builderConfig({})
    expect(asar).toBe(true)
    expect(files).toEqual(
      expect.arrayContaining(['out/main/**', 'out/preload/**', 'out/renderer/**', 'resources/labs/**']),
    )
    expect(JSON.stringify(files)).not.toMatch(/src-|tests|\*\*\/\*"/)
  })

  it('names files that are there', () => {
    const { mac, directories } = builderConfig({})
    expect(existsSync(join(root, mac?.entitlements ?? 'missing'))).toBe(true)
    expect(existsSync(join(root, directories?.buildResources ?? 'missing'))).toBe(true)
  })

  it('fails without a signature as soon as there is a certificate to sign with', () => {
    expect(builderConfig({}).forceCodeSigning).toBe(false)
    for (const name of ['CSC_LINK', 'CSC_NAME', 'WIN_CSC_LINK']) {
      expect(builderConfig({ [name]: 'x' }).forceCodeSigning).toBe(true)
    }
  })

  it('notarises when what a notary asks for is there whole', () => {
    expect(builderConfig({}).mac?.notarize).toBe(false)
    expect(builderConfig({ APPLE_ID: 'a@example', APPLE_TEAM_ID: 'T' }).mac?.notarize).toBe(false)
    expect(builderConfig(appleKey).mac?.notarize).toBe(true)
  })

  it('names whoever publishes, and nobody by default', () => {
    const env = {
      RESETLAB_MAINTAINER: 'Ana <ana@lab.example>',
      RESETLAB_HOMEPAGE: 'https://lab.example',
      RESETLAB_APP_ID: 'example.lab',
    }
    expect(builderConfig(env)).toMatchObject({
      appId: 'example.lab',
      extraMetadata: { homepage: 'https://lab.example', author: 'Ana <ana@lab.example>' },
      linux: { maintainer: 'Ana <ana@lab.example>' },
    })
    expect(builderConfig({}).linux?.maintainer).toContain('@resetlab.invalid')
    expect(leftOut({}, ['win', 'mac', 'linux'])).toEqual([
      'Not set: RESETLAB_MAINTAINER, RESETLAB_HOMEPAGE, RESETLAB_APP_ID. The packages name nobody as their publisher.',
      'Not set: RESETLAB_UPDATE_URL. The app looks for no updates.',
      'Not signed: the packages for win.',
      'Not signed: the packages for mac.',
      'Not notarised: the packages for mac.',
    ])
    expect(leftOut({ ...env, ...feed, WIN_CSC_LINK: 'x' }, ['win', 'linux'])).toEqual([])
    expect(leftOut({ ...env, ...feed, WIN_CSC_LINK: 'x', ...appleKey }, ['mac'])).toEqual([
      'Not signed: the packages for mac.',
    ])
  })

  it('has every variable it reads in the list for owners', () => {
    const list = readFileSync(join(root, 'resources/packaging/README.md'), 'utf8')
    const sources = ['builder-config.ts', 'find-electron.ts'].map((name) =>
      readFileSync(join(root, 'tests/tooling/packaging', name), 'utf8'),
    )
    const read = new Set(sources.join('\n').match(/\b(?:RESETLAB|CSC|WIN_CSC|APPLE|ELECTRON)_[A-Z_]+\b/g))
    expect(read.size).toBeGreaterThan(10)
    expect([...read].filter((name) => !list.includes(`\`${name}\``))).toEqual([])
  })

  it('has a feed of updates only when one is named, over https and without secrets in its address', () => {
    expect(builderConfig({}).publish).toBeNull()
    expect(builderConfig(feed).publish).toEqual([{ provider: 'generic', url: feed.RESETLAB_UPDATE_URL }])
    for (const url of [
      'http://updates.example/',
      'https://me:secret@updates.example/',
      'https://a.example/?key=1',
      'a',
    ]) {
      expect(() => builderConfig({ RESETLAB_UPDATE_URL: url })).toThrow('must be a plain https address')
    }
  })
})
