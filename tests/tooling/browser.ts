import { execFile, type ExecFileOptions } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

import { chromium } from 'playwright'

export interface Found {
  path: string
  /** Where it came from, for the log. */
  how: string
}

const root = join(import.meta.dirname, '../..')
/** The shell first: Chromium without windows of its own, which takes a quarter less of the processor. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
]

function usualPaths(): string[] {
  const env = process.env
  if (process.platform === 'win32') {
    const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(
      (dir) => dir !== undefined,
    )
    return folders.flatMap((dir) => [...programs, 'Chromium/Application/chrome.exe'].map((name) => join(dir, name)))
  }
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `${name}.app/Contents/MacOS/${name}`)
    return ['/Applications', join(homedir(), 'Applications')].flatMap((dir) => apps.map((name) => join(dir, name)))
  }
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/snap/bin', '/opt/google/chrome']
  return names.flatMap((name) => folders.filter((dir) => dir !== '').map((dir) => join(dir, name)))
}

/** `RESETLAB_BROWSER`, a browser where this system usually has it, or Playwright's own; null when there is none. */
export function findBrowser(): Found | null {
  const asked = process.env['RESETLAB_BROWSER'] ?? ''
  if (asked !== '') return existsSync(asked) ? { path: asked, how: 'named by RESETLAB_BROWSER' } : null
  const usual = usualPaths().find((path) => existsSync(path))
  if (usual !== undefined) return { path: usual, how: 'found on this machine' }
  const own = chromium.executablePath()
  return existsSync(own) ? { path: own, how: 'downloaded by Playwright earlier' } : null
}

const isDebian = (): boolean =>
  process.platform === 'linux' &&
  existsSync('/etc/os-release') &&
  /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'))

interface Way {
  how: string
  may: boolean
  commands: string[][]
  limitMs: number
}

const aptOptions = ['-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=20', '-o', 'DPkg::Lock::Timeout=60']
const aptGet = (...args: string[]): string[] => ['apt-get', ...aptOptions, ...args]
const aptWay = (...commands: string[][]): Way => ({
  how: 'installed with apt-get',
  may: isDebian() && process.getuid?.() === 0,
  commands,
  limitMs: 300_000,
})
const aptInstall = (name: string): string[] => aptGet('install', '-y', '--no-install-recommends', name)

/**
 * The distribution's package brings the libraries it needs; Playwright's download does not, so it comes last there. Older
 * distributions have no package of the shell alone.
 */
const ways = (): Way[] => [
  aptWay(aptGet('update'), aptInstall('chromium-headless-shell')),
  aptWay(aptInstall('chromium')),
  {
    how: 'downloaded by Playwright',
    may: true,
    commands: [[process.execPath, join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium']],
    limitMs: 180_000,
  },
]

/**
 * The browser the e2e tests drive: one that is there, else one it gets, within some minutes. Says what it did. Null when
 * there is none to be had; then `say` has been told why.
 */
export async function getBrowser(say: (line: string) => void): Promise<Found | null> {
  const found = findBrowser()
  if (found !== null) return found
  if ((process.env['RESETLAB_BROWSER'] ?? '') !== '') {
    say('RESETLAB_BROWSER names a file that is not there')
    return null
  }
  for (const { how, commands, limitMs } of ways().filter(({ may }) => may)) {
    say(`no Chrome, Chromium or Edge here: getting one, ${how}, may take some minutes`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const done = await inTurn(commands, { env, timeout: limitMs }, say)
    const got = done ? findBrowser() : null
    if (got !== null) return { path: got.path, how }
  }
  return null
}

const runFile = promisify(execFile)

/** False at the first command that fails, with its last words said. */
async function inTurn(commands: string[][], options: ExecFileOptions, say: (line: string) => void): Promise<boolean> {
  for (const [file = '', ...args] of commands) {
    try {
      await runFile(file, args, { ...options, maxBuffer: 64 * 1024 * 1024 })
    } catch (error) {
      say(`that failed: ${error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error)}`)
      return false
    }
  }
  return true
}

/** Quiet, offline, and without the sandbox only where it cannot start: as root. */
export const browserArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
