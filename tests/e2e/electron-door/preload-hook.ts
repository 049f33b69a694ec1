/** For `node --import`: lets the built main process run on plain Node, with a stand-in where it imports `electron`. */
import { registerHooks } from 'node:module'

Object.defineProperty(process.versions, 'electron', { value: '0.0.0' })
// What only Electron's own Node has.
Object.assign(process, { resourcesPath: '/nowhere', getSystemVersion: () => '0' })
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron'
      ? { url: new URL('stand-in-electron.ts', import.meta.url).href, shortCircuit: true }
      : next(name, context),
})
