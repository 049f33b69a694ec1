import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { AppError } from '../../../../src-main/domain/app-error.ts'
import { cannotStart } from '../../../../src-main/host/electron/cannot-start.ts'
import { speak } from '../../../../src-main/host/texts.ts'
import { standInElectron } from './stand-in-electron.ts'

const stand = vi.hoisted((): { electron: ReturnType<typeof standInElectron> | null } => ({ electron: null }))
const electron = (): ReturnType<typeof standInElectron> => {
  if (stand.electron === null) throw new Error('no Electron in this test')
  return stand.electron
}
vi.mock('electron', async () => (await import('./stand-in-electron.ts')).electronModule(() => electron()))

beforeEach(() => {
  stand.electron = standInElectron()
})
afterEach(() => {
  speak('en')
})

const inUse = AppError.of('in-use', 'home.in-use', { params: { pid: '7', home: '/x' } })

describe('an app that cannot start', () => {
  it('says why once a box can be shown, and ends with 1', async () => {
    const ready = Promise.withResolvers<undefined>()
    electron().app.whenReady = () => ready.promise
    const logged: string[] = []
    const ended = cannotStart(inUse, (line) => logged.push(line))
    expect(logged).toHaveLength(1)
    expect(electron().dialog.showErrorBox).not.toHaveBeenCalled()
    ready.resolve(undefined)
    await ended
    expect(electron().dialog.showErrorBox).toHaveBeenCalledExactlyOnceWith(
      'ResetLab cannot start',
      'Another ResetLab (process 7) is already using /x.',
    )
    expect(electron().app.exit).toHaveBeenCalledExactlyOnceWith(1)
  })

  it('says it in German, and of a mistake of ours nothing that could be a secret', async () => {
    speak('de')
    await cannotStart(new Error('token=secret'), () => undefined)
    const said = electron().dialog.showErrorBox.mock.calls[0]
    expect(said?.[0]).toBe('ResetLab kann nicht starten')
    expect(JSON.stringify(said)).not.toContain('secret')
  })
})
