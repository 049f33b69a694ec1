import { beforeEach, describe, expect, it } from 'vitest'

import { AppError } from '../../../src-main/domain/app-error.ts'
import { UpdateDesk, type UpdateFeed } from '../../../src-main/host/update-desk.ts'

/** What was asked and done, in order. */
let trail: string[]
let answers: { look: boolean; download: boolean; restart: boolean }
let settings: { isReadOnly: boolean; looksForUpdates: boolean }
let feed: UpdateFeed
let failures: unknown[]

const broken = Object.assign(new Error('at https://updates.example/?key=secret'), { code: 'ENOTFOUND' })
const mark = (word: string): void => {
  trail.push(word)
}

beforeEach(() => {
  trail = []
  failures = []
  answers = { look: true, download: true, restart: true }
  settings = { isReadOnly: false, looksForUpdates: false }
  feed = {
    whyNot: null,
    version: '1.0.0',
    look: async () => {
      mark('look')
      return '1.1.0'
    },
    download: async (onProgress) => {
      mark('download')
      onProgress(0.5)
      onProgress(7)
    },
    restart: async () => {
      mark('restart')
    },
  }
})

const desk = (): UpdateDesk =>
  new UpdateDesk({
    feed,
    settings: () => settings,
    onFailure: (error) => failures.push(error),
    person: {
      mayLook: async () => (mark('may look?'), answers.look),
      mayDownload: async (version) => (mark(`may download ${version}?`), answers.download),
      mayRestart: async (version) => (mark(`may restart ${version}?`), answers.restart),
      progress: (share) => mark(`progress ${String(share)}`),
    },
  })

describe('a look for updates', () => {
  it('asks before it downloads, and again before it restarts', async () => {
    expect(await desk().look()).toEqual({ state: 'restarting', version: '1.1.0' })
    expect(trail).toEqual([
      'look',
      'may download 1.1.0?',
      'download',
      'progress 0.5',
      'progress 1',
      'progress null',
      'may restart 1.1.0?',
      'restart',
    ])
  })

  it('downloads nothing without a yes', async () => {
    answers.download = false
    expect(await desk().look()).toEqual({ state: 'put-off', before: 'download' })
    expect(trail).toEqual(['look', 'may download 1.1.0?'])
  })

  it('restarts nothing without a yes', async () => {
    answers.restart = false
    expect(await desk().look()).toEqual({ state: 'put-off', before: 'restart' })
    expect(trail).not.toContain('restart')
  })

  it('says when this is the newest', async () => {
    feed = { ...feed, look: async () => null }
    expect(await desk().look()).toEqual({ state: 'newest', version: '1.0.0' })
    expect(trail).toEqual([])
  })

  it('asks nobody, the feed included, where this copy cannot update itself', async () => {
    feed = { ...feed, whyNot: 'A portable one.' }
    expect(await desk().look()).toEqual({ state: 'off', why: 'A portable one.' })
    expect(trail).toEqual([])
  })

  it('is one at a time', async () => {
    const one = desk()
    const [first, second] = await Promise.all([one.look(), one.look()])
    expect(second).toBe(first)
    expect(trail.filter((word) => word === 'restart')).toHaveLength(1)
    await one.look()
    expect(trail.filter((word) => word === 'restart')).toHaveLength(2)
  })
})

describe('in read-only mode', () => {
  beforeEach(() => {
    settings = { isReadOnly: true, looksForUpdates: true }
  })

  it('nothing is looked for by itself', async () => {
    expect(await desk().lookAtStart()).toBeNull()
    expect(trail).toEqual([])
  })

  it('a person who asks for it is asked back', async () => {
    answers.look = false
    expect(await desk().look()).toEqual({ state: 'put-off', before: 'look' })
    expect(trail).toEqual(['may look?'])
    answers.look = true
    await desk().look()
    expect(trail).toContain('look')
  })
})

describe('at the start', () => {
  it('looks only where somebody turned that on', async () => {
    expect(await desk().lookAtStart()).toBeNull()
    expect(trail).toEqual([])
    settings.looksForUpdates = true
    expect(await desk().lookAtStart()).toMatchObject({ state: 'restarting' })
  })
})

describe('what goes wrong', () => {
  it.each([
    ['look', 'update.not-found'],
    ['download', 'update.not-downloaded'],
    ['restart', 'update.not-installed'],
  ] as const)('in %s comes back as data, without the error’s own words', async (step, code) => {
    feed = { ...feed, [step]: () => Promise.reject(broken) }
    const outcome = await desk().look()
    expect(outcome).toEqual({ state: 'failed', failure: { kind: 'unreachable', code, params: { why: 'ENOTFOUND' } } })
    expect(failures).toEqual([broken])
    if (step === 'download') expect(trail.at(-1)).toBe('progress null')
  })

  it('on purpose keeps its failure', async () => {
    const failure = AppError.of('not-found', 'update.not-found', { params: { why: 'it was unpacked by hand' } })
    feed = { ...feed, look: () => Promise.reject(failure) }
    expect(await desk().look()).toEqual({ state: 'failed', failure: failure.failure })
  })
})
