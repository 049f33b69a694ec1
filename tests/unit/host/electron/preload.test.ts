import { beforeEach, expect, it, vi } from 'vitest'

import type { Bridge } from '../../../../src-main/contract/bridge.ts'

const electron = vi.hoisted(() => ({
  exposed: new Map<string, Bridge>(),
  listeners: new Map<string, (event: unknown, body: unknown) => void>(),
  invoked: [] as unknown[][],
}))
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, bridge: Bridge) => electron.exposed.set(name, bridge) },
  ipcRenderer: {
    invoke: async (...args: unknown[]) => electron.invoked.push(args),
    on: (channel: string, listener: (event: unknown, body: unknown) => void) =>
      electron.listeners.set(channel, listener),
    off: (channel: string) => electron.listeners.delete(channel),
  },
}))

beforeEach(() => {
  vi.resetModules()
  electron.exposed.clear()
  electron.listeners.clear()
  electron.invoked.length = 0
})

const bridge = async (): Promise<Bridge> => {
  await import('../../../../src-main/host/electron/preload.ts')
  const exposed = electron.exposed.get('bridge')
  if (exposed === undefined) throw new Error('preload exposed no bridge')
  return exposed
}

it('exposes the bridge and nothing else', async () => {
  expect(Object.keys(await bridge())).toEqual(['call', 'on'])
  expect([...electron.exposed.keys()]).toEqual(['bridge'])
})

it('passes a call on under its channel, and refuses a name that is none', async () => {
  const { call } = await bridge()
  await call('lab.load', { id: 'x' })
  expect(electron.invoked).toEqual([['resetlab:lab.load', { id: 'x' }]])
  // A page that was taken over is not held to the types.
  const anyCall = call as (name: string, ask: unknown) => Promise<unknown>
  await expect(anyCall('shell.openExternal', 'x')).rejects.toThrow('Unknown call: shell.openExternal')
  expect(electron.invoked).toHaveLength(1)
})

it('gives a listener the body alone, until it unsubscribes', async () => {
  const { on } = await bridge()
  const heard: unknown[][] = []
  const leave = on('portal.changed', (...args) => heard.push(args))
  electron.listeners.get('resetlab:portal.changed')?.({ sender: 'ipc' }, null)
  expect(heard).toEqual([[null]])
  leave()
  expect(electron.listeners.size).toBe(0)
  const anyOn = on as (name: string, listener: () => void) => () => void
  expect(() => anyOn('ELECTRON_INTERNAL', () => undefined)).toThrow('Unknown event')
})
