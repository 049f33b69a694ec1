import type { Handlers } from '../serve-calls.ts'
import type { Desk } from './desk.ts'

type SettingsHandlers = Pick<Handlers, 'settings.get' | 'settings.change'>

/** The switches of this computer. */
export function settingsHandlers(desk: Desk): SettingsHandlers {
  const { settings } = desk.workspace
  return {
    'settings.get': async () => Promise.resolve(settings.inForce()),
    'settings.change': async (change) => {
      const inForce = await settings.change(change)
      desk.hub.publish('settings.changed', inForce)
      return inForce
    },
  }
}
