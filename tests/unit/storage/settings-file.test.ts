import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { createSettingsFile } from '../../../src-main/storage/settings-file.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-settings-'))
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})
const off = {
  isReadOnly: false,
  mayWriteToProduction: false,
  asksBetaReport: false,
  language: 'system',
  looksForUpdates: false,
  tour: { stop: 'sign-in', isOpen: false },
  isHeldReadOnly: false,
}

describe('the settings', () => {
  it('are all off at first, and each is changed alone and kept', async () => {
    const settings = createSettingsFile(home, false)
    expect(settings.inForce()).toEqual(off)
    await settings.change({ mayWriteToProduction: true })
    await settings.change({ isReadOnly: true })
    expect(settings.inForce()).toEqual({ ...off, isReadOnly: true, mayWriteToProduction: true })
    expect(createSettingsFile(home, false).inForce()).toEqual(settings.inForce())
  })

  it('know where the tour is, and forget a stop there is no more', async () => {
    await createSettingsFile(home, false).change({ tour: { stop: 'portal', isOpen: true } })
    expect(createSettingsFile(home, false).inForce()).toEqual({ ...off, tour: { stop: 'portal', isOpen: true } })
    await writeFile(join(home, 'settings.json'), '{"isReadOnly":true,"tour":{"stop":"elsewhere","isOpen":true}}')
    expect(createSettingsFile(home, false).inForce()).toEqual({ ...off, isReadOnly: true })
  })

  it('stay read-only while the process was started so, and do not keep that', async () => {
    const held = createSettingsFile(home, true)
    expect(held.inForce()).toEqual({ ...off, isReadOnly: true, isHeldReadOnly: true })
    expect((await held.change({ isReadOnly: false })).isReadOnly).toBe(true)
    expect(createSettingsFile(home, false).inForce()).toEqual(off)
  })

  it.each(['{', '[]', '{"isReadOnly":"yes"}'])(
    'that read %s are kept aside, and nothing is written until then',
    async (text) => {
      await writeFile(join(home, 'settings.json'), text)
      const settings = createSettingsFile(home, false)
      expect(settings.inForce()).toEqual({ ...off, isReadOnly: true })
      const [kept = ''] = await readdir(home)
      expect(kept).toMatch(/^settings\.damaged-\d+\.json$/)
      expect(await readFile(join(home, kept), 'utf8')).toBe(text)
      expect((await settings.change({ isReadOnly: false })).isReadOnly).toBe(false)
    },
  )
})
