import { appendFile, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { JournalLine } from '../../../src-main/contract/journal.ts'
import { toFailure } from '../../../src-main/domain/app-error.ts'
import { replaceFile } from '../../../src-main/storage/atomic-file.ts'
import { appendLines, readLines } from '../../../src-main/storage/line-file.ts'
import { createDraftFile } from '../../../src-main/storage/draft-file.ts'
import { createRunStore } from '../../../src-main/storage/run-store.ts'
import { sampleLab } from '../../support/sample-lab.ts'

const Line = z.object({ n: z.number() })
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resetlab-'))
})

describe('an append-only file', () => {
  it('reads back what was appended, in order', async () => {
    const path = join(folder, 'deep', 'a.jsonl')
    for (const n of [1, 2, 3]) await appendLines(path, [{ n }])
    expect(await readLines(path, Line)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  })
  it('drops a torn last line, and only that one', async () => {
    const path = join(folder, 'a.jsonl')
    await appendLines(path, [{ n: 1 }])
    await appendFile(path, '{"n":2')
    expect(await readLines(path, Line)).toEqual([{ n: 1 }])
  })
  it('goes on after a torn last line without growing onto it', async () => {
    const path = join(folder, 'a.jsonl')
    await appendLines(path, [{ n: 1 }])
    await appendFile(path, '{"n":2')
    await appendLines(path, [{ n: 3 }])
    expect(await readLines(path, Line)).toEqual([{ n: 1 }, { n: 3 }])
    await writeFile(path, '{"n":')
    await appendLines(path, [{ n: 4 }])
    expect(await readFile(path, 'utf8')).toBe('{"n":4}\n')
  })
  it('refuses a damaged earlier line, naming it', async () => {
    const path = join(folder, 'a.jsonl')
    await writeFile(path, '{"n":1}\n{"n":"x"}\n{"n":3}\n')
    await expect(readLines(path, Line)).rejects.toMatchObject({
      failure: { kind: 'damaged', code: 'storage.damaged-line', params: { line: '2' } },
    })
  })
  it('is empty when it is not there', async () => {
    expect(await readLines(join(folder, 'none.jsonl'), Line)).toEqual([])
  })
})

describe('replacing a file', () => {
  it('leaves nothing beside it', async () => {
    const path = join(folder, 'x', 'state.json')
    await replaceFile(path, 'one')
    await replaceFile(path, 'two')
    expect(await readFile(path, 'utf8')).toBe('two')
  })
})

describe('the draft', () => {
  it('comes back as it was put, the last write winning', async () => {
    const draft = createDraftFile(folder)
    const lab = sampleLab()
    await Promise.all([draft.write({ lab, step: 'group' }), draft.write({ lab, step: 'review' })])
    expect(await draft.read()).toEqual({ lab, step: 'review' })
  })
  it('is kept aside when it is damaged, never overwritten', async () => {
    await writeFile(join(folder, 'draft.json'), '{"lab":')
    const damaged = createDraftFile(folder)
    const failure = toFailure(await damaged.read().catch((error: unknown) => error))
    expect(failure).toMatchObject({ kind: 'damaged', code: 'storage.damaged-draft' })
    expect(await damaged.read()).toBeNull()
    const [kept] = (await readdir(folder)).filter((name) => name.startsWith('draft.damaged-'))
    expect(failure.params?.['file']).toBe(kept)
    expect(await readFile(join(folder, kept ?? ''), 'utf8')).toBe('{"lab":')
  })
})

describe('the run store', () => {
  it('lists runs only, whatever else lies in the folder', async () => {
    const store = createRunStore(folder)
    const runId = '44444444-4444-4444-8444-444444444444'
    const begun = { planId: runId, tenantId: runId, at: '2026-11-16T09:00:00.000Z' }
    await store.append(runId, JournalLine.parse({ mark: 'begun', runId, ...begun }))
    await writeFile(join(folder, 'runs', 'copy of a run.jsonl'), 'anything')
    expect(await store.list()).toEqual([runId])
  })
  it('takes no path for an id', async () => {
    await expect(async () => createRunStore(folder).read('../../etc/passwd')).rejects.toMatchObject({
      failure: { code: 'storage.no-such-id' },
    })
  })
})
