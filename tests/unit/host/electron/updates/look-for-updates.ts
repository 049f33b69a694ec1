/**
 * Looks for updates once as the desktop app does, with the real `electron-updater`, and prints what came of it as one
 * line of JSON. A process of its own: `electron-updater` is made for one look at its surroundings, and one app.
 */
import { registerHooks } from 'node:module'
import { setImmediate } from 'node:timers/promises'

const standIn = new URL('electron-for-updates.ts', import.meta.url).href
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url: standIn, format: 'module-typescript', shortCircuit: true } : next(name, context),
})
Object.assign(process, { resourcesPath: process.env['TEST_RESOURCES'] })
if (process.env['TEST_PLATFORM']) Object.defineProperty(process, 'platform', { value: process.env['TEST_PLATFORM'] })

const { seen, trail } = await import('./electron-for-updates.ts')
const { electronUpdateFeed } = await import('../../../../../src-main/host/electron/update-feed.ts')
const { updatePerson } = await import('../../../../../src-main/host/electron/dialogs.ts')
const { UpdateDesk } = await import('../../../../../src-main/host/update-desk.ts')

const desk = new UpdateDesk({
  feed: electronUpdateFeed(async () => {
    trail.push('ended in order')
    return Promise.resolve()
  }),
  person: updatePerson,
  settings: () => ({ isReadOnly: process.env['TEST_READ_ONLY'] === 'yes', looksForUpdates: true }),
  onFailure: () => undefined,
})
const outcome = await desk.look()
// It quits a moment after it has put the new one in place.
await setImmediate()
await setImmediate()
process.stdout.write(JSON.stringify({ outcome, trail, seen }))
