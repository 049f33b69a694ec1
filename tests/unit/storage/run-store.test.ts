import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { createRunStore } from '../../../src-main/storage/run-store.ts'
import { sampleSnapshot } from '../../support/sample-snapshot.ts'

const planId = '33333333-1111-4111-8111-111111111111'
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-runs-'))
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

describe('the tenant kept beside a plan', () => {
  it('comes back as it was, and is no plan', async () => {
    const store = createRunStore(home)
    expect(await store.readSnapshot(planId)).toBeNull()
    await store.saveSnapshot(planId, sampleSnapshot)
    expect(await store.readSnapshot(planId)).toEqual(sampleSnapshot)
    expect(await store.readPlan(planId)).toBeNull()
    expect(await readdir(join(home, 'plans'))).toEqual([`${planId}.snapshot.json`])
  })

  it('is told to be damaged by its name', async () => {
    const store = createRunStore(home)
    await store.saveSnapshot(planId, sampleSnapshot)
    await writeFile(join(home, 'plans', `${planId}.snapshot.json`), '{"users": ')
    await expect(store.readSnapshot(planId)).rejects.toMatchObject({
      failure: { kind: 'damaged', code: 'storage.damaged-snapshot', params: { file: `plans/${planId}.snapshot.json` } },
    })
  })

  it('is looked for under ids only', async () => {
    const store = createRunStore(home)
    expect(() => store.readSnapshot('../../secret')).toThrow(/no-such-id/)
  })
})
