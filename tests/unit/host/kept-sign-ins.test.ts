import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { TenantChoice } from '../../../src-main/contract/sign-in.ts'
import { openKeptSignIns, type SecretBox } from '../../../src-main/host/kept-sign-ins.ts'

const tenantId = 'aaaaaaaa-1111-4111-8111-111111111111'
const choice = TenantChoice.parse({ tenant: tenantId, cloud: 'global', addresses: null, clientId: null })
const box: SecretBox = {
  whyNot: () => Promise.resolve(null),
  seal: (text) => Promise.resolve(Buffer.from(text).reverse()),
  open: (sealed) => Promise.resolve(Buffer.from(sealed).reverse().toString()),
}
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-kept-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

it('keeps each tenant and client for itself', async () => {
  const kept = openKeptSignIns(home, box)
  await (await kept.of(choice, tenantId))?.write('one')
  const other = TenantChoice.parse({ ...choice, clientId: 'bbbbbbbb-1111-4111-8111-111111111111' })
  expect([await kept.has(choice, tenantId), await kept.has(other, tenantId)]).toEqual([true, false])
  expect(await (await openKeptSignIns(home, box).of(choice, tenantId))?.read()).toBe('one')
})

it('keeps nothing where a person refuses the encryption, nor what was kept before', async () => {
  const text = await openKeptSignIns(home, box).of(choice, tenantId)
  await text?.write('one')
  const refusing = { ...box, seal: () => Promise.reject(new Error('refused')) }
  const kept = openKeptSignIns(home, refusing)
  expect(await kept.whyNot()).toBeNull()
  await (await kept.of(choice, tenantId))?.write('two')
  expect(await readdir(join(home, 'sign-ins'))).toEqual([])
  expect(await kept.whyNot()).toContain('Encryption by the system was refused or failed')
  expect(await kept.of(choice, tenantId)).toBeNull()
})

it('keeps nothing where the system cannot even say whether it encrypts', async () => {
  const kept = openKeptSignIns(home, { ...box, whyNot: () => Promise.reject(new Error('no key ring')) })
  expect(await kept.of(choice, tenantId)).toBeNull()
  expect(await kept.whyNot()).toContain('refused or failed')
})

it('says so where nothing can be written, and ends no sign-in over it', async () => {
  await writeFile(join(home, 'sign-ins'), 'a file where the folder should be')
  const kept = openKeptSignIns(home, box)
  await (await kept.of(choice, tenantId))?.write('one')
  expect(await kept.whyNot()).toContain('could not be written')
})

it('keeps nothing more of what was forgotten, though its sign-in goes on', async () => {
  const kept = openKeptSignIns(home, box)
  const text = await kept.of(choice, tenantId)
  await text?.write('one')
  await kept.forget(choice, tenantId)
  await text?.write('two')
  expect(await kept.has(choice, tenantId)).toBe(false)
  await (await kept.of(choice, tenantId))?.write('three')
  expect(await kept.has(choice, tenantId)).toBe(true)
})

it('drops what cannot be opened any more', async () => {
  await (await openKeptSignIns(home, box).of(choice, tenantId))?.write('one')
  const foreign = { ...box, open: () => Promise.reject(new Error('not yours')) }
  expect(await openKeptSignIns(home, foreign).has(choice, tenantId)).toBe(false)
  expect(await readdir(join(home, 'sign-ins'))).toEqual([])
})

it('keeps nothing at all without a box', async () => {
  expect(await openKeptSignIns(home, null).of(choice, tenantId)).toBeNull()
})
