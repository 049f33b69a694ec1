import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'playwright/test'

import { root } from '../../tooling/parts.ts'
import { openDoor } from './open-door.ts'

test('the built main process opens its window, answers it alone, and quits in order', async () => {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-door-'))
  const { got, ready } = await openDoor(home)
  expect(ready).toBe('ResetLab is ready: app://resetlab/')
  expect(got).toMatchObject({
    url: 'app://resetlab/',
    preload: join(root, 'out/preload/preload.cjs'),
    userData: join(home, 'electron'),
    page: {
      status: 200,
      policy: expect.stringContaining("default-src 'none'; script-src 'self'"),
      text: expect.stringContaining('<title>ResetLab'),
    },
    trusted: { ok: true, value: { host: 'electron', home } },
    photographed: { ok: false, failure: { code: 'companion.none' } },
  })
  expect(await readdir(home)).not.toContain('resetlab.lock')
  await rm(home, { recursive: true })
})

for (const [spoken, chosen, labels, crashed] of [
  ['de-AT:en', 'system', ['Datei', 'Bearbeiten', 'Ansicht', 'Fenster', 'Hilfe'], 'Das Fenster ist abgestürzt'],
  ['de', 'en', ['File', 'Edit', 'View', 'Window', 'Help'], 'The window has crashed'],
] as const) {
  test(`the built main process speaks as was chosen: a system in ${spoken}, ${chosen} in the settings`, async () => {
    const home = await mkdtemp(join(tmpdir(), 'resetlab-door-'))
    await writeFile(join(home, 'settings.json'), JSON.stringify({ language: chosen }))
    const { got } = await openDoor(home, { language: spoken })
    expect(got).toMatchObject({
      menu: labels.map((label) => ({ label })),
      crashPage: { text: expect.stringContaining(crashed) },
    })
    await rm(home, { recursive: true })
  })
}
