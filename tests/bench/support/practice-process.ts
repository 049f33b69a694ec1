/** The practice tenant in a process of its own: `node practice-process.ts HOME USERS`. */
import { lagPresets, startPractice } from '../../../src-main/practice/index.ts'

const [home = '', users = '8'] = process.argv.slice(2)
const began = performance.now()
const server = await startPractice({
  home,
  users: Number(users),
  lags: lagPresets.short,
  settings: { quota: false },
})
const { adminToken, domain } = server.info
const startMs = performance.now() - began
process.send?.({ baseUrl: server.baseUrl, adminToken, domain, startMs })
process.on('message', () => {
  globalThis.gc?.()
  process.send?.({ memory: process.memoryUsage() })
})
