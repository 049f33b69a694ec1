import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it, onTestFinished } from 'vitest'

import { installationKey } from '../../../src-main/storage/seal.ts'

async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-seal-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  return home
}

it('keeps one key for the installation', async () => {
  const home = await newHome()
  const made = await installationKey(home)
  expect((await installationKey(home)).equals(made)).toBe(true)
})

it.each([
  ['half a file', '-----BEGIN PRIVATE KEY-----\nMC4CAQ'],
  ['nothing', ''],
  [
    'a key of another kind',
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ],
])('says that the key is damaged and leaves it as it is (%s)', async (_name, text) => {
  const home = await newHome()
  const file = join(home, 'installation-key.pem')
  await writeFile(file, text)
  await expect(installationKey(home)).rejects.toMatchObject({ failure: { code: 'storage.damaged-key' } })
  expect(await readFile(file, 'utf8')).toBe(text)
})
