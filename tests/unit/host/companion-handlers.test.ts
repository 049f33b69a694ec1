import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'

import type { Companion } from '../../../src-main/contract/companion.ts'
import type { CompanionWindow, OpenCompanion } from '../../../src-main/host/companion-window.ts'
import { createEventHub } from '../../../src-main/host/event-hub.ts'
import { createDesk } from '../../../src-main/host/handlers/desk.ts'
import { recordingHandlers } from '../../../src-main/host/handlers/recording-handlers.ts'
import { openWorkspace } from '../../../src-main/host/workspace.ts'
import { AppError } from '../../../src-main/domain/app-error.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeGraph } from '../../support/fake-graph.ts'
import { sampleLab, sampleLinks } from '../../support/sample-lab.ts'
import { sampleTarget } from '../../support/sample-target.ts'

const appRoot = resolve(import.meta.dirname, '../../..')
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'resetlab-companion-'))
})

type Listener = Parameters<OpenCompanion>[1]

/** A recording under way, in a host whose companion windows are remembered and driven by hand. */
async function scene(canOpen = true) {
  const clock = new FakeClock()
  const graph = new FakeGraph(clock)
  graph.addUser('balas@lab.onmicrosoft.com')
  graph.addUser('grady@lab.onmicrosoft.com')
  await graph.createGroup({ displayName: 'SSPRTesters', description: '', mailNickname: 'x', uniqueName: null })
  const hub = createEventHub(() => undefined)
  const told: (Companion | null)[] = []
  hub.subscribe((event) => {
    if (event.name === 'companion.changed') told.push(event.body)
  })
  const desk = createDesk({
    workspace: { ...openWorkspace(home, appRoot), clock },
    hub,
    hostKind: canOpen ? 'electron' : 'browser',
    onBug: () => undefined,
  })
  const target = sampleTarget()
  desk.setConnection({ graph, links: sampleLinks, target, grantedScopes: () => null, signOut: async () => undefined })
  const opened: { title: string; listener: Listener; window: CompanionWindow }[] = []
  const openCompanion: OpenCompanion = (title, listener) => {
    const window: CompanionWindow = {
      show: vi.fn(async (url: string) => {
        listener.onAddress(url)
      }),
      photograph: vi.fn(async () => png),
      close: vi.fn(() => {
        listener.onClosed()
      }),
    }
    opened.push({ title, listener, window })
    return window
  }
  const calls = recordingHandlers(desk, canOpen ? openCompanion : null)
  const { recordingId } = await calls['recording.start']({ lab: sampleLab() })
  // The one folder is emptied only once nothing writes to it any more.
  onTestFinished(async () => {
    await desk.leave()
    await rm(home, { recursive: true, force: true })
  })
  return { calls, recordingId, opened, told, desk }
}

describe('the companion window', () => {
  it('opens the first page of a step as the person who acts in it, and follows the address', async () => {
    const { calls, recordingId, opened } = await scene()
    const companion = await calls['companion.open']({ recordingId, stepId: 'register' })
    expect(opened[0]?.title).toContain('balas@lab.onmicrosoft.com')
    expect(opened[0]?.window.show).toHaveBeenCalledWith(sampleLinks.register)
    expect(companion).toMatchObject({ who: 'balas@lab.onmicrosoft.com', stepId: 'register', page: 'register' })
    opened[0]?.listener.onAddress(sampleLinks.reset)
    expect(await calls['companion.current'](undefined)).toMatchObject({ stepId: 'reset', page: 'reset' })
    opened[0]?.listener.onAddress('https://elsewhere.example/')
    expect(await calls['companion.current'](undefined)).toMatchObject({ stepId: 'reset', page: 'elsewhere' })
  })

  it('is the same window for the same person, and a new one for another', async () => {
    const { calls, recordingId, opened } = await scene()
    await calls['companion.open']({ recordingId, stepId: 'register' })
    await calls['companion.open']({ recordingId, stepId: 'reset' })
    expect(opened).toHaveLength(1)
    await calls['companion.open']({ recordingId, stepId: 'control-user' })
    expect(opened).toHaveLength(2)
    expect(opened[0]?.window.close).toHaveBeenCalledOnce()
    expect(await calls['companion.current'](undefined)).toMatchObject({ who: 'grady@lab.onmicrosoft.com' })
  })

  it('puts a photograph beside the step the guide shows, by its button and by its key', async () => {
    const { calls, recordingId, opened } = await scene()
    await calls['companion.open']({ recordingId, stepId: 'register' })
    await calls['companion.photograph'](undefined)
    const attachments = async () =>
      (await calls['recording.current'](undefined))?.steps.find((step) => step.stepId === 'register')?.attachments ?? []
    const [first] = await attachments()
    expect(first).toMatchObject({ name: 'Photograph of the page (register)', mediaType: 'image/png' })
    const { base64 } = await calls['recording.picture']({ recordingId, sha256: first?.sha256 ?? '' })
    expect(base64).toBe(Buffer.from(png).toString('base64'))
    opened[0]?.listener.onKey()
    await vi.waitFor(async () => {
      expect(await attachments()).toHaveLength(2)
    })
  })

  it('says why a picture was not taken', async () => {
    const { calls, recordingId, opened } = await scene()
    await calls['companion.open']({ recordingId, stepId: 'register' })
    const [one] = opened
    if (one) one.window.photograph = () => Promise.reject(AppError.of('unreachable', 'companion.not-blurred'))
    one?.listener.onKey()
    await vi.waitFor(async () => {
      expect(await calls['companion.current'](undefined)).toMatchObject({ failure: { code: 'companion.not-blurred' } })
    })
  })

  it('goes with the sign-in, and is forgotten when the person closes it', async () => {
    const { calls, recordingId, opened, told, desk } = await scene()
    await calls['companion.open']({ recordingId, stepId: 'register' })
    opened[0]?.listener.onClosed()
    expect(told.at(-1)).toBeNull()
    await expect(calls['companion.photograph'](undefined)).rejects.toMatchObject({
      failure: { code: 'companion.none' },
    })
    await calls['companion.open']({ recordingId, stepId: 'register' })
    await desk.leave()
    expect(opened[1]?.window.close).toHaveBeenCalledOnce()
  })

  it.each([
    [true, 'operator-checks', 'companion.no-page'],
    [true, 'clean-up', 'companion.no-page'],
    [false, 'register', 'companion.not-here'],
  ] as const)('is refused where there is none: in Electron %s, for %s', async (canOpen, stepId, code) => {
    const { calls, recordingId } = await scene(canOpen)
    await expect(calls['companion.open']({ recordingId, stepId })).rejects.toMatchObject({ failure: { code } })
  })
})
