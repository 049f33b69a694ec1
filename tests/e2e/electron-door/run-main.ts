/**
 * Starts a main process as Electron does: its first module runs to the end, and only then is Electron ready. One that
 * waited for that in its top level would wait for ever (Electron's issue 40719).
 */
import { pathToFileURL } from 'node:url'

import { becomeReady } from './stand-in-electron.ts'

const [program = '', , main = ''] = process.argv
process.argv = [program]
await import(pathToFileURL(main).href)
becomeReady()
